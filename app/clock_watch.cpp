#include "app/clock_watch.hpp"

#include <cstdlib>
#include <utility>

#include "log/log.hpp"

namespace daybook::app {

void ClockJumps::look() {
    auto const ahead_us = read_ahead_us();
    auto const jump_us = ahead_us - std::exchange(ahead_us_, ahead_us);
    if (std::abs(jump_us) <= drift_max.count()) return;
    ++jumps_;
    log::warn("wall clock jumped", {{"by_ms", jump_us / 1'000}});
}

std::int64_t ClockJumps::read_ahead_us() {
    auto const wall_us = clock_.now().micros();
    return wall_us - clock_.steady_now().micros();
}

ClockWatch::ClockWatch(ports::Clock& clock)
    : found_{clock}, thread_{[this](std::stop_token const& stop) { work(stop); }} {}

void ClockWatch::work(std::stop_token const& stop) {
    std::unique_lock lock{mutex_};
    while (!stop.stop_requested()) {
        stopped_.wait_for(lock, stop, std::chrono::seconds{1}, [] { return false; });
        found_.look();
    }
}

}  // namespace daybook::app
