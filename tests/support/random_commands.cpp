#include "support/random_commands.hpp"

#include "model/command_fields.hpp"
#include "model/names.hpp"

namespace daybook::support {

using namespace model;

namespace {

AssetCode const usd{"USD"};
AssetCode const btc{"BTC"};
AssetCode const bnb{"BNB"};

Amount amount(Decimal value) { return Amount{value}; }

Decimal parsed(char const* text) { return *Decimal::parse(text); }

}  // namespace

RandomCommands::RandomCommands(std::uint64_t seed) : random_{seed} {
    accounts_ = {AccountId{"alpha"}, AccountId{"beta"}, AccountId{"gamma"}};
    instruments_ = {{ExchangeCode{"PAPER"}, Symbol{"BTC-USD"}},
                    {ExchangeCode{"PAPER"}, Symbol{"BNB-USD"}}};
}

std::size_t RandomCommands::below(std::size_t bound) {
    return static_cast<std::size_t>(random_() % bound);
}

Decimal RandomCommands::decimal(int whole_max, int decimals) {
    Int128 units = static_cast<Int128>(below(static_cast<std::size_t>(whole_max) * 1000));
    Int128 scale = Decimal::units_per_one / 1000;
    if (decimals < 3) {
        for (int i = decimals; i < 3; ++i) {
            units /= 10;
            scale *= 10;
        }
    }
    return Decimal::from_units(units * scale);
}

std::vector<Command> RandomCommands::setup() {
    std::vector<Command> commands;
    AccountId const book{definitions_account};
    for (auto const& code : {usd, btc, bnb}) {
        commands.push_back({book, {}, {}, DefineAsset{{code, 4}}});
    }
    for (std::size_t i = 0; i < instruments_.size(); ++i) {
        Instrument instrument;
        instrument.key = instruments_[i];
        instrument.base_asset = i == 0 ? btc : bnb;
        instrument.quote_asset = usd;
        instrument.price_increment_quote = Price{parsed("0.01")};
        instrument.quantity_increment_base = Quantity{parsed("0.001")};
        instrument.maker_fee_rate = Rate{parsed("0.001")};
        instrument.taker_fee_rate = Rate{parsed(i == 0 ? "0.002" : "-0.001")};
        commands.push_back({book, {}, {}, DefineInstrument{instrument, {}}});
    }
    for (auto const& id : accounts_) {
        auto const funding = one_in(3) ? Funding::MARGIN : Funding::PREFUNDED;
        auto const basis = static_cast<CostBasis>(below(names_of<CostBasis>.size()));
        commands.push_back({id, {}, {}, OpenAccount{funding, basis}});
    }
    return commands;
}

IdempotencyKey RandomCommands::fresh_key() { return IdempotencyKey{"k" + std::to_string(++keys_)}; }

OrderReference RandomCommands::order_reference() {
    if (one_in(4)) return ExchangeOrderId{"E" + std::to_string(below(40))};
    if (one_in(30)) return OrderId{};
    auto const recent = std::min<std::size_t>(keys_ + 1, 60);
    return IdempotencyKey{"k" + std::to_string(keys_ - below(recent))};
}

Deposit RandomCommands::deposit() {
    Deposit deposit{
        one_in(2) ? usd : (one_in(2) ? btc : bnb), amount(decimal(2000, 2)), {}, {}, {}};
    if (one_in(5)) {
        auto const& key = pick(instruments_);
        deposit.asset = key.symbol.value() == "BTC-USD" ? btc : bnb;
        deposit.amount = amount(decimal(3, 3));
        deposit.exchange = key.exchange;
        deposit.symbol = key.symbol;
        deposit.cost_quote = amount(decimal(500, 2));
    }
    return deposit;
}

PlaceOrder RandomCommands::place_order() {
    OrderTerms terms;
    terms.instrument = pick(instruments_);
    terms.side = one_in(2) ? Side::BUY : Side::SELL;
    terms.type =
        one_in(4) ? static_cast<OrderType>(below(names_of<OrderType>.size())) : OrderType::LIMIT;
    terms.time_in_force = one_in(2) ? TimeInForce::GTC : TimeInForce::DAY;
    terms.quantity_base = Quantity{decimal(3, 3)};
    if (has_limit(terms.type)) terms.price_quote = price();
    if (has_stop(terms.type)) terms.stop_price_quote = price();
    if (!has_limit(terms.type) && terms.side == Side::BUY) {
        terms.budget_quote = amount(decimal(500, 2));
    }
    auto const origin = one_in(12) ? OrderOrigin::EXTERNAL : OrderOrigin::DAYBOOK;
    if (origin == OrderOrigin::EXTERNAL && one_in(2)) terms.budget_quote.reset();
    return {terms, origin};
}

BookExecution RandomCommands::execution() {
    BookExecution report;
    report.order = order_reference();
    auto const recent = std::min<std::size_t>(exec_ids_ + 1, 50);
    report.exec_id =
        ExecId{"x" + std::to_string(one_in(25) ? exec_ids_ - below(recent) : ++exec_ids_)};
    report.exec_type =
        one_in(2) ? ExecType::TRADE : static_cast<ExecType>(below(names_of<ExecType>.size()));
    bool const may_rename =
        report.exec_type == ExecType::NEW || report.exec_type == ExecType::REPLACED;
    if (may_rename || one_in(10)) {
        report.exchange_order_id = ExchangeOrderId{"E" + std::to_string(below(40))};
    }
    if (report.exec_type == ExecType::TRADE || report.exec_type == ExecType::TRADE_CORRECT) {
        report.last_quantity_base = Quantity{decimal(2, 3)};
        report.last_price_quote = price();
        report.fees = fees();
        report.liquidity = one_in(2) ? Liquidity::MAKER : Liquidity::TAKER;
    }
    if (report.exec_type == ExecType::TRADE_CORRECT || report.exec_type == ExecType::TRADE_CANCEL) {
        auto const ahead = one_in(5) ? 3 : 0;
        report.exec_ref_id = ExecId{"x" + std::to_string(exec_ids_ + ahead - below(recent))};
    }
    bool const replaces =
        report.exec_type == ExecType::REPLACED || report.exec_type == ExecType::RESTATED;
    if (replaces || (tells_terms(report.exec_type) && one_in(4))) {
        report.quantity_base = Quantity{decimal(4, 3)};
        if (one_in(2)) report.price_quote = price();
        if (one_in(8)) report.stop_price_quote = price();
    }
    if (one_in(3)) tell_of_order(report);
    return report;
}

/// Where an instrument allows it some prices are zero or below.
Price RandomCommands::price() {
    auto const value = decimal(300, 2);
    return Price{one_in(20) ? -value : value};
}

/// Of one fill several fees, one, none, or nothing said.
std::optional<Fees> RandomCommands::fees() {
    if (one_in(4)) return std::nullopt;
    Fees all;
    auto const charge = [&](AssetCode const& asset) {
        auto const fee = decimal(1, 3);
        all.push_back({asset, amount(one_in(4) ? -fee : fee)});
    };
    if (one_in(20)) return all;
    if (one_in(8)) charge(btc);
    if (one_in(8)) charge(bnb);
    if (all.empty() || one_in(4)) charge(usd);
    return all;
}

/// What a report says of its order besides, mostly wrong.
void RandomCommands::tell_of_order(BookExecution& report) {
    if (one_in(2)) report.order_status = static_cast<OrderStatus>(below(13));
    if (one_in(2)) report.cumulative_base = Quantity{decimal(3, 3)};
    if (one_in(2)) report.leaves_base = one_in(2) ? Quantity{} : Quantity{decimal(3, 3)};
    if (one_in(20)) report.side = one_in(2) ? Side::BUY : Side::SELL;
    if (one_in(20)) report.symbol = pick(instruments_).symbol;
}

ResolveDiscrepancy RandomCommands::resolution() {
    ResolveDiscrepancy resolve;
    resolve.discrepancy = 1 + below(12);
    resolve.resolution = one_in(3) ? Resolution::REJECT : Resolution::ACCEPT;
    resolve.reason = "checked";
    if (one_in(3)) resolve.order = order_reference();
    if (resolve.order && one_in(3)) resolve.order_account_id = pick(accounts_);
    return resolve;
}

/// The market's rules as they are from now on.
DefineInstrument RandomCommands::redefinition() {
    Instrument instrument;
    instrument.key = pick(instruments_);
    instrument.base_asset = instrument.key.symbol.value() == "BTC-USD" ? btc : bnb;
    instrument.quote_asset = usd;
    instrument.price_increment_quote = Price{parsed(one_in(2) ? "0.01" : "0.005")};
    instrument.quantity_increment_base = Quantity{parsed("0.001")};
    instrument.maker_fee_rate = Rate{parsed(one_in(2) ? "0.001" : "0.003")};
    instrument.taker_fee_rate = Rate{parsed(one_in(2) ? "0.002" : "-0.001")};
    instrument.negative_prices = one_in(2);
    auto const state = one_in(8) ? InstrumentState::HALTED : InstrumentState::OPEN;
    return {instrument, state};
}

CommandContent RandomCommands::content() {
    switch (below(20)) {
        case 0:
            return Withdraw{one_in(2) ? usd : btc, amount(decimal(300, 2))};
        case 1:
            return deposit();
        case 2:
            return resolution();
        case 3:
            return CancelOrder{order_reference()};
        case 4:
        case 5: {
            ReplaceOrder replace{order_reference(), Quantity{decimal(4, 3)}, {}, {}};
            if (one_in(2)) replace.price_quote = price();
            if (one_in(6)) replace.stop_price_quote = price();
            return replace;
        }
        case 6:
        case 7:
        case 8:
        case 9:
        case 10:
            return place_order();
        default:
            return execution();
    }
}

Command RandomCommands::next() {
    if (!sent_.empty() && one_in(15)) return pick(sent_);
    Command command;
    command.account_id = one_in(60) ? AccountId{"nobody"} : pick(accounts_);
    command.content = content();
    auto const kind = kind_of(command.content);
    bool const needs_key =
        kind == EntryKind::deposit || kind == EntryKind::withdraw || kind == EntryKind::place_order;
    if (needs_key || one_in(8)) command.idempotency_key = fresh_key();
    if (command.idempotency_key && keys_ > 3 && one_in(40)) {
        command.idempotency_key = IdempotencyKey{"k" + std::to_string(1 + below(keys_))};
    }
    if (one_in(3)) {
        auto const second = static_cast<std::int64_t>(1'700'000'000 + below(5000));
        command.occurred_at = Timestamp::from_micros(second * 1'000'000);
    }
    if (one_in(150)) command.content = CloseAccount{};
    if (one_in(60)) {
        command.account_id = AccountId{definitions_account};
        command.idempotency_key.reset();
        command.content = redefinition();
    } else if (one_in(100)) {
        command.account_id = AccountId{definitions_account};
        command.idempotency_key.reset();
        command.content = DefineAsset{{one_in(2) ? usd : btc, static_cast<int>(below(5))}};
    }
    sent_.push_back(command);
    return command;
}

CommandBatch RandomCommands::next_batch(std::size_t commands_max) {
    CommandBatch batch;
    batch.atomic = one_in(6);
    auto const count = 1 + below(batch.atomic ? 3 : commands_max);
    auto const account = pick(accounts_);
    for (std::size_t i = 0; i < count; ++i) {
        auto command = next();
        bool const moves = command.account_id.value() != definitions_account;
        if (batch.atomic && moves && !one_in(20)) command.account_id = account;
        batch.commands.push_back(std::move(command));
    }
    return batch;
}

}  // namespace daybook::support
