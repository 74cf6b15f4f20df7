#include "support/fake_book.hpp"

#include <algorithm>
#include <utility>

namespace daybook::support {
namespace {

template <class Row, class Takes>
std::vector<Row> page(std::vector<Row> const& rows, std::size_t limit, Takes takes) {
    std::vector<Row> taken;
    for (auto const& row : rows) {
        if (taken.size() < limit && takes(row)) taken.push_back(row);
    }
    return taken;
}

template <class Row, class Is>
std::optional<Row> one(std::vector<Row> const& rows, Is is) {
    auto const found = std::find_if(rows.begin(), rows.end(), is);
    return found == rows.end() ? std::nullopt : std::optional{*found};
}

}  // namespace

void FakeBook::add_entry(model::Entry entry) {
    std::lock_guard const lock{mutex_};
    entry_rows_.push_back(std::move(entry));
}

std::vector<model::Asset> FakeBook::assets(std::optional<model::AssetCode> const& after,
                                           std::size_t limit) {
    return page(asset_rows, limit, [&](auto const& row) { return !after || row.code > *after; });
}

std::vector<model::Instrument> FakeBook::instruments(
    std::optional<model::InstrumentKey> const& after, std::size_t limit) {
    return page(instrument_rows, limit,
                [&](auto const& row) { return !after || row.key > *after; });
}

std::vector<model::Account> FakeBook::accounts(std::optional<model::AccountId> const& after,
                                               std::size_t limit) {
    return page(account_rows, limit, [&](auto const& row) { return !after || row.id > *after; });
}

std::optional<model::Asset> FakeBook::asset(model::AssetCode const& code) {
    return one(asset_rows, [&](auto const& row) { return row.code == code; });
}

std::optional<model::Instrument> FakeBook::instrument(model::InstrumentKey const& key) {
    return one(instrument_rows, [&](auto const& row) { return row.key == key; });
}

std::optional<model::Account> FakeBook::account(model::AccountId const& id) {
    if (fail) fail();
    return one(account_rows, [&](auto const& row) { return row.id == id; });
}

std::optional<model::Order> FakeBook::order(model::AccountId const&, model::OrderId const& id) {
    return one(order_rows, [&](auto const& row) { return row.state().id == id; });
}

std::vector<model::Order> FakeBook::orders(model::AccountId const&,
                                           ports::OrderFilter const& filter,
                                           std::optional<model::OrderId> const& after,
                                           std::size_t limit) {
    order_filter = filter;
    if (filter.order == ports::ListOrder::oldest_first) {
        return page(order_rows, limit,
                    [&](auto const& row) { return !after || row.state().id > *after; });
    }
    std::vector<model::Order> const newest{order_rows.rbegin(), order_rows.rend()};
    return page(newest, limit, [&](auto const& row) { return !after || row.state().id < *after; });
}

std::size_t FakeBook::count_orders(model::AccountId const&, ports::OrderFilter const& filter,
                                   std::size_t most) {
    order_filter = filter;
    return std::min(order_rows.size(), most);
}

std::vector<model::Execution> FakeBook::executions(model::AccountId const&,
                                                   ports::ExecutionFilter const& filter,
                                                   std::uint64_t after, std::size_t limit) {
    execution_filter = filter;
    return page(execution_rows, limit, [&](auto const& row) { return row.entry_seq > after; });
}

std::vector<model::Entry> FakeBook::entries(model::AccountId const&, std::uint64_t after,
                                            std::size_t limit) {
    std::lock_guard const lock{mutex_};
    return page(entry_rows_, limit, [&](auto const& row) { return row.seq > after; });
}

std::vector<model::Balance> FakeBook::balances(model::AccountId const&,
                                               std::optional<model::AssetCode> const& after,
                                               std::size_t limit) {
    return page(balance_rows, limit, [&](auto const& row) { return !after || row.asset > *after; });
}

std::vector<model::Balance> FakeBook::balances_as_of(model::AccountId const&, model::Timestamp at,
                                                     ports::EntryClock which) {
    moment = at;
    clock = which;
    return balance_rows;
}

std::vector<model::PositionState> FakeBook::positions(
    model::AccountId const&, std::optional<model::InstrumentKey> const& after, std::size_t limit) {
    return page(position_rows, limit,
                [&](auto const& row) { return !after || row.instrument > *after; });
}

std::vector<ports::LotRow> FakeBook::lots(model::AccountId const&,
                                          std::optional<model::InstrumentKey> const& after,
                                          std::uint64_t after_number, std::size_t limit) {
    return page(lot_rows, limit, [&](auto const& row) {
        return !after ||
               std::pair{row.instrument, row.lot.number} > std::pair{*after, after_number};
    });
}

std::vector<model::ExchangeOrderName> FakeBook::earlier_names(
    model::AccountId const&, std::optional<model::ExchangeOrderName> const&, std::size_t) {
    return {};
}

std::vector<model::Discrepancy> FakeBook::discrepancies(model::AccountId const&,
                                                        std::uint64_t after, std::size_t limit) {
    return page(discrepancy_rows, limit, [&](auto const& row) { return row.number > after; });
}

std::vector<model::OutboxRequest> FakeBook::requests(ports::RequestFilter const& filter,
                                                     std::optional<ports::RequestKey> const& after,
                                                     std::size_t limit) {
    request_filter = filter;
    return page(request_rows, limit, [&](auto const& row) {
        return !after || ports::RequestKey{row.account_id, row.entry_seq} > *after;
    });
}

std::vector<ports::RequestCount> FakeBook::count_requests() { return {}; }

std::vector<ports::KindCount> FakeBook::open_discrepancies() { return {}; }

}  // namespace daybook::support
