#include <algorithm>
#include <map>
#include <utility>

#include "http/http_errors.hpp"
#include "http/list_page.hpp"
#include "http/query_handlers.hpp"
#include "http/query_runner.hpp"
#include "json/record_writer.hpp"

namespace daybook::http {

namespace {

struct Moment {
    model::Timestamp time;
    ports::EntryClock clock = ports::EntryClock::occurred;
};

tl::expected<std::optional<Moment>, model::Malformed> moment_of(Call const& call) {
    auto const as_of = parameter(call, "as_of");
    auto const clock = parameter(call, "clock");
    if (clock && *clock != "occurred" && *clock != "recorded") {
        return tl::unexpected{malformed(model::Refusal::invalid_value, "clock",
                                        "clock must be occurred or recorded")};
    }
    if (!as_of) return std::nullopt;
    auto const time = model::Timestamp::parse(*as_of);
    if (!time) {
        return tl::unexpected{malformed(model::Refusal::invalid_value, "as_of",
                                        "as_of must be a time such as "
                                        "2026-11-21T09:30:00.000000Z")};
    }
    Moment moment;
    moment.time = *time;
    if (clock == "recorded") moment.clock = ports::EntryClock::recorded;
    return moment;
}

/// The rows that a page shows of a list that comes whole.
std::vector<model::Balance> page_of(std::vector<model::Balance> balances, ListPlace const& place) {
    std::erase_if(balances, [&](model::Balance const& balance) {
        return place.after && balance.asset.value() <= *place.after;
    });
    if (balances.size() > place.rows())
        balances.erase(balances.begin() + static_cast<std::ptrdiff_t>(place.rows()),
                       balances.end());
    return balances;
}

ReadPlan plan_balances(Call const& call) {
    auto const place = list_place(call);
    if (!place) return tl::unexpected{place.error()};
    auto const moment = moment_of(call);
    if (!moment) return tl::unexpected{moment.error()};
    return [account = account_of(call), place = *place, moment = *moment](ports::BookReader& book) {
        std::optional<model::AssetCode> after;
        if (place.after) after.emplace(*place.after);
        auto const rows =
            moment ? page_of(book.balances_as_of(account, moment->time, moment->clock), place)
                   : book.balances(account, after, place.rows());
        auto const write = [](std::string& out, model::Balance const& balance) {
            json::append_json(out, balance);
        };
        auto const key_of = [](model::Balance const& balance) { return balance.asset.value(); };
        return list_page(rows, place, write, key_of);
    };
}

/// The prices that a caller values positions at.
struct Marks {
    std::map<std::string, model::Price, std::less<>> by_symbol;
    /// A price without a symbol.
    std::optional<model::Price> only;

    [[nodiscard]] std::optional<model::Price> of(model::InstrumentKey const& key) const {
        auto const found = by_symbol.find(key.symbol.value());
        return found != by_symbol.end() ? std::optional{found->second} : only;
    }
};

bool add_mark(Marks& marks, std::string_view text) {
    auto const colon = text.rfind(':');
    auto const price =
        model::Decimal::parse(colon == std::string_view::npos ? text : text.substr(colon + 1));
    if (!price) return false;
    if (colon != std::string_view::npos) {
        auto const symbol = text.substr(0, colon);
        return !symbol.empty() && marks.by_symbol.emplace(symbol, *price).second;
    }
    if (marks.only) return false;
    marks.only.emplace(*price);
    return true;
}

model::Malformed invalid_mark() {
    return malformed(model::Refusal::invalid_value, "mark",
                     "mark must be SYMBOL:PRICE, once a symbol, or one PRICE where the list shows "
                     "one symbol");
}

tl::expected<Marks, model::Malformed> marks_of(Call const& call) {
    Marks marks;
    for (auto list : parameters(call, "mark")) {
        while (!list.empty()) {
            auto const text = list.substr(0, list.find(','));
            list.remove_prefix(std::min(list.size(), text.size() + 1));
            if (!add_mark(marks, text)) return tl::unexpected{invalid_mark()};
        }
    }
    return marks;
}

struct PositionFilter {
    std::optional<std::string> exchange;
    std::optional<std::string> symbol;

    [[nodiscard]] bool is_empty() const { return !exchange && !symbol; }
    [[nodiscard]] bool takes(model::InstrumentKey const& key) const {
        return (!exchange || key.exchange.value() == *exchange) &&
               (!symbol || key.symbol.value() == *symbol);
    }
};

/// Reads page after page until enough positions pass the filter.
std::vector<model::PositionState> filtered_positions(ports::BookReader& book,
                                                     model::AccountId const& account,
                                                     PositionFilter const& filter,
                                                     std::optional<model::InstrumentKey> after,
                                                     std::size_t rows) {
    std::vector<model::PositionState> taken;
    auto const page_rows = filter.is_empty() ? rows : std::max(rows, ListPlace::limit_max);
    for (;;) {
        auto page = book.positions(account, after, page_rows);
        for (auto& position : page) {
            if (taken.size() < rows && filter.takes(position.instrument)) {
                taken.push_back(position);
            }
        }
        if (page.size() < page_rows || taken.size() == rows) return taken;
        after = page.back().instrument;
    }
}

bool shows_one_symbol(std::vector<model::PositionState> const& rows) {
    return std::all_of(rows.begin(), rows.end(), [&](model::PositionState const& row) {
        return row.instrument.symbol == rows.front().instrument.symbol;
    });
}

ReadPlan plan_positions(Call const& call) {
    auto const place = list_place(call);
    if (!place) return tl::unexpected{place.error()};
    auto const after = instrument_after(*place);
    if (!after) return tl::unexpected{after.error()};
    auto marks = marks_of(call);
    if (!marks) return tl::unexpected{marks.error()};
    PositionFilter filter;
    if (auto const exchange = parameter(call, "exchange")) filter.exchange.emplace(*exchange);
    if (auto const symbol = parameter(call, "symbol")) filter.symbol.emplace(*symbol);
    return [account = account_of(call), place = *place, after = *after, marks = std::move(*marks),
            filter](ports::BookReader& book) {
        auto const rows = filtered_positions(book, account, filter, after, place.rows());
        if (marks.only && !shows_one_symbol(rows)) return problem(invalid_mark());
        auto const write = [&](std::string& out, model::PositionState const& position) {
            json::append_json(out, position, marks.of(position.instrument));
        };
        auto const key_of = [](model::PositionState const& row) {
            return key_text(row.instrument);
        };
        return list_page(rows, place, write, key_of);
    };
}

}  // namespace

void list_balances(Backend& backend, CallPointer call) {
    run_read(backend, call, plan_balances(*call));
}

void list_positions(Backend& backend, CallPointer call) {
    run_read(backend, call, plan_positions(*call));
}

}  // namespace daybook::http
