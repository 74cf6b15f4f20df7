#include "paper/paper_player.hpp"

#include <algorithm>
#include <utility>

namespace daybook::paper {

using model::Timestamp;

namespace {

std::optional<OpenTape> open_tape(PaperOptions const& options) {
    if (!options.tape) return std::nullopt;
    return OpenTape{options.tape->format};
}

std::optional<Timestamp> earlier(std::optional<Timestamp> a, std::optional<Timestamp> b) {
    if (!a || !b) return a ? a : b;
    return std::min(*a, *b);
}

}  // namespace

PaperPlayer::PaperPlayer(PaperOptions const& options, Timestamp now, std::optional<OpenTape> tape)
    : tape_{tape ? std::move(tape) : open_tape(options)},
      instrument_{options.tape ? options.tape->instrument : model::InstrumentKey{}},
      trade_{tape_ ? tape_->first : std::nullopt},
      exchange_{options.rules, options.line,
                options.starts_at.value_or(trade_ ? trade_->time : now)} {
    if (trade_) shift_ = exchange_.now().micros() - trade_->time.micros();
    if (options.holds_tape) plays_until_ = Timestamp::from_micros(exchange_.now().micros() - 1);
    for (auto const& instrument : options.instruments) exchange_.define(instrument);
}

std::optional<Timestamp> PaperPlayer::next_trade() const {
    if (!trade_) return std::nullopt;
    auto const time = Timestamp::from_micros(trade_->time.micros() + shift_);
    if (plays_until_ && time > *plays_until_) return std::nullopt;
    // A tape that was held is late: its trades happen now.
    return std::max(time, exchange_.now());
}

std::optional<Timestamp> PaperPlayer::next_due() const {
    return earlier(next_trade(), exchange_.next_due());
}

std::optional<Timestamp> PaperPlayer::next_happening() const {
    auto const next = earlier(next_trade(), exchange_.next_message());
    if (!plays_until_) return next;
    auto const end = std::max(*plays_until_, exchange_.now());
    if (next && *next <= end) return next;
    if (end > exchange_.now()) return end;
    return std::nullopt;
}

bool PaperPlayer::step(Timestamp until, std::vector<ports::ExchangeReport>& arrived) {
    auto const time = next_trade();
    if (!time || *time > until) return exchange_.step(until, arrived);
    if (exchange_.step(*time, arrived)) return true;
    auto trade = *trade_;
    trade.time = *time;
    exchange_.trade(instrument_, trade);
    read_trade();
    return true;
}

void PaperPlayer::read_trade() {
    trade_.reset();
    trade_ = tape_->reader.next();
}

}  // namespace daybook::paper
