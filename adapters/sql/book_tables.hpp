#pragma once

#include <array>

#include "model/account.hpp"
#include "model/balance.hpp"
#include "model/checkpoint.hpp"
#include "model/exchange_request.hpp"
#include "model/instrument.hpp"
#include "ports/outbound/exchange_lease_repository.hpp"
#include "sql/discrepancy_row.hpp"
#include "sql/entry_row.hpp"
#include "sql/execution_row.hpp"
#include "sql/instrument_row.hpp"
#include "sql/meta_row.hpp"
#include "sql/order_row.hpp"
#include "sql/position_row.hpp"
#include "sql/sql_table.hpp"

namespace daybook::sql {

// The tables of the book. Every table that grows has account_id first in every key. A column that
// is new comes last and may be NULL.

inline constexpr Table assets{"assets", "code",
                              columns(Column{"code", &model::Asset::code},
                                      Column{"display_decimals", &model::Asset::display_decimals,
                                             "display_decimals BETWEEN 0 AND 18"})};

inline constexpr Table instruments{
    "instruments", "exchange, symbol",
    columns(Column{"exchange", &InstrumentRow::exchange}, Column{"symbol", &InstrumentRow::symbol},
            Column{"kind", &InstrumentRow::kind},
            Column{"base_asset", &InstrumentRow::base_asset, {}, "assets (code)"},
            Column{"quote_asset", &InstrumentRow::quote_asset, {}, "assets (code)"},
            Column{"price_increment_quote", &InstrumentRow::price_increment_quote},
            Column{"quantity_increment_base", &InstrumentRow::quantity_increment_base},
            Column{"min_quantity_base", &InstrumentRow::min_quantity_base},
            Column{"min_notional_quote", &InstrumentRow::min_notional_quote},
            Column{"maker_fee_rate", &InstrumentRow::maker_fee_rate},
            Column{"taker_fee_rate", &InstrumentRow::taker_fee_rate},
            Column{"state", &InstrumentRow::state},
            Column{"negative_prices", &InstrumentRow::negative_prices,
                   "negative_prices BETWEEN 0 AND 1"},
            Column{"entry_seq", &InstrumentRow::entry_seq, "entry_seq > 0"})};

inline constexpr Table accounts{
    "accounts",
    "account_id",
    columns(Column{"account_id", &model::Account::id}, Column{"funding", &model::Account::funding},
            Column{"cost_basis", &model::Account::cost_basis},
            Column{"state", &model::Account::state},
            Column{"last_seq", &model::Account::last_seq, "last_seq >= 0"},
            Column{"last_hash", &model::Account::last_hash},
            Column{"discrepancies", &model::Account::discrepancies, "discrepancies >= 0"}),
    {.fillfactor = 50}};

inline constexpr Table orders{
    "orders",
    "account_id, id",
    columns(Column{"account_id", &OrderRow::account_id}, Column{"id", &OrderRow::id},
            Column{"exchange", &OrderRow::exchange}, Column{"symbol", &OrderRow::symbol},
            Column{"side", &OrderRow::side}, Column{"type", &OrderRow::type},
            Column{"time_in_force", &OrderRow::time_in_force},
            Column{"quantity_base", &OrderRow::quantity_base},
            Column{"price_quote", &OrderRow::price_quote},
            Column{"stop_price_quote", &OrderRow::stop_price_quote},
            Column{"budget_quote", &OrderRow::budget_quote},
            Column{"expires_at", &OrderRow::expires_at}, Column{"status", &OrderRow::status},
            Column{"exchange_order_id", &OrderRow::exchange_order_id},
            Column{"idempotency_key", &OrderRow::idempotency_key},
            Column{"facts", &OrderRow::facts, "facts BETWEEN 0 AND 2047"},
            Column{"filled_base", &OrderRow::filled_base},
            Column{"filled_quote", &OrderRow::filled_quote},
            Column{"fees_quote", &OrderRow::fees_quote},
            Column{"unmatched_reports", &OrderRow::unmatched_reports, "unmatched_reports >= 0"},
            Column{"reject_reason", &OrderRow::reject_reason},
            Column{"version", &OrderRow::version, "version > 0"},
            Column{"created_at", &OrderRow::created_at},
            Column{"updated_at", &OrderRow::updated_at}, Column{"origin", &OrderRow::origin},
            Column{"requests", &OrderRow::requests},
            Column{"late_cancels", &OrderRow::late_cancels, "late_cancels > 0"},
            Column{"late_replaces", &OrderRow::late_replaces, "late_replaces > 0"},
            Column{"replaced_by", &OrderRow::replaced_by, "replaced_by > 0"},
            Column{"held_base", &OrderRow::held_base}, Column{"held_quote", &OrderRow::held_quote},
            Column{"recorded_at", &OrderRow::recorded_at},
            Column{"reported_at", &OrderRow::reported_at},
            Column{"difference", &OrderRow::difference, "difference > 0"}),
    {.indexes = {{.name = "orders_exchange_order_id",
                  .columns = "account_id, exchange_order_id",
                  .where = "exchange_order_id IS NOT NULL"},
                 {.name = "orders_open", .columns = "account_id, id", .where = order_is_open}}}};

/// Ids by which the exchange knew an order before it had the one in `orders`.
inline constexpr Table earlier_exchange_order_ids{
    "earlier_exchange_order_ids", "account_id, exchange_order_id, order_id",
    columns(Column{"account_id", &model::ExchangeOrderName::account_id},
            Column{"exchange_order_id", &model::ExchangeOrderName::exchange_order_id},
            Column{"order_id", &model::ExchangeOrderName::order_id})};

inline constexpr Table executions{
    "executions",
    "account_id, entry_seq",
    columns(Column{"account_id", &ExecutionRow::account_id},
            Column{"entry_seq", &ExecutionRow::entry_seq, "entry_seq > 0"},
            Column{"order_id", &ExecutionRow::order_id}, Column{"exec_id", &ExecutionRow::exec_id},
            Column{"exchange", &ExecutionRow::exchange}, Column{"symbol", &ExecutionRow::symbol},
            Column{"exec_type", &ExecutionRow::exec_type},
            Column{"last_quantity_base", &ExecutionRow::last_quantity_base},
            Column{"last_price_quote", &ExecutionRow::last_price_quote},
            Column{"fee_asset", &ExecutionRow::fee_asset},
            Column{"fee_amount", &ExecutionRow::fee_amount},
            Column{"liquidity", &ExecutionRow::liquidity},
            Column{"exec_ref_id", &ExecutionRow::exec_ref_id},
            Column{"quantity_base", &ExecutionRow::quantity_base},
            Column{"price_quote", &ExecutionRow::price_quote},
            Column{"reason", &ExecutionRow::reason},
            Column{"occurred_at", &ExecutionRow::occurred_at}, Column{"fees", &ExecutionRow::fees},
            Column{"stop_price_quote", &ExecutionRow::stop_price_quote}),
    {.checks = {"(fee_asset IS NULL) = (fee_amount IS NULL)"},
     .indexes = {{.name = "executions_exec_id",
                  .columns = "account_id, order_id, exec_id",
                  .is_unique = true},
                 // Few among all.
                 {.name = "executions_corrections",
                  .columns = "account_id, order_id, entry_seq",
                  .where = "exec_type = 'TRADE_CORRECT' OR exec_type = 'TRADE_CANCEL'"}},
     .is_append_only = true}};

inline constexpr Table entries{
    "entries",
    "account_id, seq",
    columns(Column{"account_id", &EntryRow::account_id}, Column{"seq", &EntryRow::seq, "seq > 0"},
            Column{"kind", &EntryRow::kind}, Column{"occurred_at", &EntryRow::occurred_at},
            Column{"recorded_at", &EntryRow::recorded_at},
            Column{"idempotency_key", &EntryRow::idempotency_key},
            Column{"order_id", &EntryRow::order_id}, Column{"refusal", &EntryRow::refusal},
            Column{"payload", &EntryRow::payload}, Column{"hash", &EntryRow::hash},
            Column{"instrument_entry", &EntryRow::instrument_entry, "instrument_entry > 0"}),
    {.indexes = {{.name = "entries_idempotency_key",
                  .columns = "account_id, idempotency_key",
                  .where = "idempotency_key IS NOT NULL",
                  .is_unique = true},
                 {.name = "entries_deposits",
                  .columns = "account_id, seq",
                  .where = "kind = 'deposit'"}},
     .is_append_only = true}};

inline constexpr Table postings{
    "postings",
    "account_id, entry_seq, line",
    columns(Column{"account_id", &PostingRow::account_id},
            Column{"entry_seq", &PostingRow::entry_seq, "entry_seq > 0"},
            Column{"line", &PostingRow::line, "line > 0"}, Column{"bucket", &PostingRow::bucket},
            Column{"asset", &PostingRow::asset}, Column{"exchange", &PostingRow::exchange},
            Column{"symbol", &PostingRow::symbol},
            Column{"amount", &PostingRow::amount, {"amount <> 0", "amount <> '0'", "amount <> 0"}}),
    {.checks = {"(bucket = 'TRADING' OR bucket = 'FEES') = (exchange IS NOT NULL)",
                "(exchange IS NULL) = (symbol IS NULL)"},
     .is_append_only = true}};

/// No column for TRADING: the positions carry it.
inline constexpr Table balances{
    "balances",
    "account_id, asset",
    columns(Column{"account_id", &model::Balance::account_id},
            Column{"asset", &model::Balance::asset},
            Column{"available", &model::Balance::available}, Column{"held", &model::Balance::held},
            Column{"fees", &model::Balance::fees}, Column{"external", &model::Balance::external},
            Column{"overdrawn", &model::Balance::overdrawn, "overdrawn > 0"}),
    {.fillfactor = 50}};

inline constexpr Table positions{
    "positions",
    "account_id, exchange, symbol",
    columns(Column{"account_id", &PositionRow::account_id},
            Column{"exchange", &PositionRow::exchange}, Column{"symbol", &PositionRow::symbol},
            Column{"quantity_base", &PositionRow::quantity_base},
            Column{"cost_quote", &PositionRow::cost_quote},
            Column{"realized_pnl_quote", &PositionRow::realized_pnl_quote},
            Column{"fees_quote", &PositionRow::fees_quote},
            Column{"fees_other", &PositionRow::fees_other}),
    {.fillfactor = 50}};

inline constexpr Table lots{
    "lots", "account_id, exchange, symbol, number",
    columns(Column{"account_id", &LotRow::account_id}, Column{"exchange", &LotRow::exchange},
            Column{"symbol", &LotRow::symbol}, Column{"number", &LotRow::number, "number > 0"},
            Column{"quantity_base", &LotRow::quantity_base},
            Column{"cost_quote", &LotRow::cost_quote}, Column{"opened_at", &LotRow::opened_at})};

inline constexpr Table discrepancies{
    "discrepancies",
    "account_id, number",
    columns(Column{"account_id", &DiscrepancyRow::account_id},
            Column{"number", &DiscrepancyRow::number, "number > 0"},
            Column{"kind", &DiscrepancyRow::kind}, Column{"state", &DiscrepancyRow::state},
            Column{"opened_at", &DiscrepancyRow::opened_at},
            Column{"entry_seq", &DiscrepancyRow::entry_seq, "entry_seq > 0"},
            Column{"detail", &DiscrepancyRow::detail}, Column{"payload", &DiscrepancyRow::payload},
            Column{"payload_digest", &DiscrepancyRow::payload_digest},
            Column{"occurred_at", &DiscrepancyRow::occurred_at},
            Column{"resolution", &DiscrepancyRow::resolution},
            Column{"reason", &DiscrepancyRow::reason},
            Column{"order_id", &DiscrepancyRow::order_id}),
    {.indexes = {{.name = "discrepancies_payload", .columns = "account_id, payload_digest"}}}};

inline constexpr Table daybook_meta{
    "daybook_meta", "key", columns(Column{"key", &MetaRow::key}, Column{"value", &MetaRow::value})};

inline constexpr Table outbox{
    "outbox",
    "account_id, entry_seq",
    columns(Column{"account_id", &model::OutboxRequest::account_id},
            Column{"entry_seq", &model::OutboxRequest::entry_seq, "entry_seq > 0"},
            Column{"order_id", &model::OutboxRequest::order_id},
            Column{"exchange", &model::OutboxRequest::exchange},
            Column{"action", &model::OutboxRequest::action},
            Column{"state", &model::OutboxRequest::state},
            Column{"client_order_id", &model::OutboxRequest::client_order_id},
            Column{"attempts", &model::OutboxRequest::attempts, "attempts >= 0"},
            Column{"detail", &model::OutboxRequest::detail},
            Column{"created_at", &model::OutboxRequest::created_at},
            Column{"updated_at", &model::OutboxRequest::updated_at},
            Column{"quantity_base", &model::OutboxRequest::quantity_base},
            Column{"price_quote", &model::OutboxRequest::price_quote},
            Column{"stop_price_quote", &model::OutboxRequest::stop_price_quote},
            Column{"generation", &model::OutboxRequest::generation}),
    // What is still to be done, or looked at, little among all.
    {.indexes = {{.name = "outbox_unanswered",
                  .columns = "account_id, entry_seq",
                  .where = "state = 'PENDING' OR state = 'SENT'"},
                 {.name = "outbox_abandoned",
                  .columns = "account_id, entry_seq",
                  .where = "state = 'ABANDONED'"},
                 {.name = "outbox_orders", .columns = "account_id, order_id, entry_seq"}},
     .fillfactor = 50}};

/// One worker at a time speaks to an exchange.
inline constexpr Table exchange_leases{
    "exchange_leases",
    "exchange",
    columns(Column{"exchange", &ports::ExchangeLease::exchange},
            Column{"owner", &ports::ExchangeLease::owner},
            Column{"generation", &ports::ExchangeLease::generation, "generation > 0"},
            Column{"expires_at", &ports::ExchangeLease::expires_at},
            Column{"paused_because", &ports::ExchangeLease::paused_because},
            Column{"cancel_all_because", &ports::ExchangeLease::cancel_all_because}),
    {.fillfactor = 50}};

/// The heads of accounts as the newest checkpoints have them.
inline constexpr Table checkpoint_heads{"checkpoint_heads",
                                        "account_id",
                                        columns(Column{"account_id", &model::ChainHead::account_id},
                                                Column{"seq", &model::ChainHead::seq, "seq > 0"},
                                                Column{"hash", &model::ChainHead::hash}),
                                        {.fillfactor = 50}};

/// Calls `use` with all of them, in an order in which they can be made.
template <class Use>
constexpr auto with_book_tables(Use use) {
    return use(assets, instruments, accounts, orders, earlier_exchange_order_ids, executions,
               entries, postings, balances, positions, lots, discrepancies, daybook_meta, outbox,
               exchange_leases, checkpoint_heads);
}

inline constexpr auto book_tables =
    with_book_tables([](auto const&... table) { return std::array{table.shape()...}; });

}  // namespace daybook::sql
