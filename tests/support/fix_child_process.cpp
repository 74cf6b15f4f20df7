#include "support/fix_child_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <stdexcept>

namespace daybook::support {
namespace {

constexpr auto patience = std::chrono::seconds{30};

std::array<int, 2> new_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error{"no pipe"};
    return ends;
}

}  // namespace

FixChildProcess::FixChildProcess(std::string const& program, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), program);
    std::vector<char*> words;
    for (auto& argument : arguments) words.push_back(argument.data());
    words.push_back(nullptr);
    auto const in = new_pipe();
    auto const out = new_pipe();
    pid_ = ::fork();
    if (pid_ == 0) {
        ::dup2(in[0], STDIN_FILENO);
        ::dup2(out[1], STDOUT_FILENO);
        ::execv(program.c_str(), words.data());
        ::_exit(127);
    }
    ::close(in[0]);
    ::close(out[1]);
    in_ = in[1];
    out_ = out[0];
    reader_ = std::thread{[this] { read_output(); }};
}

FixChildProcess::~FixChildProcess() {
    kill();
    reader_.join();
    ::close(in_);
    ::close(out_);
}

void FixChildProcess::read_output() {
    std::string rest;
    std::array<char, 4096> buffer;
    while (true) {
        auto const size = ::read(out_, buffer.data(), buffer.size());
        std::lock_guard const lock{mutex_};
        if (size <= 0) break;
        rest.append(buffer.data(), static_cast<std::size_t>(size));
        for (auto end = rest.find('\n'); end != std::string::npos; end = rest.find('\n')) {
            lines_.push_back(rest.substr(0, end));
            rest.erase(0, end + 1);
        }
        changed_.notify_all();
    }
    std::lock_guard const lock{mutex_};
    is_over_ = true;
    changed_.notify_all();
}

void FixChildProcess::tell(std::string const& line) const {
    auto const text = line + "\n";
    if (::write(in_, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
        throw std::runtime_error{"the process does not listen"};
    }
}

std::string FixChildProcess::wait_for_line(std::string const& words) {
    std::unique_lock lock{mutex_};
    std::string found;
    auto const is_there = [&] {
        while (seen_ < lines_.size()) {
            if (lines_[seen_++].find(words) == std::string::npos) continue;
            found = lines_[seen_ - 1];
            return true;
        }
        return is_over_;
    };
    if (!changed_.wait_for(lock, patience, is_there) || found.empty()) {
        std::string all;
        for (auto const& line : lines_) all += "\n  " + line;
        throw std::runtime_error{"the process did not say \"" + words + "\", but:" + all};
    }
    return found;
}

std::vector<std::string> FixChildProcess::lines() {
    std::lock_guard const lock{mutex_};
    return lines_;
}

void FixChildProcess::kill() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    static_cast<void>(wait());
}

int FixChildProcess::wait() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace daybook::support
