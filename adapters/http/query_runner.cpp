#include "http/query_runner.hpp"

#include <utility>

#include "http/http_errors.hpp"
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

void run_read(Backend& backend, CallPointer const& call, ReadPlan plan) {
    if (!plan) return call->reply(problem(plan.error()));
    auto const response = std::make_shared<Response>();
    auto const read = [call, response, run = std::move(*plan)](ports::BookReader& book) {
        *response = read_with(book, *call, run);
    };
    auto const done = [call, response](std::exception_ptr const& thrown) {
        call->reply(thrown ? problem_of(thrown) : std::move(*response));
    };
    reply_if_refused(*call, backend.queries.submit(read, done));
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
