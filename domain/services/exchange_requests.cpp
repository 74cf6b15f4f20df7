#include "services/exchange_requests.hpp"

#include <algorithm>
#include <utility>

#include "model/names.hpp"

namespace daybook::services {

using namespace model;
using ports::ExchangeReport;
using ports::ExchangeRequest;
using Kind = RequestTurn::Kind;

namespace {

using History = std::span<OutboxRequest const>;

OutboxRequest const* find_place(History history) {
    auto const found = std::ranges::find(history, ExchangeAction::PLACE, &OutboxRequest::action);
    return found == history.end() ? nullptr : &*found;
}

/// The name under which the exchange knows the order before request `entry_seq`: that of the last
/// accepted request; where none is known to be, the order's first.
std::optional<ClientOrderId> name_before(History history, std::uint64_t entry_seq) {
    std::optional<ClientOrderId> name;
    if (auto const* place = find_place(history)) name = place->client_order_id;
    for (auto const& row : history) {
        bool const renames = row.action == ExchangeAction::REPLACE &&
                             row.state == RequestState::ANSWERED && !row.detail;
        if (renames && row.entry_seq < entry_seq) name = row.client_order_id;
    }
    return name;
}

/// What becomes of a PLACE or REPLACE that a cancel was asked for after.
RequestTurn call_back(OutboxRequest const& row, bool is_lost) {
    if (row.action == ExchangeAction::REPLACE) {
        return {Kind::book, "taken back by a later cancel", ExecType::REPLACE_REJECTED};
    }
    if (row.state == RequestState::PENDING) {
        return {Kind::withdraw, "the order was canceled before it was sent"};
    }
    if (is_lost) return {Kind::withdraw, "the order was canceled before the exchange had it"};
    return {Kind::give_up,
            "the exchange does not have it, and it is not sent again: a cancel was asked for"};
}

ExchangeRequest about(Order const& order) {
    ExchangeRequest request;
    request.account_id = order.state().account_id;
    request.order_id = order.state().id;
    request.exchange_order_id = order.state().exchange_order_id;
    request.terms = order.state().terms;
    return request;
}

}  // namespace

ExchangeRequest request_of(OutboxRequest const& row, Order const& order, History history) {
    auto request = about(order);
    request.action = row.action;
    request.client_order_id = row.client_order_id;
    request.requested_at = row.created_at;
    request.may_be_known = row.attempts > 1;
    if (row.action == ExchangeAction::PLACE) return request;
    request.original_client_order_id = name_before(history, row.entry_seq);
    if (row.action == ExchangeAction::REPLACE) {
        if (row.quantity_base) request.terms.quantity_base = *row.quantity_base;
        if (row.price_quote) request.terms.price_quote = row.price_quote;
        if (row.stop_price_quote) request.terms.stop_price_quote = row.stop_price_quote;
    }
    return request;
}

std::optional<ExchangeRequest> status_request_of(Order const& order, History history) {
    auto const* place = find_place(history);
    if (place == nullptr) return std::nullopt;
    auto request = about(order);
    request.client_order_id = *name_before(history, history.back().entry_seq + 1);
    request.requested_at = place->created_at;
    request.may_be_known = true;
    return request;
}

bool calls_back(OutboxRequest const& later, OutboxRequest const& row) {
    return later.action == ExchangeAction::CANCEL && later.entry_seq > row.entry_seq;
}

RequestTurn decide_turn(OutboxRequest const& row, Order const& order, History history,
                        bool is_lost) {
    bool const cancels = row.action == ExchangeAction::CANCEL;
    if (cancels && order.state().canceled) return {Kind::answer, std::nullopt};
    if (order.is_ended()) {
        return {Kind::answer, "the order is " + std::string{name_of(order.status())}};
    }
    bool const is_called_back = std::ranges::any_of(
        history, [&](OutboxRequest const& other) { return calls_back(other, row); });
    if (!cancels && is_called_back) return call_back(row, is_lost);
    auto const* place = find_place(history);
    // An order that was handed over has attempts.
    bool const was_withdrawn = place != nullptr && place->entry_seq != row.entry_seq &&
                               place->state == RequestState::ANSWERED && place->attempts == 0;
    if (!was_withdrawn) return {};
    if (!cancels) return {Kind::answer, "the order was withdrawn before it was sent"};
    return {Kind::book, "the order was canceled before it was sent", ExecType::CANCELED};
}

ExchangeReport unsent_report(OutboxRequest const& row, ExecType type, std::string because,
                             Timestamp at) {
    ExchangeReport report;
    report.client_order_id = row.client_order_id;
    report.report.exec_type = type;
    report.report.exec_id = ExecId{"unsent~" + row.client_order_id.value()};
    report.report.reason = std::move(because);
    report.occurred_at = at;
    return report;
}

}  // namespace daybook::services
