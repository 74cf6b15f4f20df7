#include "bench/lifecycles.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace daybook::bench {

namespace {

using namespace model;

constexpr Int128 units_per_cent = Decimal::units_per_one / 100;

InstrumentKey instrument_key() { return {ExchangeCode{"PAPER"}, Symbol{"BTC-USD"}}; }

/// 100.00 to 104.99.
std::int64_t price_cents(std::uint64_t lifecycle) {
    return 10'000 + static_cast<std::int64_t>(lifecycle * 7919 % 500);
}

Price price_of(std::uint64_t lifecycle) {
    return Price{Decimal::from_units(price_cents(lifecycle) * units_per_cent)};
}

Quantity half_a_coin() { return Quantity{Decimal::from_units(Decimal::units_per_one / 2)}; }

/// 0.2 % of what half a coin costs.
Amount fee_of(std::uint64_t lifecycle) {
    return Amount{Decimal::from_units(price_cents(lifecycle) * units_per_cent / 1'000)};
}

std::string name_of(char kind, std::uint64_t lifecycle) {
    return kind + ("-" + std::to_string(lifecycle));
}

Command defining(CommandContent content) {
    return {.account_id = AccountId{definitions_account},
            .idempotency_key = {},
            .occurred_at = {},
            .content = std::move(content)};
}

Command defining_instrument() {
    Instrument instrument;
    instrument.key = instrument_key();
    instrument.base_asset = AssetCode{"BTC"};
    instrument.quote_asset = AssetCode{"USD"};
    instrument.price_increment_quote = Price{Decimal::from_units(units_per_cent)};
    instrument.quantity_increment_base = Quantity{Decimal::from_units(units_per_cent)};
    instrument.maker_fee_rate = Rate{Decimal::from_units(units_per_cent / 10)};
    instrument.taker_fee_rate = Rate{Decimal::from_units(units_per_cent / 5)};
    return defining(DefineInstrument{.instrument = instrument, .state = {}});
}

Command depositing(AccountId account, char const* asset, std::int64_t amount) {
    Deposit deposit;
    deposit.asset = AssetCode{asset};
    deposit.amount = Amount{Decimal::from_integer(amount)};
    return {.account_id = std::move(account),
            .idempotency_key = IdempotencyKey{std::string{"d-"} + asset},
            .occurred_at = {},
            .content = std::move(deposit)};
}

}  // namespace

AccountId Lifecycles::account(std::uint64_t number) const {
    return AccountId{"account-" + std::to_string(number % shape_.accounts)};
}

std::vector<Command> Lifecycles::opening() const {
    std::vector<Command> commands{
        defining(DefineAsset{.asset = {.code = AssetCode{"USD"}, .display_decimals = 2}}),
        defining(DefineAsset{.asset = {.code = AssetCode{"BTC"}, .display_decimals = 8}}),
        defining_instrument()};
    for (std::uint64_t i = 0; i < shape_.accounts; ++i) {
        commands.push_back({.account_id = account(i),
                            .idempotency_key = {},
                            .occurred_at = {},
                            .content = OpenAccount{}});
        commands.push_back(depositing(account(i), "USD", 1'000'000'000'000));
        commands.push_back(depositing(account(i), "BTC", 1'000'000'000));
    }
    return commands;
}

std::vector<Command> Lifecycles::next(std::size_t count) {
    std::vector<Command> commands;
    commands.reserve(count);
    while (commands.size() < count) commands.push_back(command(given_++ / shape_.copies));
    return commands;
}

Command Lifecycles::command(std::uint64_t number) const {
    auto const group = number / (commands_each * shape_.in_the_air);
    auto const within = number % (commands_each * shape_.in_the_air);
    auto const lifecycle = shape_.first + group * shape_.in_the_air + within % shape_.in_the_air;
    switch (within / shape_.in_the_air) {
        case 0:
            return place(lifecycle);
        case 1:
            return acknowledge(lifecycle);
        default:
            return fill(lifecycle);
    }
}

Command Lifecycles::place(std::uint64_t lifecycle) const {
    PlaceOrder order;
    order.terms.instrument = instrument_key();
    order.terms.side = lifecycle / shape_.accounts % 2 == 0 ? Side::BUY : Side::SELL;
    order.terms.type = OrderType::LIMIT;
    order.terms.time_in_force = TimeInForce::GTC;
    order.terms.quantity_base = half_a_coin();
    order.terms.price_quote = price_of(lifecycle);
    return {.account_id = account(lifecycle),
            .idempotency_key = IdempotencyKey{name_of('o', lifecycle)},
            .occurred_at = {},
            .content = std::move(order)};
}

Command Lifecycles::acknowledge(std::uint64_t lifecycle) const {
    BookExecution report;
    report.order = IdempotencyKey{name_of('o', lifecycle)};
    report.exec_id = ExecId{name_of('n', lifecycle)};
    report.exec_type = ExecType::NEW;
    report.exchange_order_id = ExchangeOrderId{name_of('e', lifecycle)};
    return {.account_id = account(lifecycle),
            .idempotency_key = {},
            .occurred_at = {},
            .content = std::move(report)};
}

Command Lifecycles::fill(std::uint64_t lifecycle) const {
    BookExecution report;
    report.order = ExchangeOrderId{name_of('e', lifecycle)};
    report.exec_id = ExecId{name_of('t', lifecycle)};
    report.exec_type = ExecType::TRADE;
    report.last_quantity_base = half_a_coin();
    report.last_price_quote = price_of(lifecycle);
    report.fees = Fees{{.asset = AssetCode{"USD"}, .amount = fee_of(lifecycle)}};
    report.liquidity = Liquidity::TAKER;
    return {.account_id = account(lifecycle),
            .idempotency_key = {},
            .occurred_at = {},
            .content = std::move(report)};
}

}  // namespace daybook::bench
