#pragma once

#include <chrono>

#include "model/timestamp.hpp"
#include "ports/outbound/storage_error.hpp"

namespace daybook::services {

/// What to do after a failed attempt.
enum class RetryStep { retry_now, retry_after_pause, resolve_outcome, give_up };

/// Decides how to go on when storage fails: a state machine without I/O.
///
/// conflict is retried at once, unavailable and full after pauses that double from 10 ms to 1 s, an
/// unknown outcome is resolved first, forbidden, replaced and corrupt are given up. The deadline
/// counts from the first attempt.
class RetryPolicy {
  public:
    static constexpr std::chrono::milliseconds pause_min{10};
    static constexpr std::chrono::milliseconds pause_max{1000};

    RetryPolicy(model::Timestamp first_attempt, std::chrono::milliseconds deadline);

    [[nodiscard]] RetryStep after(ports::StorageError::Kind failure, model::Timestamp now);
    /// How long to wait when the last step was retry_after_pause.
    [[nodiscard]] std::chrono::milliseconds pause() const { return pause_; }

  private:
    model::Timestamp give_up_at_;
    std::chrono::milliseconds pause_{0};
};

}  // namespace daybook::services
