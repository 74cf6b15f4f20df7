#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace daybook::app {

/// Tells systemd how the worker is, where systemd asked for it.
/// Source: sd_notify(3), sd_watchdog_enabled(3).
class SystemdNotifier {
  public:
    /// Reads NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID.
    [[nodiscard]] static SystemdNotifier from_environment();

    SystemdNotifier() = default;
    SystemdNotifier(std::string socket, std::optional<std::chrono::microseconds> watchdog);

    void ready() const { send("READY=1"); }
    void stopping() const { send("STOPPING=1"); }
    void alive() const { send("WATCHDOG=1"); }
    /// How often to say alive(): twice in the time that systemd waits; nullopt for never.
    [[nodiscard]] std::optional<std::chrono::microseconds> alive_interval() const;

  private:
    /// What cannot be sent is lost: the worker goes on without its supervisor.
    void send(std::string_view message) const;

    std::string socket_;
    std::optional<std::chrono::microseconds> watchdog_;
};

}  // namespace daybook::app
