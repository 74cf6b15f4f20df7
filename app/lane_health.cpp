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
    bool const is_old = state_ != StoreState::corrupt && now - since_ >= remembered_max;
    return is_old ? StoreState::well : state_;
}

ExitCode exit_code_of(StoreState state) {
    bool const is_out_of_reach =
        state == StoreState::away || state == StoreState::full || state == StoreState::replaced;
    if (is_out_of_reach) return ExitCode::database_unreachable;
    return state == StoreState::forbidden ? ExitCode::right_missing : ExitCode::internal_error;
}

std::optional<std::string> not_ready_because(StoreState state) {
    switch (state) {
        case StoreState::well:
            return std::nullopt;
        case StoreState::away:
            return "the store does not answer";
        case StoreState::full:
            return "the store's disk is full";
        case StoreState::replaced:
            return "the book's file was removed or replaced under the worker; see the log";
        case StoreState::forbidden:
            return "the store may not be written: a right is missing; see the log";
        case StoreState::corrupt:
            return "what is stored breaks its own rules; see the log";
    }
    return std::nullopt;
}

}  // namespace daybook::app
