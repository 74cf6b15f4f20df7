#pragma once

#include <chrono>
#include <cstdint>

namespace daybook::postgres {

/// Decides when a connection may be tried: a state machine without I/O.
///
/// | state   | may_connect                                 | connected | failed                   |
/// |---------|---------------------------------------------|-----------|--------------------------|
/// | healthy | yes                                         | healthy   | away, for pause_min      |
/// | away    | once the pause is over, and becomes probing | healthy   | away                     |
/// | probing | no: one try is under way                    | healthy   | away, for twice as long  |
///
/// Pauses double from pause_min to pause_max; a quarter of each is spread by `jitter`.
class PostgresReconnectFsm {
  public:
    using Time = std::chrono::steady_clock::time_point;

    static constexpr std::chrono::milliseconds pause_min{50};
    static constexpr std::chrono::milliseconds pause_max{1000};

    enum class State { healthy, away, probing };

    /// Whether to try now. Who is told true must call connected() or failed() next.
    [[nodiscard]] bool may_connect(Time now);
    void connected();
    /// `jitter`: any number, drawn at random.
    void failed(Time now, std::uint32_t jitter);

    [[nodiscard]] State state() const { return state_; }
    /// When the next try is allowed; of use in state away.
    [[nodiscard]] Time next_try() const { return next_try_; }

  private:
    State state_ = State::healthy;
    std::chrono::milliseconds pause_{0};
    Time next_try_;
};

}  // namespace daybook::postgres
