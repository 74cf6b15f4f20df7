#include <algorithm>
#include <utility>

#include "http/http_errors.hpp"
#include "http/list_page.hpp"
#include "http/query_handlers.hpp"
#include "http/query_runner.hpp"
#include "json/record_writer.hpp"
#include "model/names.hpp"

namespace daybook::http {

namespace {

tl::expected<ports::RequestFilter, model::Malformed> request_filter(Call const& call) {
    ports::RequestFilter filter;
    if (auto const account = parameter(call, "account")) filter.account.emplace(*account);
    if (auto const exchange = parameter(call, "exchange")) filter.exchange.emplace(*exchange);
    auto const state = parameter(call, "state");
    if (!state) return filter;
    filter.state = model::from_name<model::RequestState>(*state);
    if (filter.state && filter.state != model::RequestState::ANSWERED) return filter;
    return tl::unexpected{malformed(model::Refusal::invalid_value, "state",
                                    "state must be one of PENDING, SENT, ABANDONED")};
}

/// An entry's number and its account, as a cursor keeps them.
std::string key_of(model::OutboxRequest const& row) {
    return std::to_string(row.entry_seq) + ' ' + row.account_id.value();
}

tl::expected<std::optional<ports::RequestKey>, model::Malformed> request_after(
    ListPlace const& place) {
    if (!place.after) return std::nullopt;
    auto const space = std::min(place.after->find(' '), place.after->size());
    ListPlace number;
    number.after = place.after->substr(0, space);
    auto const entry = number_after(number);
    auto account = place.after->substr(std::min(space + 1, place.after->size()));
    if (!entry || account.empty()) return tl::unexpected{invalid_cursor()};
    return ports::RequestKey{model::AccountId{std::move(account)}, *entry};
}

ReadPlan plan_requests(Call const& call) {
    auto const place = list_place(call);
    if (!place) return tl::unexpected{place.error()};
    auto const filter = request_filter(call);
    if (!filter) return tl::unexpected{filter.error()};
    auto const after = request_after(*place);
    if (!after) return tl::unexpected{after.error()};
    return [place = *place, filter = *filter, after = *after](ports::BookReader& book) {
        auto const write = [](std::string& out, auto const& row) { json::append_json(out, row); };
        return list_page(book.requests(filter, after, place.rows()), place, write, key_of);
    };
}

}  // namespace

void list_requests(Backend& backend, CallPointer call) {
    run_read(backend, call, plan_requests(*call));
}

}  // namespace daybook::http
