#include "support/browser.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <chrono>
#include <stdexcept>

namespace daybook::support {

namespace {

namespace json = boost::json;
using Clock = std::chrono::steady_clock;

constexpr char const* program = "/usr/bin/chromium";
constexpr std::chrono::seconds patience{60};
/// Where the protocol is read and written by the browser.
constexpr int browser_in = 3;
constexpr int browser_out = 4;

std::string text_in(std::string const& message, char const* pointer) {
    return std::string{json::parse(message).at_pointer(pointer).as_string().c_str()};
}

void become_browser(int in, int out, std::string const& folder) {
    ::setpgid(0, 0);
    auto const profile = "--user-data-dir=" + folder + "/profile";
    auto const home = "HOME=" + folder;
    std::array<char const*, 14> const arguments{program,
                                                "--headless",
                                                "--no-sandbox",
                                                "--disable-gpu",
                                                "--disable-dev-shm-usage",
                                                "--disable-quic",
                                                "--no-first-run",
                                                "--disable-background-networking",
                                                "--disable-component-update",
                                                "--disable-sync",
                                                "--remote-debugging-pipe",
                                                profile.c_str(),
                                                "about:blank",
                                                nullptr};
    std::array<char const*, 3> const variables{"PATH=/usr/bin:/bin", home.c_str(), nullptr};
    // Far from where they go, so that neither takes the other's place.
    int const from_us = ::fcntl(in, F_DUPFD, 10);
    int const to_us = ::fcntl(out, F_DUPFD, 10);
    int const nowhere = ::open("/dev/null", O_RDWR);
    for (int const standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        ::dup2(nowhere, standard);
    }
    ::dup2(from_us, browser_in);
    ::dup2(to_us, browser_out);
    ::close(from_us);
    ::close(to_us);
    ::execve(program, const_cast<char* const*>(arguments.data()),
             const_cast<char* const*>(variables.data()));
    ::_exit(127);
}

}  // namespace

bool Browser::is_installed() { return ::access(program, X_OK) == 0; }

Browser::Browser(std::string const& folder, std::string const& address) {
    std::array<int, 2> to{};
    std::array<int, 2> from{};
    if (::pipe2(to.data(), O_CLOEXEC) != 0 || ::pipe2(from.data(), O_CLOEXEC) != 0) {
        throw std::runtime_error{"no pipe"};
    }
    pid_ = ::fork();
    if (pid_ == 0) become_browser(to[0], from[1], folder);
    ::close(to[0]);
    ::close(from[1]);
    to_ = to[1];
    from_ = from[0];
    auto const target = call("Target.createTarget", R"({"url":"about:blank"})");
    auto const attached =
        call("Target.attachToTarget",
             json::serialize(json::object{{"targetId", text_in(target, "/result/targetId")},
                                          {"flatten", true}}));
    session_ = text_in(attached, "/result/sessionId");
    static_cast<void>(call("Page.enable", "{}"));
    static_cast<void>(call("Page.navigate", json::serialize(json::object{{"url", address}})));
    while (!is_loaded_) static_cast<void>(receive());
}

Browser::~Browser() {
    ::kill(-pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    ::close(to_);
    ::close(from_);
}

std::string Browser::evaluate(std::string const& expression) {
    auto const answer = call("Runtime.evaluate",
                             json::serialize(json::object{{"expression", "(" + expression + ")"},
                                                          {"awaitPromise", true},
                                                          {"returnByValue", true}}));
    auto const result = json::parse(answer).at("result");
    if (result.as_object().contains("exceptionDetails")) throw std::runtime_error{answer};
    auto const* const value = result.at("result").as_object().if_contains("value");
    if (value == nullptr) return {};
    return value->is_string() ? std::string{value->as_string().c_str()} : json::serialize(*value);
}

void Browser::wait_until(std::string const& expression) {
    static_cast<void>(
        evaluate("new Promise(resolve => {"
                 "const changes = new MutationObserver(look);"
                 "function look() { if (!(" +
                 expression +
                 ")) return; changes.disconnect(); resolve(true); }"
                 "changes.observe(document, {subtree: true, childList: true, characterData: true,"
                 " attributes: true});"
                 "look(); })"));
}

std::string Browser::call(std::string_view method, std::string const& parameters) {
    json::object message{
        {"id", ++last_call_}, {"method", method}, {"params", json::parse(parameters)}};
    if (!session_.empty()) message["sessionId"] = session_;
    auto const text = json::serialize(message);
    // With the zero that ends it.
    auto const size = static_cast<ssize_t>(text.size() + 1);
    if (::write(to_, text.c_str(), text.size() + 1) != size) {
        throw std::runtime_error{"the browser takes nothing"};
    }
    while (true) {
        auto const answer = receive();
        auto const parsed = json::parse(answer).as_object();
        auto const* const id = parsed.if_contains("id");
        if (id == nullptr || id->as_int64() != last_call_) continue;
        if (parsed.contains("error")) throw std::runtime_error{answer};
        return answer;
    }
}

std::string Browser::receive() {
    auto const deadline = Clock::now() + patience;
    while (true) {
        auto const end = received_.find('\0');
        if (end != std::string::npos) {
            auto message = received_.substr(0, end);
            received_.erase(0, end + 1);
            if (message.find(R"("method":"Page.loadEventFired")") != std::string::npos) {
                is_loaded_ = true;
            }
            return message;
        }
        auto const left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
        pollfd readable{from_, POLLIN, 0};
        if (left <= 0 || ::poll(&readable, 1, static_cast<int>(left)) <= 0) {
            throw std::runtime_error{"the browser does not answer"};
        }
        std::array<char, 65536> buffer;
        auto const count = ::read(from_, buffer.data(), buffer.size());
        if (count <= 0) throw std::runtime_error{"the browser has ended"};
        received_.append(buffer.data(), static_cast<std::size_t>(count));
    }
}

}  // namespace daybook::support
