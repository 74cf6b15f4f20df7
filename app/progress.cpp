#include "app/progress.hpp"

#include <unistd.h>

#include <string_view>
#include <utility>

#include "app/figures.hpp"

namespace daybook::app {

namespace {

constexpr std::chrono::milliseconds interval{200};

/// A progress line is a courtesy: a terminal that does not take it loses nothing.
void print(std::string_view text) {
    [[maybe_unused]] auto const ignored = ::write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace

std::string progress_text(ProgressFigures const& figures) {
    auto text = with_separators(figures.count) + " " + figures.noun + "  " +
                with_separators(per_second(figures.count, figures.elapsed)) + "/s";
    if (!figures.share_done || *figures.share_done <= 0) return text;
    auto const share = *figures.share_done;
    auto const percent = static_cast<int>(share * 100);
    auto const total = std::chrono::duration<double, std::nano>{figures.elapsed} / share;
    auto const left = std::chrono::duration_cast<std::chrono::seconds>(total - figures.elapsed);
    // Less than a second of an estimate means nothing.
    auto const left_text =
        left.count() < 60 ? std::to_string(left.count()) + " s" : duration_text(left);
    return text + "  " + std::to_string(percent) + " %  " + left_text + " left";
}

Progress::Progress(std::string noun)
    : noun_{std::move(noun)}, on_terminal_{::isatty(STDERR_FILENO) == 1} {}

Progress::~Progress() { finish(); }

void Progress::show(std::uint64_t count, std::optional<double> share_done) {
    if (!on_terminal_) return;
    auto const now = Clock::now();
    if (now < next_) return;
    next_ = now + interval;
    shown_ = true;
    print("\r\033[K" + progress_text({count, noun_, now - started_, share_done}));
}

void Progress::finish() {
    if (shown_) print("\r\033[K");
    shown_ = false;
}

std::chrono::nanoseconds Progress::elapsed() const { return Clock::now() - started_; }

}  // namespace daybook::app
