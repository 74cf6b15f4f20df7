#include "services/trade_postings.hpp"

namespace daybook::services {

using namespace model;

namespace {

/// Below half the range: sums and differences of two cannot overflow.
bool is_small(Decimal value) { return value.abs() < Decimal::from_units(Int128{1} << 126); }

}  // namespace

std::optional<TradeValue> value_of(std::optional<TradeTerms> const& terms,
                                   Instrument const& instrument) {
    TradeValue value;
    if (!terms) return value;
    auto const notional = multiply(terms->price_quote.value(), terms->quantity_base.value());
    if (!notional || !is_small(*notional) || !is_small(terms->quantity_base.value())) {
        return std::nullopt;
    }
    value.quantity_base = terms->quantity_base;
    value.notional_quote = Amount{*notional};
    value.fees = terms->fees;
    for (auto const& fee : terms->fees) {
        if (!is_small(fee.amount.value())) return std::nullopt;
        if (fee.asset == instrument.quote_asset) value.fee_quote = fee.amount;
    }
    return value;
}

Fill fill_of(TradeTerms const& terms, TradeValue const& value, Instrument const& instrument,
             Side side, Timestamp occurred_at, std::uint64_t seq) {
    Fill fill;
    fill.side = side;
    fill.quantity_base = terms.quantity_base;
    fill.notional_quote = value.notional_quote;
    fill.fee_quote = value.fee_quote;
    fill.occurred_at = occurred_at;
    fill.seq = seq;
    for (auto const& fee : terms.fees) {
        if (fee.asset == instrument.base_asset) {
            fill.fee_base = fee.amount;
        } else if (fee.asset != instrument.quote_asset) {
            fill.fees_other.push_back(fee);
        }
    }
    return fill;
}

void post_trade(PostingList& postings, TradeValue const& value, Side side,
                Instrument const& instrument, Direction direction) {
    bool const pays_quote = (side == Side::BUY) == (direction == Direction::book);
    auto const quantity = Amount{value.quantity_base.value()};
    auto const quote = pays_quote ? value.notional_quote : -value.notional_quote;
    auto const base = pays_quote ? quantity : -quantity;
    postings.add(Bucket::AVAILABLE, instrument.quote_asset, -quote);
    postings.add(Bucket::TRADING, instrument.quote_asset, instrument.key, quote);
    postings.add(Bucket::TRADING, instrument.base_asset, instrument.key, -base);
    postings.add(Bucket::AVAILABLE, instrument.base_asset, base);
    for (auto const& fee : value.fees) {
        auto const amount = direction == Direction::book ? fee.amount : -fee.amount;
        postings.add(Bucket::AVAILABLE, fee.asset, -amount);
        postings.add(Bucket::FEES, fee.asset, instrument.key, amount);
    }
}

}  // namespace daybook::services
