#include "http/exchange_handlers.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "http/http_errors.hpp"
#include "http/query_runner.hpp"
#include "http/route_table.hpp"
#include "json/command_decoder.hpp"
#include "json/exchange_writer.hpp"
#include "json/object_writer.hpp"
#include "model/member_reader.hpp"

namespace daybook::http {

namespace {

using Outcome = ports::ExchangeControl::Outcome;
using MarketOutcome = ports::MarketControl::Outcome;

model::ExchangeCode exchange_of(Call const& call) { return model::ExchangeCode{call.values.at(0)}; }

Response no_such_exchange() {
    return problem(404, "unknown_exchange", "this worker speaks to no exchange of that name");
}

Response not_connected() {
    return problem(503, "exchange_unavailable",
                   "this worker has no session with the exchange that is up");
}

/// Shows the exchange that the path names, as it is now, and how many orders the call has asked to
/// be canceled.
Response show(Backend const& backend, Call const& call,
              std::optional<std::uint64_t> cancels_asked = {}) {
    auto const all = backend.exchanges.exchanges();
    auto const found = std::ranges::find(all, exchange_of(call), &ports::ExchangeStatus::exchange);
    if (found == all.end()) return no_such_exchange();
    Response response;
    response.status = call.route->success;
    json::append_json(response.body, *found, cancels_asked);
    return response;
}

/// Answers a call when what it asked for is done.
ports::ExchangeControl::Done answer(Backend& backend, CallPointer call) {
    return [&backend, call = std::move(call)](ports::ExchangeReply const& reply) {
        switch (reply.outcome) {
            case Outcome::done:
                return call->reply(show(backend, *call, reply.cancels_asked));
            case Outcome::unknown_exchange:
                return call->reply(no_such_exchange());
            case Outcome::unavailable:
                return call->reply(not_connected());
        }
    };
}

void ask(Backend& backend, CallPointer call, ports::ExchangeWish wish) {
    auto const exchange = exchange_of(*call);
    backend.exchanges.ask(exchange, std::move(wish), answer(backend, std::move(call)));
}

Response market_response(Backend const& backend, Call const& call, MarketOutcome outcome) {
    if (outcome == MarketOutcome::done) return show(backend, call);
    if (outcome == MarketOutcome::unavailable) return not_connected();
    return problem(404, "unknown_exchange", "this worker plays no exchange of that name");
}

/// Reads the body with `read`; what is wrong with it otherwise.
template <class Read>
std::optional<model::Malformed> read_body(Call const& call, Read const& read) {
    auto const fields = json::fields_from_body(call.request.body);
    if (!fields) return fields.error();
    model::MemberReader members{*fields};
    read(members);
    return members.finish();
}

auto const read_nothing = [](model::MemberReader&) {};

}  // namespace

void list_exchanges(Backend& backend, CallPointer call) {
    Response response;
    {
        json::ObjectWriter object{response.body};
        auto& out = object.member("items");
        out += '[';
        for (auto const& exchange : backend.exchanges.exchanges()) {
            if (!out.ends_with('[')) out += ',';
            json::append_json(out, exchange);
        }
        out += ']';
        object.null("next_cursor");
    }
    call->reply(std::move(response));
}

void get_exchange(Backend& backend, CallPointer call) { call->reply(show(backend, *call)); }

void pause_exchange(Backend& backend, CallPointer call) {
    ports::PauseExchange wish;
    auto const wrong = read_body(*call, [&](auto& members) {
        members.required("reason", wish.reason);
        members.defaulted("cancel_all", wish.cancels_all);
    });
    if (wrong) return call->reply(problem(*wrong));
    ask(backend, std::move(call), std::move(wish));
}

void resume_exchange(Backend& backend, CallPointer call) {
    if (auto const wrong = read_body(*call, read_nothing)) return call->reply(problem(*wrong));
    ask(backend, std::move(call), ports::ResumeExchange{});
}

void ask_for_orders(Backend& backend, CallPointer call) {
    if (auto const wrong = read_body(*call, read_nothing)) return call->reply(problem(*wrong));
    ask(backend, std::move(call), ports::AskForOrders{});
}

void post_price(Backend& backend, CallPointer call) {
    model::InstrumentKey key{exchange_of(*call), {}};
    model::Price price;
    std::optional<model::Quantity> quantity;
    auto const wrong = read_body(*call, [&](auto& members) {
        members.required("symbol", key.symbol);
        members.required("price_quote", price);
        members.optional("quantity_base", quantity);
        auto const must_be_positive = [&](char const* name, bool is_positive) {
            if (is_positive) return;
            members.fail(model::Refusal::invalid_value, name, "must be greater than 0");
        };
        must_be_positive("quantity_base", !quantity || quantity->is_positive());
    });
    if (wrong) return call->reply(problem(*wrong));
    run_read(backend, call, [&backend, call, key, price, quantity](ports::BookReader& book) {
        auto const instrument = book.instrument(key);
        if (!instrument) return problem_not_found(model::Refusal::unknown_instrument, "symbol");
        if (!price.is_positive() && !instrument->negative_prices) {
            return problem(malformed(model::Refusal::invalid_value, "price_quote",
                                     "price_quote must be greater than 0"));
        }
        return market_response(backend, *call,
                               backend.market.post_price(*instrument, price, quantity));
    });
}

void play_tape(Backend& backend, CallPointer call) {
    std::optional<model::Timestamp> until;
    auto const wrong = read_body(*call, [&](auto& members) { members.optional("until", until); });
    if (wrong) return call->reply(problem(*wrong));
    call->reply(market_response(backend, *call, backend.market.play(exchange_of(*call), until)));
}

}  // namespace daybook::http
