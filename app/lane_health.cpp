#include "app/lane_health.hpp"

namespace daybook::app {

void LaneHealth::saw(StoreState state, Time now) {
    std::scoped_lock const lock{mutex_};
    if (state_ == StoreState::corrupt) return;
    state_ = state;
    since_ = now;
}

StoreState LaneHealth::state(Time now) const {
    std::scoped_lock const lock{mutex_};
    bool const is_old = state_ == StoreState::away && now - since_ >= away_max;
    return is_old ? StoreState::well : state_;
}

std::optional<std::string> not_ready_because(StoreState state) {
    switch (state) {
        case StoreState::well:
            return std::nullopt;
        case StoreState::away:
            return "the store does not answer";
        case StoreState::corrupt:
            return "what is stored breaks its own rules; see the log";
    }
    return std::nullopt;
}

}  // namespace daybook::app
