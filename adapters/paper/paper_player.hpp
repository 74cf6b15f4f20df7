#pragma once

#include <optional>
#include <vector>

#include "paper/open_tape.hpp"
#include "paper/paper_exchange.hpp"
#include "paper/paper_options.hpp"

namespace daybook::paper {

/// Plays a tape through an exchange, one thing after another, in virtual time. At one time,
/// messages and expiries go before trades. Threads: not safe.
class PaperPlayer {
  public:
    /// Opens the tape, where `tape` is none yet. `now`: where the time begins without a tape and
    /// without `options.starts_at`. Throws: ExchangeError for a tape that cannot be read.
    PaperPlayer(PaperOptions const& options, model::Timestamp now,
                std::optional<OpenTape> tape = std::nullopt);

    [[nodiscard]] PaperExchange& exchange() { return exchange_; }
    /// Lets the tape play to `time`, inclusive; nullopt: to its end. Where only trades and messages
    /// move the time, it is the time that goes there and stands.
    void play_until(std::optional<model::Timestamp> time) { plays_until_ = time; }

    /// When anything is due next.
    [[nodiscard]] std::optional<model::Timestamp> next_due() const;
    /// When the next thing happens in a time that only trades and messages move. After the last
    /// trade it goes no further than messages need, so that nothing expires of itself.
    [[nodiscard]] std::optional<model::Timestamp> next_happening() const;
    /// Does the earliest thing that is due by `until`; where nothing is, moves the time there and
    /// returns false. Reports that arrive are added to `arrived`.
    /// Throws: ExchangeError for a tape that cannot be read on; it has ended then.
    bool step(model::Timestamp until, std::vector<ports::ExchangeReport>& arrived);

  private:
    /// The time of the next trade, unless the tape is held before it.
    [[nodiscard]] std::optional<model::Timestamp> next_trade() const;
    void read_trade();

    std::optional<OpenTape> tape_;
    model::InstrumentKey instrument_;
    /// The next trade, with the tape's own time.
    std::optional<MarketTrade> trade_;
    std::optional<model::Timestamp> plays_until_;
    /// From the tape's time to the exchange's. Units: microseconds.
    std::int64_t shift_ = 0;
    PaperExchange exchange_;
};

}  // namespace daybook::paper
