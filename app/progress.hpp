#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace daybook::app {

/// The text of a progress line: what has been done, the rate, and what is left where the share
/// that is done is known.
/// Shape: `share_done` from 0 to 1.
struct ProgressFigures {
    std::uint64_t count = 0;
    std::string noun;
    std::chrono::nanoseconds elapsed{0};
    std::optional<double> share_done;
};
[[nodiscard]] std::string progress_text(ProgressFigures const& figures);

/// One line on stderr that keeps changing while a command works; silent where stderr is no
/// terminal. Erased by finish() and by the destructor.
class Progress {
  public:
    explicit Progress(std::string noun);
    ~Progress();
    Progress(Progress const&) = delete;
    Progress& operator=(Progress const&) = delete;

    void show(std::uint64_t count, std::optional<double> share_done);
    void finish();
    [[nodiscard]] std::chrono::nanoseconds elapsed() const;

  private:
    using Clock = std::chrono::steady_clock;

    std::string noun_;
    bool on_terminal_;
    bool shown_ = false;
    Clock::time_point started_ = Clock::now();
    Clock::time_point next_ = started_;
};

}  // namespace daybook::app
