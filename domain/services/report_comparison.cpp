#include "services/report_comparison.hpp"

#include <string_view>

#include "model/field_text.hpp"

namespace daybook::services {

using namespace model;

namespace {

using Difference = std::optional<OrderDifference>;

template <class Value>
Difference differ(DiscrepancyKind kind, std::string_view member, Value const& told,
                  std::string_view booked_member, Value const& booked) {
    return OrderDifference{kind, std::string{member} + " " + to_text(told) +
                                     " of the report is not the book's " +
                                     std::string{booked_member} + " " + to_text(booked)};
}

/// Whether an order with this status can still trade; nullopt where the status alone does not say.
std::optional<bool> is_working(OrderStatus status) {
    switch (status) {
        case OrderStatus::NEW:
        case OrderStatus::PARTIALLY_FILLED:
            return true;
        case OrderStatus::FILLED:
        case OrderStatus::CANCELED:
        case OrderStatus::EXPIRED:
        case OrderStatus::REJECTED:
        case OrderStatus::CALCULATED:
            return false;
        default:
            return std::nullopt;
    }
}

/// Reports after which exchanges count what is left in different ways.
bool rests(ExecType type) {
    return type == ExecType::DONE_FOR_DAY || type == ExecType::CALCULATED ||
           type == ExecType::SUSPENDED;
}

Difference compare_status(BookExecution const& report, Order const& order) {
    if (!report.order_status || rests(report.exec_type)) return std::nullopt;
    auto const works_there = is_working(*report.order_status);
    if (!works_there) return std::nullopt;
    bool const agrees = *works_there ? !order.is_ended() : !order.is_live();
    if (agrees) return std::nullopt;
    return differ(DiscrepancyKind::order_differs, "order_status", *report.order_status, "status",
                  order.status());
}

Difference compare_terms(BookExecution const& report, Order const& order) {
    auto const& state = order.state();
    bool const may_be_others = state.requests.has(RequestKind::REPLACE);
    if (may_be_others || rests(report.exec_type)) return std::nullopt;
    constexpr auto kind = DiscrepancyKind::order_differs;
    if (report.leaves_base && *report.leaves_base != order.leaves_base()) {
        return differ(kind, "leaves_base", *report.leaves_base, "leaves_base", order.leaves_base());
    }
    if (!order.is_live() || tells_terms(report.exec_type)) return std::nullopt;
    auto const& terms = state.terms;
    if (report.quantity_base && *report.quantity_base != terms.quantity_base) {
        return differ(kind, "quantity_base", *report.quantity_base, "quantity_base",
                      terms.quantity_base);
    }
    if (report.price_quote && terms.price_quote && *report.price_quote != *terms.price_quote) {
        return differ(kind, "price_quote", *report.price_quote, "price_quote", *terms.price_quote);
    }
    return std::nullopt;
}

}  // namespace

void drop_absent_price(std::optional<Price>& price, Instrument const& instrument) {
    if (price && !price->is_positive() && !instrument.negative_prices) price.reset();
}

ReportComparison compare_with_book(BookExecution const& report, Order const& order, bool is_late) {
    auto const& filled = order.state().filled_base;
    if (report.cumulative_base && *report.cumulative_base > filled) {
        return {differ(DiscrepancyKind::trades_missing, "cumulative_base", *report.cumulative_base,
                       "filled_base", filled),
                false};
    }
    if (is_late) return {};
    if (report.cumulative_base && *report.cumulative_base < filled) {
        return {differ(DiscrepancyKind::order_differs, "cumulative_base", *report.cumulative_base,
                       "filled_base", filled),
                false};
    }
    if (auto difference = compare_status(report, order)) return {std::move(difference), false};
    if (auto difference = compare_terms(report, order)) return {std::move(difference), false};
    bool const tells = report.cumulative_base || report.leaves_base;
    return {std::nullopt, tells};
}

bool has_come_true(BookExecution const& report, DiscrepancyKind kind, Order const& order) {
    if (kind == DiscrepancyKind::order_differs) {
        return compare_with_book(report, order, false).agrees;
    }
    return report.cumulative_base && order.state().filled_base >= *report.cumulative_base;
}

std::optional<std::string> foreign_terms(BookExecution const& report, Order const& order) {
    auto const& terms = order.state().terms;
    if (report.side && *report.side != terms.side) {
        return "side " + to_text(*report.side) + " of the report is not the order's " +
               to_text(terms.side);
    }
    if (report.symbol && *report.symbol != terms.instrument.symbol) {
        return "symbol " + to_text(*report.symbol) + " of the report is not the order's " +
               to_text(terms.instrument.symbol);
    }
    return std::nullopt;
}

}  // namespace daybook::services
