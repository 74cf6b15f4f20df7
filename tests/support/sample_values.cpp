#include "support/sample_values.hpp"

#include <optional>
#include <string>
#include <utility>

#include "model/assert.hpp"

namespace daybook::support {
namespace {

std::string const every_kind_of_text = "it's \"quoted\"; \\ = @ , % \xc3\xa9 \xe2\x82\xac";

}  // namespace

model::Decimal decimal(std::string_view text) {
    auto const parsed = model::Decimal::parse(text);
    DAYBOOK_ASSERT(parsed.has_value());
    return *parsed;
}

model::Price price(std::string_view text) { return model::Price{decimal(text)}; }
model::Quantity quantity(std::string_view text) { return model::Quantity{decimal(text)}; }
model::Amount amount(std::string_view text) { return model::Amount{decimal(text)}; }
model::Rate rate(std::string_view text) { return model::Rate{decimal(text)}; }

model::Timestamp at_micros(std::int64_t micros) {
    return model::Timestamp::from_micros(1'795'253'400'000'000 + micros);
}

model::OrderId order_id(std::uint32_t number) {
    model::OrderId::Bytes bytes{0x01, 0x8f, 0xff};
    for (std::size_t i = 0; i < 4; ++i) {
        bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
    }
    return model::OrderId{bytes};
}

model::Hash hash(std::uint8_t number) {
    model::Hash hash{};
    hash.front() = number;
    hash.back() = 0xff;
    return hash;
}

model::InstrumentKey btc_usd() { return instrument_key("PAPER", "BTC-USD"); }

model::InstrumentKey instrument_key(std::string_view exchange, std::string_view symbol) {
    return {model::ExchangeCode{exchange}, model::Symbol{symbol}};
}

model::Asset sample_asset(std::string_view code) {
    return {.code = model::AssetCode{code}, .display_decimals = 2};
}

model::Instrument sample_instrument(model::InstrumentKey key) {
    model::Instrument instrument;
    instrument.key = std::move(key);
    instrument.base_asset = model::AssetCode{"BTC"};
    instrument.quote_asset = model::AssetCode{"USD"};
    instrument.price_increment_quote = price("0.01");
    instrument.quantity_increment_base = quantity("0.00000001");
    instrument.maker_fee_rate = rate("0.001");
    instrument.taker_fee_rate = rate("0.002");
    instrument.entry_seq = 1;
    return instrument;
}

model::Instrument complete_instrument(model::InstrumentKey key) {
    auto instrument = sample_instrument(std::move(key));
    instrument.price_increment_quote = price(decimal_tiny_text);
    instrument.quantity_increment_base = quantity(decimal_max_text);
    instrument.min_quantity_base = quantity("0.5");
    instrument.min_notional_quote = amount(decimal_max_text);
    instrument.maker_fee_rate = rate("-0.00025");
    instrument.taker_fee_rate = rate(decimal_min_text);
    instrument.state = model::InstrumentState::HALTED;
    instrument.negative_prices = true;
    instrument.entry_seq = 9'223'372'036'854'775'807;
    return instrument;
}

model::Account sample_account(std::string_view id) {
    model::Account account;
    account.id = model::AccountId{id};
    return account;
}

model::Account complete_account(std::string_view id) {
    return {.id = model::AccountId{id},
            .funding = model::Funding::MARGIN,
            .cost_basis = model::CostBasis::HIFO,
            .state = model::AccountState::CLOSED,
            .last_seq = 9'223'372'036'854'775'807,
            .last_hash = hash(7),
            .discrepancies = 3};
}

model::OrderState sample_order_state(std::string_view account, model::OrderId id) {
    model::OrderState state;
    state.id = id;
    state.account_id = model::AccountId{account};
    state.terms.instrument = btc_usd();
    state.terms.quantity_base = quantity("0.5");
    state.terms.price_quote = price("100");
    state.created_at = at_micros(1);
    state.recorded_at = at_micros(1);
    state.updated_at = at_micros(2);
    return state;
}

model::Order sample_order(std::string_view account, model::OrderId id) {
    return model::Order::restore(sample_order_state(account, id));
}

model::OrderState complete_order_state(std::string_view account, model::OrderId id) {
    auto state = sample_order_state(account, id);
    state.terms.side = model::Side::SELL;
    state.terms.type = model::OrderType::STOP_LIMIT;
    state.terms.time_in_force = model::TimeInForce::GTD;
    state.terms.quantity_base = quantity(decimal_max_text);
    state.terms.price_quote = price("0.000000000000000001");
    state.terms.stop_price_quote = price(decimal_max_text);
    state.terms.budget_quote = amount("12345678901234567890.123456789012345678");
    state.terms.expires_at = model::Timestamp::from_micros(253'402'300'799'999'999);
    state.idempotency_key = model::IdempotencyKey{every_kind_of_text};
    state.exchange_order_id = model::ExchangeOrderId{every_kind_of_text};
    state.acknowledged = true;
    state.canceled = true;
    state.calculated = true;
    state.stopped = true;
    state.refused = true;
    state.traded = true;
    auto& requests = state.requests;
    requests.outstanding = {
        {model::RequestKind::CANCEL, 9'223'372'036'854'775'807, std::nullopt, true},
        {model::RequestKind::REPLACE, 12, {{quantity("3"), price("-99.5"), price("1")}}, false},
        {model::RequestKind::REPLACE, 13, {{quantity("4"), std::nullopt, std::nullopt}}, true},
        {model::RequestKind::REPLACE, 0, std::nullopt, true}};
    requests.answered = {{model::RequestKind::REPLACE, 7}, {model::RequestKind::CANCEL, 8}};
    requests.late_cancels = 4'294'967'295;
    requests.late_replaces = 2;
    requests.replaced_by = 7;
    state.held = model::Hold{amount(decimal_max_text), amount(decimal_tiny_text)};
    state.difference = 3;
    state.recorded_at = at_micros(3);
    state.reported_at = at_micros(4);
    state.filled_base = quantity(decimal_tiny_text);
    state.filled_quote = amount("49.75");
    state.fees_quote = amount(decimal_min_text);
    state.unmatched_reports = 5;
    state.reject_reason = every_kind_of_text;
    state.version = 9'223'372'036'854'775'807;
    state.origin = model::OrderOrigin::EXTERNAL;
    return state;
}

model::Execution sample_execution(std::string_view account, model::OrderId order,
                                  std::string_view exec_id, std::uint64_t entry_seq) {
    model::Execution execution;
    execution.account_id = model::AccountId{account};
    execution.order_id = order;
    execution.instrument = btc_usd();
    execution.exec_id = model::ExecId{exec_id};
    execution.exec_type = model::ExecType::NEW;
    execution.occurred_at = at_micros(static_cast<std::int64_t>(entry_seq));
    execution.entry_seq = entry_seq;
    return execution;
}

model::Execution complete_execution(std::string_view account, model::OrderId order,
                                    std::string_view exec_id, std::uint64_t entry_seq) {
    auto execution = sample_execution(account, order, exec_id, entry_seq);
    execution.exec_type = model::ExecType::TRADE_CORRECT;
    execution.last_quantity_base = quantity(decimal_max_text);
    execution.last_price_quote = price(decimal_tiny_text);
    execution.fees = model::Fees{{model::AssetCode{"BNB"}, amount("-0.1")},
                                 {model::AssetCode{"USD"}, amount(decimal_max_text)}};
    execution.liquidity = model::Liquidity::TAKER;
    execution.exec_ref_id = model::ExecId{every_kind_of_text};
    execution.quantity_base = quantity("1.5");
    execution.price_quote = price("-2.5");
    execution.stop_price_quote = price("3.5");
    execution.reason = every_kind_of_text;
    execution.occurred_at = model::Timestamp::from_micros(0);
    return execution;
}

model::Entry sample_entry(std::string_view account, std::uint64_t seq) {
    model::Entry entry;
    entry.account_id = model::AccountId{account};
    entry.seq = seq;
    entry.kind = model::EntryKind::deposit;
    entry.occurred_at = at_micros(static_cast<std::int64_t>(seq) * 10);
    entry.recorded_at = at_micros(static_cast<std::int64_t>(seq) * 10 + 5);
    entry.payload = R"({"asset":"USD","amount":"10"})";
    model::AssetCode const usd{"USD"};
    entry.postings = {{model::Bucket::AVAILABLE, usd, std::nullopt, amount("10")},
                      {model::Bucket::EXTERNAL, usd, std::nullopt, amount("-10")}};
    entry.hash = hash(static_cast<std::uint8_t>(seq));
    return entry;
}

model::Entry complete_entry(std::string_view account, std::uint64_t seq) {
    auto entry = sample_entry(account, seq);
    entry.kind = model::EntryKind::place_order;
    entry.idempotency_key = model::IdempotencyKey{every_kind_of_text};
    entry.order_id = order_id(77);
    entry.refusal = model::Refusal::insufficient_funds;
    entry.instrument_entry = 9'223'372'036'854'775'807;
    entry.payload = every_kind_of_text;
    model::AssetCode const usd{"USD"};
    model::AssetCode const bnb{"BNB"};
    entry.postings = {{model::Bucket::TRADING, usd, btc_usd(), amount(decimal_max_text)},
                      {model::Bucket::HELD, usd, std::nullopt, amount(decimal_min_text)},
                      {model::Bucket::FEES, bnb, btc_usd(), amount(decimal_tiny_text)},
                      {model::Bucket::AVAILABLE, bnb, std::nullopt, amount("-0.1")}};
    return entry;
}

model::Entry opening_entry(std::string_view account, std::uint64_t seq,
                           model::InstrumentKey const& instrument) {
    auto entry = sample_entry(account, seq);
    model::AssetCode const usd{"USD"};
    model::AssetCode const btc{"BTC"};
    entry.postings = {{model::Bucket::AVAILABLE, btc, std::nullopt, amount("2")},
                      {model::Bucket::TRADING, btc, instrument, amount("-2")},
                      {model::Bucket::TRADING, usd, instrument, amount("50")},
                      {model::Bucket::EXTERNAL, usd, std::nullopt, amount("-50")}};
    return entry;
}

model::Balance sample_balance(std::string_view account, std::string_view asset,
                              std::string_view available) {
    model::Balance balance;
    balance.account_id = model::AccountId{account};
    balance.asset = model::AssetCode{asset};
    balance.available = amount(available);
    return balance;
}

model::PositionState sample_position(std::string_view account, model::InstrumentKey instrument) {
    model::PositionState state;
    state.account_id = model::AccountId{account};
    state.instrument = std::move(instrument);
    state.quantity_base = quantity("2");
    state.cost_quote = amount("50");
    return state;
}

model::PositionState complete_position(std::string_view account, model::InstrumentKey instrument) {
    auto state = sample_position(account, std::move(instrument));
    state.quantity_base = quantity(decimal_min_text);
    state.cost_quote = amount(decimal_max_text);
    state.realized_pnl_quote = amount("-0.5");
    state.fees_quote = amount(decimal_tiny_text);
    state.fees_other = {{model::AssetCode{"BNB"}, amount("0.1")},
                        {model::AssetCode{"BTC"}, amount(decimal_min_text)}};
    return state;
}

model::Lot sample_lot(std::uint64_t number) {
    return {.number = number,
            .quantity_base = quantity("1"),
            .cost_quote = amount("25"),
            .opened_at = at_micros(static_cast<std::int64_t>(number))};
}

ports::PositionChange position_change(model::PositionState state,
                                      std::vector<model::Lot> changed_lots,
                                      std::vector<std::uint64_t> removed_lots) {
    return {.state = std::move(state),
            .changed_lots = std::move(changed_lots),
            .removed_lots = std::move(removed_lots)};
}

model::Discrepancy sample_discrepancy(std::string_view account, std::uint64_t number,
                                      std::string_view payload) {
    model::Discrepancy discrepancy;
    discrepancy.account_id = model::AccountId{account};
    discrepancy.number = number;
    discrepancy.opened_at = at_micros(3);
    discrepancy.entry_seq = 4;
    discrepancy.detail = "the report names an unknown order";
    discrepancy.payload = payload;
    return discrepancy;
}

model::Discrepancy complete_discrepancy(std::string_view account, std::uint64_t number) {
    auto discrepancy = sample_discrepancy(account, number, every_kind_of_text);
    discrepancy.kind = model::DiscrepancyKind::not_a_trade;
    discrepancy.order_id = order_id(7);
    discrepancy.state = model::DiscrepancyState::RESOLVED;
    discrepancy.occurred_at = at_micros(-1);
    discrepancy.resolution = model::Resolution::REJECT;
    discrepancy.reason = every_kind_of_text;
    return discrepancy;
}

}  // namespace daybook::support
