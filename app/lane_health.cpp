#include "app/lane_health.hpp"

namespace daybook::app {

void LaneHealth::run_succeeded() {
    std::scoped_lock const lock{mutex_};
    away_ = false;
}

void LaneHealth::store_away() {
    std::scoped_lock const lock{mutex_};
    away_ = true;
}

void LaneHealth::store_corrupt() {
    std::scoped_lock const lock{mutex_};
    corrupt_ = true;
}

std::optional<std::string> LaneHealth::not_ready_because() const {
    std::scoped_lock const lock{mutex_};
    if (corrupt_) return "what is stored breaks its own rules; see the log";
    if (away_) return "the store does not answer";
    return std::nullopt;
}

}  // namespace daybook::app
