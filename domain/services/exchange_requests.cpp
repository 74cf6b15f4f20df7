#include "services/exchange_requests.hpp"

#include <algorithm>

#include "model/names.hpp"

namespace daybook::services {

using namespace model;
using ports::ExchangeRequest;

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

std::optional<UnsentAnswer> answer_without_sending(OutboxRequest const& row, Order const& order,
                                                   History history) {
    bool const cancels = row.action == ExchangeAction::CANCEL;
    if (cancels && order.state().canceled) return UnsentAnswer{};
    if (order.is_ended()) {
        return UnsentAnswer{"the order is " + std::string{name_of(order.status())}, false};
    }
    auto const* place = find_place(history);
    bool const was_withdrawn = place != nullptr && place->entry_seq != row.entry_seq &&
                               place->state == RequestState::ANSWERED && place->attempts == 0;
    if (!was_withdrawn) return std::nullopt;
    if (cancels) return UnsentAnswer{std::nullopt, true};
    return UnsentAnswer{"the order was withdrawn before it was sent", false};
}

}  // namespace daybook::services
