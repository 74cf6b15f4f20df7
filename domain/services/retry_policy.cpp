#include "services/retry_policy.hpp"

#include <algorithm>

namespace daybook::services {

RetryPolicy::RetryPolicy(model::Timestamp first_attempt, std::chrono::milliseconds deadline)
    : give_up_at_{model::Timestamp::from_micros(first_attempt.micros() +
                                                std::chrono::microseconds{deadline}.count())} {}

RetryStep RetryPolicy::after(ports::StorageError::Kind failure, model::Timestamp now) {
    using Kind = ports::StorageError::Kind;
    bool const may_pass =
        failure != Kind::corrupt && failure != Kind::forbidden && failure != Kind::replaced;
    if (!may_pass || now >= give_up_at_) return RetryStep::give_up;
    if (failure == Kind::conflict) return RetryStep::retry_now;
    if (failure == Kind::unknown_outcome) return RetryStep::resolve_outcome;
    pause_ = pause_.count() == 0 ? pause_min : std::min(pause_ * 2, pause_max);
    return RetryStep::retry_after_pause;
}

}  // namespace daybook::services
