#pragma once

#include <array>
#include <string_view>
#include <utility>

namespace daybook::http {

struct RecordSchema {
    std::string_view name;
    /// Each `member:Schema`, with '?' where the value may be null, '*' where the member may be
    /// missing; a schema in brackets is an array of it.
    std::string_view members;
};

inline constexpr auto records = std::to_array<RecordSchema>({
    {"Asset", "asset:Text display_decimals:Integer"},
    {"Instrument",
     "exchange:Text symbol:Text kind:InstrumentKind base_asset:Text quote_asset:Text "
     "price_increment_quote:Decimal quantity_increment_base:Decimal min_quantity_base:Decimal? "
     "min_notional_quote:Decimal? maker_fee_rate:Decimal taker_fee_rate:Decimal "
     "state:InstrumentState negative_prices:Boolean"},
    {"Account",
     "account_id:Text funding:Funding cost_basis:CostBasis state:AccountState last_seq:Integer "
     "last_hash:Text discrepancies:Integer"},
    {"Order",
     "id:Text account_id:Text exchange:Text symbol:Text side:Side type:OrderType "
     "time_in_force:TimeInForce quantity_base:Decimal price_quote:Decimal? "
     "stop_price_quote:Decimal? budget_quote:Decimal? status:OrderStatus filled_base:Decimal "
     "filled_quote:Decimal leaves_base:Decimal average_price_quote:Decimal? "
     "cancel_requested:Boolean replace_requested:Boolean exchange_order_id:Text? "
     "idempotency_key:Text? reject_reason:Text? version:Integer created_at:Time recorded_at:Time "
     "updated_at:Time expires_at:Time?"},
    {"OrderCount", "count:Integer exact:Boolean"},
    {"Execution",
     "order_id:Text exchange:Text symbol:Text exec_id:Text exec_type:ExecType "
     "last_quantity_base:Decimal? last_price_quote:Decimal? fee:Money? fees:[Money] "
     "liquidity:Liquidity? exec_ref_id:Text? quantity_base:Decimal? price_quote:Decimal? "
     "stop_price_quote:Decimal? reason:Text? occurred_at:Time entry:Integer"},
    {"Entry",
     "seq:Integer kind:EntryKind occurred_at:Time recorded_at:Time idempotency_key:Text? "
     "payload:Object postings:[Posting] order_id:Text? refusal:Refusal? "
     "instrument_entry:Integer? hash:Text"},
    {"Posting", "bucket:Bucket asset:Text exchange:Text? symbol:Text? amount:Decimal"},
    {"Balance",
     "asset:Text available:Decimal held:Decimal fees:Decimal external:Decimal overdrawn:Integer?"},
    {"Position",
     "exchange:Text symbol:Text quantity_base:Decimal cost_quote:Decimal "
     "average_price_quote:Decimal? realized_pnl_quote:Decimal fees_quote:Decimal "
     "fees_other:Object mark_price_quote:Decimal* unrealized_pnl_quote:Decimal?*"},
    {"Lot",
     "exchange:Text symbol:Text lot:Integer quantity_base:Decimal cost_quote:Decimal "
     "opened_at:Time"},
    {"Discrepancy",
     "discrepancy:Integer kind:DiscrepancyKind opened_at:Time entry:Integer detail:Text "
     "payload:Object state:DiscrepancyState resolution:Resolution? reason:Text? "
     "order_id:Text?"},
    {"Answer",
     "status:AnswerStatus refusal:Refusal* discrepancy:DiscrepancyKind* field:Text* detail:Text* "
     "entry:EntryReference* order:Order*"},
    {"EntryReference", "seq:Integer"},
    {"Answers", "answers:[Answer]"},
    {"Money", "asset:Text amount:Decimal"},
    {"OrderReference", "id:Text* idempotency_key:Text* exchange_order_id:Text*"},
    {"DiscrepancyCounts", "open:[DiscrepancyCount]"},
    {"DiscrepancyCount", "kind:DiscrepancyKind count:Integer"},
    {"Exchange",
     "exchange:Text session:ExchangeSession reason:Text owner:Text lease_expires_at:Time? "
     "paused_because:Text? requests_pending:Integer requests_unanswered:Integer "
     "reports_waiting:Integer last_report_at:Time? cancels_asked:Integer*"},
    {"Request",
     "request:Text account_id:Text exchange:Text order_id:Text entry:Integer "
     "action:ExchangeAction quantity_base:Decimal? price_quote:Decimal? "
     "stop_price_quote:Decimal? state:RequestState since:Time attempts:Integer reason:Text? "
     "created_at:Time"},
    {"Settlement", "outcome:SettlementOutcome reason:Text"},
    {"Pause", "reason:Text cancel_all:Boolean*"},
    {"Play", "until:Time*"},
    {"PostedPrice", "symbol:Text price_quote:Decimal quantity_base:Decimal*"},
    {"Health", "status:Text"},
    {"Readiness",
     "ready:Boolean reasons:[Text] database:Text dialect:Text current:Integer target:Integer "
     "state:SchemaState migrations:[Migration] drift:[Text]? drift_unchecked:Text? error:Text? "
     "exchanges:[Exchange]"},
    {"Migration",
     "version:Integer name:Text state:MigrationState applied_by:Text? daybook_version:Text? "
     "started_at:Time? finished_at:Time? error:Text?"},
    {"Problem",
     "type:Text title:Text status:Integer detail:Text refusal:Refusal* field:Text* order:Order*"},
});

inline constexpr auto simple_schemas =
    std::to_array<std::pair<std::string_view, std::string_view>>({
        {"Text", R"({"type":"string"})"},
        {"Integer", R"({"type":"integer"})"},
        {"Boolean", R"({"type":"boolean"})"},
        {"Object", R"({"type":"object"})"},
        {"Decimal", R"({"type":"string","pattern":"^-?[0-9]+([.][0-9]{1,18})?$"})"},
        {"Time", R"({"type":"string","format":"date-time"})"},
        {"Document", R"({"type":"object"})"},
        {"SchemaState",
         R"({"type":"string","enum":["current","behind","ahead","ahead_compatible","mismatch",)"
         R"("drift"]})"},
        {"MigrationState",
         R"({"type":"string","enum":["applied","baseline","running","failed","pending"]})"},
    });

}  // namespace daybook::http
