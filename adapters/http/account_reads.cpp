#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "http/http_errors.hpp"
#include "http/list_page.hpp"
#include "http/query_handlers.hpp"
#include "http/query_runner.hpp"
#include "json/object_writer.hpp"
#include "json/record_writer.hpp"
#include "model/names.hpp"

namespace daybook::http {

namespace {

auto const write_row = [](std::string& out, auto const& row) { json::append_json(out, row); };

/// `status` may be repeated, and hold several separated by commas.
tl::expected<ports::OrderFilter, model::Malformed> order_filter(Call const& call) {
    ports::OrderFilter filter;
    for (auto list : parameters(call, "status")) {
        while (!list.empty()) {
            auto const name = list.substr(0, list.find(','));
            list.remove_prefix(std::min(list.size(), name.size() + 1));
            auto const status = model::from_name<model::OrderStatus>(name);
            if (!status) {
                return tl::unexpected{malformed(model::Refusal::invalid_value, "status",
                                                "status must be one of those an order has")};
            }
            filter.statuses.push_back(*status);
        }
    }
    if (auto const exchange = parameter(call, "exchange")) filter.exchange.emplace(*exchange);
    if (auto const symbol = parameter(call, "symbol")) filter.symbol.emplace(*symbol);
    return filter;
}

tl::expected<ports::ListOrder, model::Malformed> list_order(Call const& call) {
    auto const name = parameter(call, "order").value_or("oldest");
    if (name == "oldest") return ports::ListOrder::oldest_first;
    if (name == "newest") return ports::ListOrder::newest_first;
    return tl::unexpected{malformed(model::Refusal::invalid_value, "order",
                                    "order must be oldest or newest: which come first")};
}

ReadPlan plan_orders(Call const& call) {
    auto const place = list_place(call);
    if (!place) return tl::unexpected{place.error()};
    auto filter = order_filter(call);
    if (!filter) return tl::unexpected{filter.error()};
    auto const from = list_order(call);
    if (!from) return tl::unexpected{from.error()};
    filter->order = *from;
    std::optional<model::OrderId> after;
    if (place->after) {
        after = model::OrderId::parse(*place->after);
        if (!after) return tl::unexpected{invalid_cursor()};
    }
    return [account = account_of(call), place = *place, filter = *filter,
            after](ports::BookReader& book) {
        auto const key_of = [](model::Order const& order) { return order.state().id.to_string(); };
        return list_page(book.orders(account, filter, after, place.rows()), place, write_row,
                         key_of);
    };
}

/// More orders than this are not counted, so that no count takes long.
constexpr std::size_t counted_orders_max = 100'000;

ReadPlan plan_order_count(Call const& call) {
    auto const filter = order_filter(call);
    if (!filter) return tl::unexpected{filter.error()};
    return [account = account_of(call), filter = *filter](ports::BookReader& book) {
        auto const count = book.count_orders(account, filter, counted_orders_max);
        Response response;
        {
            json::ObjectWriter object{response.body};
            object.integer("count", count);
            object.boolean("exact", count < counted_orders_max);
        }
        return response;
    };
}

ReadPlan plan_executions(Call const& call) {
    auto const place = list_place(call);
    if (!place) return tl::unexpected{place.error()};
    auto const after = number_after(*place);
    if (!after) return tl::unexpected{after.error()};
    ports::ExecutionFilter filter;
    if (auto const symbol = parameter(call, "symbol")) filter.symbol.emplace(*symbol);
    if (auto const order = parameter(call, "order_id")) {
        filter.order_id = model::OrderId::parse(*order);
        if (!filter.order_id) {
            return tl::unexpected{
                malformed(model::Refusal::invalid_value, "order_id", "order_id must be a UUID")};
        }
    }
    return [account = account_of(call), place = *place, filter,
            after = *after](ports::BookReader& book) {
        auto const key_of = [](model::Execution const& row) {
            return std::to_string(row.entry_seq);
        };
        return list_page(book.executions(account, filter, after, place.rows()), place, write_row,
                         key_of);
    };
}

ReadPlan plan_entries(Call const& call) {
    auto const place = list_place(call);
    if (!place) return tl::unexpected{place.error()};
    auto const first = number_parameter(call, "after", 0);
    if (!first) return tl::unexpected{first.error()};
    auto const next = number_after(*place);
    if (!next) return tl::unexpected{next.error()};
    return [account = account_of(call), place = *place,
            after = std::max(*first, *next)](ports::BookReader& book) {
        auto const key_of = [](model::Entry const& entry) { return std::to_string(entry.seq); };
        return list_page(book.entries(account, after, place.rows()), place, write_row, key_of);
    };
}

/// A lot's key is its instrument's, with its number.
std::string key_of_lot(ports::LotRow const& row) {
    return std::to_string(row.lot.number) + ' ' + key_text(row.instrument);
}

ReadPlan plan_lots(Call const& call) {
    auto const place = list_place(call);
    if (!place) return tl::unexpected{place.error()};
    ListPlace number_place;
    ListPlace instrument_place;
    if (place->after) {
        auto const space = std::min(place->after->find(' '), place->after->size());
        number_place.after = place->after->substr(0, space);
        instrument_place.after = place->after->substr(std::min(space + 1, place->after->size()));
    }
    auto const number = number_after(number_place);
    auto const instrument = instrument_after(instrument_place);
    if (!number || !instrument) return tl::unexpected{invalid_cursor()};
    return [account = account_of(call), place = *place, number = *number,
            instrument = *instrument](ports::BookReader& book) {
        auto const write = [](std::string& out, ports::LotRow const& row) {
            json::append_json(out, row.instrument, row.lot);
        };
        return list_page(book.lots(account, instrument, number, place.rows()), place, write,
                         key_of_lot);
    };
}

ReadPlan plan_discrepancies(Call const& call) {
    auto const place = list_place(call);
    if (!place) return tl::unexpected{place.error()};
    auto const after = number_after(*place);
    if (!after) return tl::unexpected{after.error()};
    return [account = account_of(call), place = *place, after = *after](ports::BookReader& book) {
        auto const key_of = [](model::Discrepancy const& row) {
            return std::to_string(row.number);
        };
        return list_page(book.discrepancies(account, after, place.rows()), place, write_row,
                         key_of);
    };
}

/// How many are open of each kind, in the order of kinds; kinds without any are left out.
Response count_open(ports::BookReader& book, model::AccountId const& account) {
    std::array<std::uint64_t, model::names_of<model::DiscrepancyKind>.size()> counts{};
    std::uint64_t after = 0;
    for (bool more = true; more;) {
        auto const rows = book.discrepancies(account, after, ListPlace::limit_max);
        for (auto const& row : rows) {
            if (row.state == model::DiscrepancyState::OPEN) {
                ++counts.at(static_cast<std::size_t>(row.kind));
            }
        }
        more = rows.size() == ListPlace::limit_max;
        if (more) after = rows.back().number;
    }
    Response response;
    {
        json::ObjectWriter object{response.body};
        auto& out = object.member("open");
        out += '[';
        for (std::size_t kind = 0; kind < counts.size(); ++kind) {
            if (counts[kind] == 0) continue;
            if (!out.ends_with('[')) out += ',';
            json::ObjectWriter count{out};
            count.text("kind", model::names_of<model::DiscrepancyKind>[kind]);
            count.integer("count", counts[kind]);
        }
        out += ']';
    }
    return response;
}

}  // namespace

void list_orders(Backend& backend, CallPointer call) {
    run_read(backend, call, plan_orders(*call));
}

void count_orders(Backend& backend, CallPointer call) {
    run_read(backend, call, plan_order_count(*call));
}

void get_order(Backend& backend, CallPointer call) {
    // Which of account and order is missing is found out only where one is.
    auto const reply_missing = [&backend, call] {
        run_read(backend, call, [](ports::BookReader&) {
            return problem_not_found(model::Refusal::unknown_order, "id");
        });
    };
    auto const id = model::OrderId::parse(call->values.at(1));
    if (!id) return reply_missing();
    auto const done = [call, reply_missing](std::optional<model::Order> const& order,
                                            std::exception_ptr const& thrown) {
        if (thrown) return call->reply(problem_of(thrown));
        if (!order) return reply_missing();
        Response response;
        json::append_json(response.body, *order);
        call->reply(std::move(response));
    };
    reply_if_refused(*call, backend.queries.find_order({account_of(*call), *id}, done));
}

void list_executions(Backend& backend, CallPointer call) {
    run_read(backend, call, plan_executions(*call));
}

void list_entries(Backend& backend, CallPointer call) {
    run_read(backend, call, plan_entries(*call));
}

void list_lots(Backend& backend, CallPointer call) { run_read(backend, call, plan_lots(*call)); }

void list_discrepancies(Backend& backend, CallPointer call) {
    run_read(backend, call, plan_discrepancies(*call));
}

void count_discrepancies(Backend& backend, CallPointer call) {
    run_read(backend, call,
             [call](ports::BookReader& book) { return count_open(book, account_of(*call)); });
}

}  // namespace daybook::http
