#include "fix/fix_report_decoder.hpp"

#include <algorithm>

#include "fix/fix_codes.hpp"
#include "fix/fix_exec_id.hpp"
#include "fix/fix_fee.hpp"
#include "fix/fix_reading.hpp"
#include "model/decimal.hpp"

namespace daybook::fix {
namespace {

using model::ExecType;
using model::Quantity;
using ports::ExchangeReport;

constexpr std::size_t reason_size_max = 500;
constexpr std::size_t client_order_id_size_max = 36;

bool is_id_character(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

/// Names that stand for no order. Source: FIX 4.4, OrderID (37) of OrderCancelReject.
std::optional<model::ExchangeOrderId> exchange_order_id(FixMessage const& message) {
    auto const text = message.get(37);
    if (text == "NONE" || text == "UNKNOWN") return std::nullopt;
    return id_of<model::ExchangeOrderId>(message, 37, "OrderID");
}

bool is_status_answer(FixMessage const& message) {
    return message.get(150) == "I" || message.get(20) == "3" || message.find(790);
}

/// Without an ExecType a report tells of a status; of a fill only where FIX 4.0's ExecTransType
/// says that it is new.
ExecType type_by_status(FixMessage const& message) {
    auto const quantity = decimal_of(message, 32, "LastQty");
    if (!quantity || !quantity->is_positive()) return ExecType::ORDER_STATUS;
    if (message.get(20) == "0") return ExecType::TRADE;
    throw Unreadable{
        "the report has LastQty (32) and neither ExecType (150) nor ExecTransType "
        "(20): whether it is a fill is not said"};
}

/// A rejection of what the exchange has already says nothing of the order that it has.
/// Source: FIX 4.4, OrdRejReason (103) and CxlRejReason (102) 6.
bool is_refused_repeat(FixMessage const& message, ExecType type) {
    return type == ExecType::REJECTED && message.get(103) == "6";
}

ExecType exec_type(FixMessage const& message) {
    if (is_status_answer(message)) return ExecType::ORDER_STATUS;
    if (message.get(20) == "1") return ExecType::TRADE_CANCEL;
    if (message.get(20) == "2") return ExecType::TRADE_CORRECT;
    auto const code = message.find(150);
    if (!code) return type_by_status(message);
    auto const type = exec_type_of(*code);
    if (!type) refuse_field("ExecType", 150, *code, "must be one of FIX 4.4's");
    return is_refused_repeat(message, *type) ? ExecType::ORDER_STATUS : *type;
}

Quantity required_quantity(FixMessage const& message, int tag, std::string_view name) {
    auto const quantity = measure_of<Quantity>(message, tag, name);
    if (!quantity) refuse_field(name, tag, "", "is missing");
    if (!quantity->is_positive()) {
        refuse_field(name, tag, message.get(tag), "must be greater than zero");
    }
    return *quantity;
}

void read_fill(FixMessage const& message, FixDialect const& dialect, model::BookExecution& report) {
    report.last_quantity_base = required_quantity(message, 32, "LastQty");
    report.last_price_quote = measure_of<model::Price>(message, 31, "LastPx");
    if (!report.last_price_quote) refuse_field("LastPx", 31, "", "is missing");
    report.fees = fees_of(message, *report.last_quantity_base, *report.last_price_quote, dialect);
    report.liquidity = liquidity_of(message.get(851));
}

void read_new_terms(FixMessage const& message, model::BookExecution& report) {
    report.quantity_base = order_quantity(message);
    if (report.exec_type != ExecType::REPLACED) return;
    if (!report.quantity_base) refuse_field("OrderQty", 38, "", "is missing");
    report.price_quote = measure_of<model::Price>(message, 44, "Price");
    report.stop_price_quote = measure_of<model::Price>(message, 99, "StopPx");
}

template <class Measure>
std::optional<Measure> readable(FixMessage const& message, int tag) {
    auto const value = read_decimal(message.get(tag));
    return value ? std::optional{Measure{*value}} : std::nullopt;
}

/// What the report says of the order besides; what cannot be read is not worth refusing it for.
/// Quantities of zero and less say nothing, as LeavesQty (151) alone may be zero.
void read_order(FixMessage const& message, model::BookExecution& report) {
    auto const keep = [](std::optional<Quantity> quantity) {
        return quantity && !quantity->is_negative() ? quantity : std::nullopt;
    };
    bool const is_status = report.exec_type == ExecType::ORDER_STATUS;
    if (is_status && is_refused_repeat(message, ExecType::REJECTED)) return;
    report.order_status = order_status_of(message.get(39));
    report.cumulative_base = keep(readable<Quantity>(message, 14));
    report.leaves_base = keep(readable<Quantity>(message, 151));
    report.side = side_of(message.get(54));
    model::Symbol symbol;
    if (model::read_text(message.get(55), symbol)) report.symbol = symbol;
    if (report.quantity_base || report.exec_type == ExecType::RESTATED) return;
    auto const quantity = readable<Quantity>(message, 38);
    if (quantity && quantity->is_positive()) report.quantity_base = quantity;
    report.price_quote = readable<model::Price>(message, 44);
    report.stop_price_quote = readable<model::Price>(message, 99);
}

void read_by_type(FixMessage const& message, FixDialect const& dialect,
                  model::BookExecution& report) {
    switch (report.exec_type) {
        case ExecType::TRADE:
            return read_fill(message, dialect, report);
        case ExecType::TRADE_CORRECT:
            read_fill(message, dialect, report);
            [[fallthrough]];
        case ExecType::TRADE_CANCEL:
            report.exec_ref_id = id_of<model::ExecId>(message, 19, "ExecRefID");
            if (!report.exec_ref_id) refuse_field("ExecRefID", 19, "", "is missing");
            return;
        case ExecType::REPLACED:
        case ExecType::RESTATED:
            return read_new_terms(message, report);
        case ExecType::REJECTED:
            report.reason = reason_of(
                message, "OrdRejReason (103) " + std::string{message.find(103).value_or("none")});
            return;
        default:
            if (message.find(58)) report.reason = reason_of(message, "");
    }
}

/// Source: FIX 4.4 volume 4, OrderStatusRequest: a rejected status of an unknown order.
bool says_unknown_order(FixMessage const& message, ExecType type) {
    if (type != ExecType::ORDER_STATUS || message.get(39) != "8") return false;
    auto const order = message.get(37);
    bool const names_none = order.empty() || order == "NONE" || order == "UNKNOWN";
    return message.get(103) == "5" || (names_none && message.get(103) != "6");
}

ExchangeReport started(FixMessage const& message) {
    ExchangeReport report;
    report.client_order_id = request_named(message, 11);
    report.original_client_order_id = request_named(message, 41);
    report.occurred_at = occurred_at(message);
    return report;
}

ExchangeReport decode_execution(FixMessage const& message, FixDialect const& dialect) {
    auto report = started(message);
    auto& booking = report.report;
    booking.exec_type = exec_type(message);
    booking.exchange_order_id = exchange_order_id(message);
    booking.exec_id = exec_id_of(message, booking.exec_type, dialect.exec_id_scope);
    read_by_type(message, dialect, booking);
    read_order(message, booking);
    report.is_unknown_order = says_unknown_order(message, booking.exec_type);
    return report;
}

ExchangeReport decode_cancel_reject(FixMessage const& message) {
    auto report = started(message);
    auto& booking = report.report;
    auto const request = message.get(434);
    if (request != "1" && request != "2") {
        refuse_field("CxlRejResponseTo", 434, request, "must be 1 or 2");
    }
    booking.exec_type = request == "1" ? ExecType::CANCEL_REJECTED : ExecType::REPLACE_REJECTED;
    booking.exchange_order_id = exchange_order_id(message);
    booking.reason =
        reason_of(message, "CxlRejReason (102) " + std::string{message.find(102).value_or("none")});
    booking.order_status = order_status_of(message.get(39));
    // The exchange has the request already: what comes of that one is still to be said, and of the
    // order this says nothing.
    if (message.get(102) == "6") {
        booking.exec_type = ExecType::ORDER_STATUS;
        booking.order_status.reset();
    }
    booking.exec_id = exec_id_of(message, booking.exec_type, ExecIdScope::UNIQUE);
    return report;
}

}  // namespace

ExchangeReport decode_report(FixMessage const& message, FixDialect const& dialect) {
    try {
        return message.type() == "9" ? decode_cancel_reject(message)
                                     : decode_execution(message, dialect);
    } catch (Unreadable const& because) {
        return unreadable(message, because.what());
    }
}

ExchangeReport unreadable(FixMessage const& message, std::string because) {
    auto report = started(message);
    report.report.exec_type = ExecType::ORDER_STATUS;
    // Numbers and times of a resend differ; what the message says does not.
    std::string body;
    for (auto const& [tag, value] : message.fields()) {
        bool const is_sending = tag == 8 || tag == 9 || tag == 10 || tag == 34 || tag == 43 ||
                                tag == 52 || tag == 97 || tag == 122 || tag == 369;
        if (!is_sending) body.append(std::to_string(tag)).append("=").append(value).append("\x01");
    }
    report.report.exec_id = exec_id_of_text("unreadable", body);
    report.report.reason = message.printable(reason_size_max);
    if (report.report.reason->empty()) report.report.reason = "an empty message";
    report.unreadable_because = std::move(because);
    return report;
}

std::optional<Quantity> order_quantity(FixMessage const& message) {
    if (auto const quantity = measure_of<Quantity>(message, 38, "OrderQty")) return quantity;
    auto const filled = decimal_of(message, 14, "CumQty");
    auto const leaves = decimal_of(message, 151, "LeavesQty");
    if (!filled || !leaves) return std::nullopt;
    auto const sum = model::add(*filled, *leaves);
    return sum ? std::optional{Quantity{*sum}} : std::nullopt;
}

std::optional<ports::ClientOrderId> request_named(FixMessage const& message, int tag) {
    auto const text = message.get(tag);
    if (text.empty() || text.size() > client_order_id_size_max) return std::nullopt;
    if (!std::ranges::all_of(text, is_id_character)) return std::nullopt;
    return ports::ClientOrderId{text};
}

std::optional<model::Timestamp> occurred_at(FixMessage const& message) {
    for (int const tag : {60, 122, 52}) {
        if (auto const time = read_time(message.get(tag))) return time;
    }
    return std::nullopt;
}

std::string reason_of(FixMessage const& message, std::string const& fallback) {
    auto const text = message.find(58);
    return printable_text(text ? *text : std::string_view{fallback}, reason_size_max);
}

}  // namespace daybook::fix
