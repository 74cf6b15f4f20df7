#include "http/query_runner.hpp"

#include <utility>

#include "http/http_errors.hpp"
#include "http/list_page.hpp"
#include "http/route_table.hpp"

namespace daybook::http {

namespace {

/// Whether the route shows something inside an account.
bool needs_account(Route const& route) { return route.path.starts_with("/v1/accounts/{account}/"); }

Response read_with(ports::BookReader& book, Call const& call, Read const& read) {
    if (needs_account(*call.route) && !book.account(account_of(call))) {
        return problem_not_found(model::Refusal::unknown_account, "account_id");
    }
    return read(book);
}

}  // namespace

ports::ReadSize read_size(Call const& call) {
    // Rows that do not pass a filter are read, too.
    for (auto const* name : {"status", "exchange", "symbol", "order_id", "as_of", "state"}) {
        if (parameter(call, name)) return ports::ReadSize::large;
    }
    if (call.route->response == "OrderCount" || call.route->response == "DiscrepancyCounts") {
        return ports::ReadSize::large;
    }
    auto const limit = number_parameter(call, "limit", ListPlace::limit_default);
    bool const is_page = call.route->is_list && limit && *limit > ListPlace::limit_default;
    return is_page ? ports::ReadSize::large : ports::ReadSize::small;
}

void run_read(Backend& backend, CallPointer const& call, ReadPlan plan) {
    if (!plan) return call->reply(problem(plan.error()));
    auto const response = std::make_shared<Response>();
    auto const read = [call, response, run = std::move(*plan)](ports::BookReader& book) {
        *response = read_with(book, *call, run);
    };
    auto const done = [call, response](std::exception_ptr const& thrown) {
        call->reply(thrown ? problem_of(thrown) : std::move(*response));
    };
    reply_if_refused(*call,
                     backend.queries.submit(call->request.caller, read_size(*call), read, done));
}

void reply_if_refused(Call const& call, ports::QueryService::Submitted submitted) {
    switch (submitted) {
        case ports::QueryService::Submitted::accepted:
            return;
        case ports::QueryService::Submitted::busy:
            return call.reply(problem_busy());
        case ports::QueryService::Submitted::stopping:
            return call.reply(problem_stopping());
    }
}

model::AccountId account_of(Call const& call) { return model::AccountId{call.values.at(0)}; }

}  // namespace daybook::http
