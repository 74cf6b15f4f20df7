#include "postgres/postgres_reconnect_fsm.hpp"

#include <algorithm>

namespace daybook::postgres {

bool PostgresReconnectFsm::may_connect(Time now) {
    if (state_ == State::healthy) return true;
    if (state_ == State::probing || now < next_try_) return false;
    state_ = State::probing;
    return true;
}

void PostgresReconnectFsm::connected() {
    state_ = State::healthy;
    pause_ = {};
}

void PostgresReconnectFsm::failed(Time now, std::uint32_t jitter) {
    // Of several that failed at once the first sets the pause.
    if (state_ == State::away) return;
    pause_ = pause_.count() == 0 ? pause_min : std::min(pause_ * 2, pause_max);
    auto const spread = pause_ / 4;
    state_ = State::away;
    next_try_ = now + pause_ - spread + spread * (jitter % 1024) / 1023;
}

}  // namespace daybook::postgres
