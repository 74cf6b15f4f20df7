#include "app/systemd_notifier.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "app/figures.hpp"

namespace daybook::app {

namespace {

std::string_view variable(char const* name) {
    char const* const value = std::getenv(name);
    return value == nullptr ? std::string_view{} : std::string_view{value};
}

}  // namespace

SystemdNotifier::SystemdNotifier(std::string socket,
                                 std::optional<std::chrono::microseconds> watchdog)
    : socket_{std::move(socket)}, watchdog_{watchdog} {}

SystemdNotifier SystemdNotifier::from_environment() {
    std::optional<std::chrono::microseconds> watchdog;
    auto const pid = parse_whole_number(variable("WATCHDOG_PID"));
    if (!pid || *pid == static_cast<std::uint64_t>(::getpid())) {
        auto const micros = parse_whole_number(variable("WATCHDOG_USEC"));
        if (micros && *micros > 0)
            watchdog = std::chrono::microseconds{static_cast<std::int64_t>(*micros)};
    }
    return {std::string{variable("NOTIFY_SOCKET")}, watchdog};
}

std::optional<std::chrono::microseconds> SystemdNotifier::alive_interval() const {
    if (socket_.empty() || !watchdog_) return std::nullopt;
    return *watchdog_ / 2;
}

void SystemdNotifier::send(std::string_view message) const {
    sockaddr_un address{};
    if (socket_.empty() || socket_.size() >= sizeof address.sun_path) return;
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, socket_.data(), socket_.size());
    // A name that starts with '@' is one of the abstract namespace.
    if (address.sun_path[0] == '@') address.sun_path[0] = '\0';
    auto const length = offsetof(sockaddr_un, sun_path) + socket_.size();
    int const descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return;
    [[maybe_unused]] auto const ignored =
        ::sendto(descriptor, message.data(), message.size(), MSG_NOSIGNAL,
                 reinterpret_cast<sockaddr const*>(&address), static_cast<socklen_t>(length));
    ::close(descriptor);
}

}  // namespace daybook::app
