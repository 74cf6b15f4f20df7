#include "sqlite/sqlite_rows.hpp"

#include <algorithm>
#include <optional>

#include "ports/outbound/storage_error.hpp"

namespace daybook::sqlite {
namespace {

[[noreturn]] void reject(std::string const& text, std::string const& column = "fees_other") {
    throw ports::StorageError{ports::StorageError::Kind::corrupt,
                              "sqlite: \"" + text + "\" is no value of column " + column};
}

std::map<model::AssetCode, model::Amount> fees_other(std::string const& text) {
    std::map<model::AssetCode, model::Amount> fees;
    std::string_view rest = text;
    while (!rest.empty()) {
        auto const end = std::min(rest.find(';'), rest.size());
        auto const fee = rest.substr(0, end);
        auto const equals = fee.find('=');
        if (equals == std::string_view::npos) reject(text);
        auto const amount = model::Decimal::parse(fee.substr(equals + 1));
        if (!amount) reject(text);
        fees.emplace(fee.substr(0, equals), model::Amount{*amount});
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return fees;
}

}  // namespace

model::Asset read_asset(SqliteRows& rows) {
    model::Asset asset;
    rows.read(asset.code, asset.display_decimals);
    return asset;
}

model::Instrument read_instrument(SqliteRows& rows) {
    model::Instrument instrument;
    rows.read(instrument.key.exchange, instrument.key.symbol, instrument.kind,
              instrument.base_asset, instrument.quote_asset, instrument.price_increment_quote,
              instrument.quantity_increment_base, instrument.min_quantity_base,
              instrument.min_notional_quote, instrument.maker_fee_rate, instrument.taker_fee_rate,
              instrument.state);
    return instrument;
}

model::Account read_account(SqliteRows& rows) {
    model::Account account;
    rows.read(account.id, account.funding, account.cost_basis, account.state, account.last_seq,
              account.last_hash, account.discrepancies);
    return account;
}

model::Execution read_execution(SqliteRows& rows) {
    model::Execution execution;
    std::optional<model::AssetCode> fee_asset;
    std::optional<model::Amount> fee_amount;
    rows.read(execution.account_id, execution.entry_seq, execution.order_id, execution.exec_id,
              execution.instrument.exchange, execution.instrument.symbol, execution.exec_type,
              execution.last_quantity_base, execution.last_price_quote, fee_asset, fee_amount,
              execution.liquidity, execution.exec_ref_id, execution.quantity_base,
              execution.price_quote, execution.reason, execution.occurred_at);
    if (fee_asset.has_value() != fee_amount.has_value()) {
        reject(fee_asset ? fee_asset->value() : "null", "fee_asset");
    }
    if (fee_asset) execution.fee = model::Money{*fee_asset, *fee_amount};
    return execution;
}

model::Entry read_entry(SqliteRows& rows) {
    model::Entry entry;
    rows.read(entry.account_id, entry.seq, entry.kind, entry.occurred_at, entry.recorded_at,
              entry.idempotency_key, entry.order_id, entry.refusal, entry.payload, entry.hash);
    return entry;
}

model::Posting read_posting(SqliteRows& rows) {
    model::Posting posting;
    std::optional<model::ExchangeCode> exchange;
    std::optional<model::Symbol> symbol;
    rows.read(posting.bucket, posting.asset, exchange, symbol, posting.amount);
    if (exchange && symbol) posting.instrument = model::InstrumentKey{*exchange, *symbol};
    return posting;
}

model::Balance read_balance(SqliteRows& rows) {
    model::Balance balance;
    rows.read(balance.account_id, balance.asset, balance.available, balance.held, balance.fees,
              balance.external);
    return balance;
}

model::PositionState read_position(SqliteRows& rows) {
    model::PositionState position;
    std::string other;
    rows.read(position.account_id, position.instrument.exchange, position.instrument.symbol,
              position.quantity_base, position.cost_quote, position.realized_pnl_quote,
              position.fees_quote, other);
    position.fees_other = fees_other(other);
    return position;
}

std::string to_text(std::map<model::AssetCode, model::Amount> const& fees_other) {
    std::string text;
    for (auto const& [asset, amount] : fees_other) {
        if (!text.empty()) text += ';';
        text += asset.value();
        text += '=';
        text += amount.value().to_string();
    }
    return text;
}

model::Lot read_lot(SqliteRows& rows) {
    model::Lot lot;
    rows.read(lot.number, lot.quantity_base, lot.cost_quote, lot.opened_at);
    return lot;
}

model::Discrepancy read_discrepancy(SqliteRows& rows) {
    model::Discrepancy discrepancy;
    rows.read(discrepancy.account_id, discrepancy.number, discrepancy.kind, discrepancy.state,
              discrepancy.opened_at, discrepancy.entry_seq, discrepancy.detail, discrepancy.payload,
              discrepancy.occurred_at, discrepancy.resolution, discrepancy.reason);
    return discrepancy;
}

std::string select(std::string_view columns, std::string_view rest) {
    std::string sql = "SELECT ";
    sql.append(columns).append(" FROM ").append(rest);
    return sql;
}

}  // namespace daybook::sqlite
