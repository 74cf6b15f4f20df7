#include "app/command_show.hpp"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "app/account_pages.hpp"
#include "app/output.hpp"
#include "model/names.hpp"

namespace daybook::app {

namespace {

using model::AccountId;
using ports::BookReader;

[[noreturn]] void refuse(std::string const& sentence) { throw Failure{ExitCode::usage, sentence}; }

std::string flag_of(std::string column) {
    std::ranges::replace(column, '_', '-');
    return "--" + column;
}

std::string list_of(std::span<std::string_view const> values) {
    std::string list;
    for (auto const value : values) list.append(list.empty() ? "" : ", ").append(value);
    return list;
}

void check_options(ShowOptions const& options) {
    auto const columns = columns_of(options.kind);
    std::string const kind{show_kind_names()[static_cast<std::size_t>(options.kind)]};
    if (options.account && columns.front().title != "account_id") {
        refuse("--account does not apply to " + kind);
    }
    bool const numbered = options.kind == ShowKind::entries ||
                          options.kind == ShowKind::executions ||
                          options.kind == ShowKind::discrepancies;
    if (options.after && !numbered) refuse("--after does not apply to " + kind);
    for (auto const& [column, wanted] : options.filters) {
        if (std::ranges::find(columns, column, &Table::Column::title) == columns.end()) {
            refuse(flag_of(column) + " does not apply to " + kind);
        }
        auto const values = values_of(options.kind, column);
        for (auto const& value : wanted) {
            if (values.empty() || std::ranges::find(values, value) != values.end()) continue;
            refuse(flag_of(column) + " is \"" + value + "\": it must be one of " + list_of(values));
        }
    }
}

/// The one value that is wanted of a column, where the store can look for it.
template <class Id>
std::optional<Id> single(ShowOptions const& options, char const* column) {
    auto const found = options.filters.find(column);
    if (found == options.filters.end() || found->second.size() != 1) return std::nullopt;
    return Id{found->second.front()};
}

ports::OrderFilter order_filter(ShowOptions const& options) {
    ports::OrderFilter filter;
    if (auto const found = options.filters.find("status"); found != options.filters.end()) {
        for (auto const& name : found->second) {
            filter.statuses.push_back(model::from_name<model::OrderStatus>(name).value());
        }
    }
    filter.exchange = single<model::ExchangeCode>(options, "exchange");
    filter.symbol = single<model::Symbol>(options, "symbol");
    return filter;
}

ports::ExecutionFilter execution_filter(ShowOptions const& options) {
    ports::ExecutionFilter filter;
    if (auto const id = single<std::string>(options, "order_id")) {
        filter.order_id = model::OrderId::parse(*id);
        if (!filter.order_id) refuse("--order-id is \"" + *id + "\": it must be a UUID");
    }
    filter.symbol = single<model::Symbol>(options, "symbol");
    return filter;
}

/// Lists rows that are numbered, from the number that `--after` names.
template <class Fetch, class NumberOf>
bool list_numbered(ShowOptions const& options, RowPrinter& printer, Fetch const& fetch,
                   NumberOf const& number_of) {
    return for_each_row<std::uint64_t>(
        [&](std::optional<std::uint64_t> const& after) {
            return fetch(after.value_or(options.after.value_or(0)));
        },
        number_of, [&](auto const& row) { return printer.add(row); });
}

bool list_orders(BookReader& book, AccountId const& account, ShowOptions const& options,
                 RowPrinter& printer) {
    auto const filter = order_filter(options);
    return for_each_row<model::OrderId>(
        [&](auto const& after) { return book.orders(account, filter, after, page_rows); },
        [](model::Order const& order) { return order.state().id; },
        [&](model::Order const& order) { return printer.add(order); });
}

bool list_executions(BookReader& book, AccountId const& account, ShowOptions const& options,
                     RowPrinter& printer) {
    auto const filter = execution_filter(options);
    return list_numbered(
        options, printer,
        [&](std::uint64_t after) { return book.executions(account, filter, after, page_rows); },
        [](model::Execution const& execution) { return execution.entry_seq; });
}

bool list_balances(BookReader& book, AccountId const& account, RowPrinter& printer) {
    return for_each_row<model::AssetCode>(
        [&](auto const& after) { return book.balances(account, after, page_rows); },
        [](model::Balance const& balance) { return balance.asset; },
        [&](model::Balance const& balance) {
            auto const asset = book.asset(balance.asset);
            return printer.add(DisplayedBalance{balance, asset ? asset->display_decimals : 0});
        });
}

bool list_positions(BookReader& book, AccountId const& account, RowPrinter& printer) {
    return for_each_row<model::InstrumentKey>(
        [&](auto const& after) { return book.positions(account, after, page_rows); },
        [](model::PositionState const& position) { return position.instrument; },
        [&](model::PositionState const& position) { return printer.add(position); });
}

bool list_lots(BookReader& book, AccountId const& account, RowPrinter& printer) {
    using Key = std::pair<model::InstrumentKey, std::uint64_t>;
    return for_each_row<Key>(
        [&](std::optional<Key> const& after) {
            auto const instrument =
                after ? std::optional{after->first} : std::optional<model::InstrumentKey>{};
            return book.lots(account, instrument, after ? after->second : 0, page_rows);
        },
        [](ports::LotRow const& row) { return Key{row.instrument, row.lot.number}; },
        [&](ports::LotRow const& row) { return printer.add(AccountLot{account, row}); });
}

bool list_instruments(BookReader& book, RowPrinter& printer) {
    return for_each_row<model::InstrumentKey>(
        [&](auto const& after) { return book.instruments(after, page_rows); },
        [](model::Instrument const& instrument) { return instrument.key; },
        [&](model::Instrument const& instrument) { return printer.add(instrument); });
}

bool list_requests(BookReader& book, ShowOptions const& options, RowPrinter& printer) {
    ports::RequestFilter filter;
    if (options.account) filter.account.emplace(*options.account);
    filter.exchange = single<model::ExchangeCode>(options, "exchange");
    if (auto const state = single<std::string>(options, "state")) {
        filter.state = model::from_name<model::RequestState>(*state);
    }
    return for_each_row<ports::RequestKey>(
        [&](auto const& after) { return book.requests(filter, after, page_rows); },
        [](model::OutboxRequest const& row) {
            return ports::RequestKey{row.account_id, row.entry_seq};
        },
        [&](model::OutboxRequest const& row) { return printer.add(row); });
}

/// Lists what belongs to one account; false when no more rows are wanted.
bool list_of_account(BookReader& book, model::Account const& account, ShowOptions const& options,
                     RowPrinter& printer) {
    switch (options.kind) {
        case ShowKind::accounts:
            return printer.add(account);
        case ShowKind::instruments:
        case ShowKind::requests:
            return false;
        case ShowKind::orders:
            return list_orders(book, account.id, options, printer);
        case ShowKind::executions:
            return list_executions(book, account.id, options, printer);
        case ShowKind::balances:
            return list_balances(book, account.id, printer);
        case ShowKind::positions:
            return list_positions(book, account.id, printer);
        case ShowKind::lots:
            return list_lots(book, account.id, printer);
        case ShowKind::entries:
            return list_numbered(
                options, printer,
                [&](std::uint64_t after) { return book.entries(account.id, after, page_rows); },
                [](model::Entry const& entry) { return entry.seq; });
        case ShowKind::discrepancies:
            return list_numbered(
                options, printer,
                [&](std::uint64_t after) {
                    return book.discrepancies(account.id, after, page_rows);
                },
                [](model::Discrepancy const& discrepancy) { return discrepancy.number; });
    }
    return false;
}

}  // namespace

ExitCode run_show(ShowOptions const& options, CompositionRoot& root) {
    check_options(options);
    auto const storage = root.open_for_reading();
    Output output{STDOUT_FILENO};
    RowPrinter printer{output, options};
    storage->open_snapshots()->read([&](BookReader& book) {
        if (options.kind == ShowKind::instruments) {
            list_instruments(book, printer);
            return;
        }
        if (options.kind == ShowKind::requests) {
            auto const nothing_more = [](model::Account const&) { return false; };
            if (options.account) for_each_account(book, options.account, nothing_more);
            list_requests(book, options, printer);
            return;
        }
        for_each_account(book, options.account, [&](model::Account const& account) {
            return list_of_account(book, account, options, printer);
        });
    });
    printer.finish();
    return ExitCode::done;
}

}  // namespace daybook::app
