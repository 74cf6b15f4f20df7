#include "e2e/daybook_process.hpp"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace daybook::e2e {

namespace {

constexpr int patience_ms = 300'000;

/// A file without a name that holds `content` and is read from its beginning.
int nameless_file(std::string const& content) {
    std::FILE* const file = std::tmpfile();
    if (file == nullptr) throw std::runtime_error{"no temporary file"};
    std::fwrite(content.data(), 1, content.size(), file);
    std::fflush(file);
    int const descriptor = ::dup(::fileno(file));
    std::fclose(file);
    ::lseek(descriptor, 0, SEEK_SET);
    return descriptor;
}

std::string content_of(int descriptor) {
    std::string text;
    std::array<char, 4096> buffer;
    ::lseek(descriptor, 0, SEEK_SET);
    while (true) {
        auto const size = ::read(descriptor, buffer.data(), buffer.size());
        if (size <= 0) return text;
        text.append(buffer.data(), static_cast<std::size_t>(size));
    }
}

bool become_bound_by_rights() {
    constexpr uid_t nobody = 65'534;
    if (::geteuid() != 0) return true;
    return ::setgroups(0, nullptr) == 0 && ::setgid(nobody) == 0 && ::setuid(nobody) == 0;
}

/// Source: systemd.exec(5), JOURNAL_STREAM.
std::string stream_name(int descriptor) {
    struct stat status{};
    ::fstat(descriptor, &status);
    return std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino);
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> all;
    for (auto& text : texts) all.push_back(text.data());
    all.push_back(nullptr);
    return all;
}

std::vector<std::string> environment(Variables const& variables, std::string const& folder) {
    std::vector<std::string> all{"PATH=/usr/bin:/bin", "HOME=" + folder};
    for (auto const* name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"}) {
        if (auto const* value = std::getenv(name)) all.push_back(std::string{name} + "=" + value);
    }
    for (auto const& [name, value] : variables) all.push_back(name + "=" + value);
    return all;
}

}  // namespace

DaybookProcess::DaybookProcess(Options options) {
    std::vector<std::string> words{DAYBOOK_BINARY};
    words.insert(words.end(), options.arguments.begin(), options.arguments.end());
    std::array<int, 2> err{};
    if (::pipe2(err.data(), O_CLOEXEC) != 0) throw std::runtime_error{"no pipe"};
    if (options.err_is_journal) options.variables["JOURNAL_STREAM"] = stream_name(err[1]);
    auto variables = environment(options.variables, options.folder);
    auto const arguments = pointers(words);
    auto const variable_pointers = pointers(variables);
    if (options.err_bytes_max) ::fcntl(err[1], F_SETPIPE_SZ, *options.err_bytes_max);
    int const in = nameless_file(options.input);
    out_ = nameless_file("");
    pid_ = ::fork();
    if (pid_ == 0) {
        ::dup2(in, STDIN_FILENO);
        ::dup2(out_, STDOUT_FILENO);
        ::dup2(err[1], STDERR_FILENO);
        bool const may_go_on = !options.is_bound_by_rights || become_bound_by_rights();
        if (may_go_on && ::chdir(options.folder.c_str()) == 0) {
            ::execve(DAYBOOK_BINARY, arguments.data(), variable_pointers.data());
        }
        ::_exit(127);
    }
    ::close(in);
    ::close(err[1]);
    err_ = err[0];
}

DaybookProcess::~DaybookProcess() {
    if (pid_ > 0) {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    ::close(err_);
    ::close(out_);
}

bool DaybookProcess::read_some_err() {
    pollfd readable{err_, POLLIN, 0};
    if (::poll(&readable, 1, patience_ms) == 0) {
        throw std::runtime_error{"daybook said nothing for too long; before: " + err_text_};
    }
    std::array<char, 4096> buffer;
    auto const size = ::read(err_, buffer.data(), buffer.size());
    if (size <= 0) return false;
    err_text_.append(buffer.data(), static_cast<std::size_t>(size));
    return true;
}

std::string DaybookProcess::wait_for_line(std::string const& words) {
    while (true) {
        for (auto end = err_text_.find('\n', err_seen_); end != std::string::npos;
             end = err_text_.find('\n', err_seen_)) {
            auto const line = err_text_.substr(err_seen_, end - err_seen_);
            err_seen_ = end + 1;
            if (line.find(words) != std::string::npos) return line;
        }
        if (!read_some_err()) throw std::runtime_error{"daybook ended, saying: " + err_text_};
    }
}

void DaybookProcess::send(int signal) const { ::kill(pid_, signal); }

std::size_t DaybookProcess::peak_memory_bytes() const {
    std::ifstream status{"/proc/" + std::to_string(pid_) + "/status"};
    std::string name;
    while (status >> name) {
        std::size_t kibibytes = 0;
        if (name == "VmHWM:" && status >> kibibytes) return kibibytes * 1024;
    }
    throw std::runtime_error{"the process does not say how much memory it has had"};
}

Finished DaybookProcess::wait() {
    while (read_some_err()) {
    }
    int status = 0;
    ::waitpid(pid_, &status, 0);
    return finished(status);
}

Finished DaybookProcess::wait_without_reading() {
    auto const process = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
    pollfd ended{process, POLLIN, 0};
    int const found = ::poll(&ended, 1, patience_ms);
    ::close(process);
    if (found != 1) throw std::runtime_error{"daybook does not end while nobody reads stderr"};
    int status = 0;
    ::waitpid(pid_, &status, 0);
    return finished(status);
}

Finished DaybookProcess::finished(int status) {
    pid_ = -1;
    int const code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return {code, content_of(out_), err_text_};
}

TemporaryFolder::TemporaryFolder() {
    auto name = (std::filesystem::temp_directory_path() / "daybook_e2e_XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

Finished run_daybook(TemporaryFolder const& folder, std::vector<std::string> arguments,
                     std::string input, Variables variables) {
    return DaybookProcess{{.arguments = std::move(arguments),
                           .variables = std::move(variables),
                           .input = std::move(input),
                           .folder = folder.path()}}
        .wait();
}

std::vector<std::string> lines_of(std::string const& text) {
    std::vector<std::string> lines;
    std::istringstream stream{text};
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

}  // namespace daybook::e2e
