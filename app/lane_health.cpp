#include "app/lane_health.hpp"

namespace daybook::app {

void LaneHealth::saw(StoreState state) {
    auto before = state_.load();
    while (before != StoreState::corrupt && !state_.compare_exchange_weak(before, state)) {
    }
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
