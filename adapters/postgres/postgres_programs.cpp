#include "postgres/postgres_programs.hpp"

#include <fcntl.h>
#include <libpq-fe.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <filesystem>
#include <memory>
#include <stdexcept>

#include "postgres/postgres_error.hpp"
#include "postgres/postgres_private_server.hpp"

extern "C" char** environ;

namespace daybook::postgres {
namespace {

struct FreeOptions {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

/// Replaces or adds NAME=value.
void set_variable(std::vector<std::string>& environment, std::string const& name,
                  std::string_view value) {
    std::erase_if(environment, [&](auto const& v) { return v.starts_with(name + "="); });
    environment.push_back(name + "=" + std::string{value});
}

/// The newest server's own, which can read every older server; else the one on the PATH.
std::string program_file(std::string const& name) {
    auto const newest = PostgresPrivateServer::find_programs() + "/" + name;
    return std::filesystem::exists(newest) ? newest : name;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> all;
    for (auto& text : texts) all.push_back(text.data());
    all.push_back(nullptr);
    return all;
}

/// A program's name, arguments and environment, ready to become it.
class Call {
  public:
    Call(std::string const& name, PostgresUrl const& url, std::vector<std::string> const& arguments)
        : file_{program_file(name)} {
        auto settings = program_settings(url);
        environment_ = std::move(settings.environment);
        words_ = {file_};
        words_.insert(words_.end(), arguments.begin(), arguments.end());
        if (!settings.connection_string.empty()) {
            words_.push_back("--dbname=" + settings.connection_string);
        }
        argument_pointers_ = pointers(words_);
        environment_pointers_ = pointers(environment_);
    }

    /// Returns only if there is no such program.
    void become() const {
        ::signal(SIGPIPE, SIG_DFL);
        ::execvpe(file_.c_str(), argument_pointers_.data(), environment_pointers_.data());
    }

  private:
    std::string file_;
    std::vector<std::string> words_;
    std::vector<std::string> environment_;
    std::vector<char*> argument_pointers_;
    std::vector<char*> environment_pointers_;
};

std::string all_of(int descriptor) {
    std::string text;
    std::array<char, 4096> buffer;
    while (true) {
        auto const size = ::read(descriptor, buffer.data(), buffer.size());
        if (size <= 0) return text;
        text.append(buffer.data(), static_cast<std::size_t>(size));
    }
}

[[noreturn]] void fail_missing(std::string const& name) {
    throw std::runtime_error{name + " is not installed on this machine: it comes with Postgres"};
}

}  // namespace

PostgresProgramSettings program_settings(PostgresUrl const& url) {
    PostgresProgramSettings settings;
    for (char** variable = ::environ; *variable != nullptr; ++variable) {
        settings.environment.emplace_back(*variable);
    }
    std::unique_ptr<PQconninfoOption, FreeOptions> const options{PQconndefaults()};
    if (!options) throw std::runtime_error{"no memory for the settings of Postgres"};
    for (auto const* option = options.get(); option->keyword != nullptr; ++option) {
        std::string const name = option->keyword;
        auto const value = url.get(name);
        if (value.empty()) continue;
        if (option->envvar != nullptr) {
            set_variable(settings.environment, option->envvar, value);
            continue;
        }
        if (name.find("password") != std::string::npos) {
            throw std::runtime_error{"the URL's " + name +
                                     " cannot be handed on in secret: leave it out"};
        }
        PostgresUrl rest;
        rest.set(name, std::string{value});
        auto& text = settings.connection_string;
        text.append(text.empty() ? "" : " ").append(rest.connection_string());
    }
    return settings;
}

ProgramResult run_client(std::string const& name, PostgresUrl const& url,
                         std::vector<std::string> const& arguments) {
    Call const call{name, url, arguments};
    std::array<int, 2> err{};
    if (::pipe2(err.data(), O_CLOEXEC) != 0) throw std::runtime_error{"no pipe"};
    int const nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    pid_t const child = ::fork();
    if (child == 0) {
        ::dup2(nothing, STDIN_FILENO);
        ::dup2(nothing, STDOUT_FILENO);
        ::dup2(err[1], STDERR_FILENO);
        call.become();
        ::_exit(127);
    }
    ::close(nothing);
    ::close(err[1]);
    auto const errors = child > 0 ? all_of(err[0]) : std::string{};
    ::close(err[0]);
    int status = 0;
    if (child < 0 || ::waitpid(child, &status, 0) != child) {
        throw std::runtime_error{"cannot start " + name};
    }
    int const code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    if (code == 127) fail_missing(name);
    return {code, describe({{}, errors, false})};
}

void become_client(std::string const& name, PostgresUrl const& url) {
    Call{name, url, {}}.become();
    fail_missing(name);
}

}  // namespace daybook::postgres
