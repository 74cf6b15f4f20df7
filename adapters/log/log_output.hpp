#pragma once

#include <atomic>
#include <chrono>
#include <string_view>

namespace daybook::log {

/// A descriptor that lines are written to. Whoever reads it may be slow or may have stopped
/// reading: a write waits for them, but none can be stuck for longer than stop_waiting() allows.
///
/// Threads: write() from one at a time, stop_waiting() from any.
class LogOutput {
  public:
    /// `descriptor` stays open as long as the output lives, and its flags stay as they are: other
    /// processes may share them.
    explicit LogOutput(int descriptor);
    ~LogOutput();
    LogOutput(LogOutput const&) = delete;
    LogOutput& operator=(LogOutput const&) = delete;

    /// False where `text` could not be written, or not all of it.
    bool write(std::string_view text);

    /// Writes that are under way, and all later ones together, wait for so long, and then no more.
    void stop_waiting(std::chrono::milliseconds grace);

  private:
    [[nodiscard]] bool wait_for_room() const;

    int descriptor_;
    /// Of a file description of our own, which must be closed.
    bool is_own_ = false;
    bool is_socket_ = false;
    /// Units: nanoseconds of the steady clock; the largest number for never.
    std::atomic<std::int64_t> waits_until_;
};

/// Whether what is written to `descriptor` goes to systemd's journal.
/// Source: systemd.exec(5), JOURNAL_STREAM.
[[nodiscard]] bool is_journal(int descriptor);

}  // namespace daybook::log
