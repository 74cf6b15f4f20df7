#include "memory/memory_book_reader.hpp"

#include <algorithm>
#include <utility>

namespace daybook::memory {
namespace {

/// One page of `map`: the values that `wanted` accepts, `after` excluded.
template <class Map, class Wanted>
auto page(Map const& map, std::optional<typename Map::key_type> const& after, std::size_t limit,
          Wanted wanted) {
    std::vector<typename Map::mapped_type> rows;
    auto at = after ? map.upper_bound(*after) : map.begin();
    for (; at != map.end() && rows.size() < limit; ++at) {
        if (wanted(at->second)) rows.push_back(at->second);
    }
    return rows;
}

template <class Map>
auto page(Map const& map, std::optional<typename Map::key_type> const& after, std::size_t limit) {
    return page(map, after, limit, [](auto const&) { return true; });
}

template <class Map>
std::optional<typename Map::mapped_type> find(Map const& map, typename Map::key_type const& key) {
    auto const found = map.find(key);
    if (found == map.end()) return std::nullopt;
    return found->second;
}

template <class Value>
bool allows(std::optional<Value> const& filter, Value const& value) {
    return !filter || *filter == value;
}

bool allows(ports::OrderFilter const& filter, model::Order const& order) {
    auto const& instrument = order.state().terms.instrument;
    return allows(filter.exchange, instrument.exchange) &&
           allows(filter.symbol, instrument.symbol) &&
           (filter.statuses.empty() ||
            std::ranges::find(filter.statuses, order.status()) != filter.statuses.end());
}

model::Amount* amount_of(model::Balance& balance, model::Bucket bucket) {
    switch (bucket) {
        case model::Bucket::AVAILABLE:
            return &balance.available;
        case model::Bucket::HELD:
            return &balance.held;
        case model::Bucket::FEES:
            return &balance.fees;
        case model::Bucket::EXTERNAL:
            return &balance.external;
        case model::Bucket::TRADING:
            break;
    }
    return nullptr;
}

void add(std::map<model::AssetCode, model::Balance>& sums, model::Entry const& entry) {
    for (auto const& posting : entry.postings) {
        if (posting.bucket == model::Bucket::TRADING) continue;
        auto& balance = sums[posting.asset];
        balance.account_id = entry.account_id;
        balance.asset = posting.asset;
        *amount_of(balance, posting.bucket) += posting.amount;
    }
}

}  // namespace

MemoryAccount const& MemoryBookReader::of(model::AccountId const& id) const {
    static MemoryAccount const none;
    auto const found = book_.accounts.find(id);
    return found == book_.accounts.end() ? none : found->second;
}

std::vector<model::Asset> MemoryBookReader::assets(std::optional<model::AssetCode> const& after,
                                                   std::size_t limit) {
    return page(book_.assets, after, limit);
}

std::vector<model::Instrument> MemoryBookReader::instruments(
    std::optional<model::InstrumentKey> const& after, std::size_t limit) {
    return page(book_.instruments, after, limit);
}

std::vector<model::Account> MemoryBookReader::accounts(std::optional<model::AccountId> const& after,
                                                       std::size_t limit) {
    std::vector<model::Account> rows;
    auto at = after ? book_.accounts.upper_bound(*after) : book_.accounts.begin();
    for (; at != book_.accounts.end() && rows.size() < limit; ++at) {
        bool const is_trading_account = at->first.value() != model::definitions_account;
        if (at->second.account && is_trading_account) rows.push_back(*at->second.account);
    }
    return rows;
}

std::optional<model::Asset> MemoryBookReader::asset(model::AssetCode const& code) {
    return find(book_.assets, code);
}

std::optional<model::Instrument> MemoryBookReader::instrument(model::InstrumentKey const& key) {
    return find(book_.instruments, key);
}

std::optional<model::Account> MemoryBookReader::account(model::AccountId const& id) {
    return of(id).account;
}

std::optional<model::Order> MemoryBookReader::order(model::AccountId const& account_id,
                                                    model::OrderId const& id) {
    return find(of(account_id).orders, id);
}

std::vector<model::Order> MemoryBookReader::orders(model::AccountId const& account_id,
                                                   ports::OrderFilter const& filter,
                                                   std::optional<model::OrderId> const& after,
                                                   std::size_t limit) {
    auto const& orders = of(account_id).orders;
    if (filter.order == ports::ListOrder::oldest_first) {
        return page(orders, after, limit,
                    [&](model::Order const& order) { return allows(filter, order); });
    }
    std::vector<model::Order> rows;
    auto at = after ? orders.lower_bound(*after) : orders.end();
    while (at != orders.begin() && rows.size() < limit) {
        --at;
        if (allows(filter, at->second)) rows.push_back(at->second);
    }
    return rows;
}

std::size_t MemoryBookReader::count_orders(model::AccountId const& account_id,
                                           ports::OrderFilter const& filter, std::size_t most) {
    auto const& orders = of(account_id).orders;
    auto const count =
        std::ranges::count_if(orders, [&](auto const& row) { return allows(filter, row.second); });
    return std::min(static_cast<std::size_t>(count), most);
}

std::vector<model::Execution> MemoryBookReader::executions(model::AccountId const& account_id,
                                                           ports::ExecutionFilter const& filter,
                                                           std::uint64_t after, std::size_t limit) {
    return page(of(account_id).executions, after, limit, [&](model::Execution const& execution) {
        return allows(filter.order_id, execution.order_id) &&
               allows(filter.symbol, execution.instrument.symbol);
    });
}

std::vector<model::Entry> MemoryBookReader::entries(model::AccountId const& account_id,
                                                    std::uint64_t after, std::size_t limit) {
    return page(of(account_id).entries, after, limit);
}

std::vector<model::Balance> MemoryBookReader::balances(model::AccountId const& account_id,
                                                       std::optional<model::AssetCode> const& after,
                                                       std::size_t limit) {
    return page(of(account_id).balances, after, limit);
}

std::vector<model::Balance> MemoryBookReader::balances_as_of(model::AccountId const& account_id,
                                                             model::Timestamp moment,
                                                             ports::EntryClock clock) {
    std::map<model::AssetCode, model::Balance> sums;
    for (auto const& [seq, entry] : of(account_id).entries) {
        auto const at =
            clock == ports::EntryClock::occurred ? entry.occurred_at : entry.recorded_at;
        if (at <= moment) add(sums, entry);
    }
    return page(sums, std::nullopt, sums.size());
}

std::vector<model::PositionState> MemoryBookReader::positions(
    model::AccountId const& account_id, std::optional<model::InstrumentKey> const& after,
    std::size_t limit) {
    std::vector<model::PositionState> rows;
    auto const& positions = of(account_id).positions;
    auto at = after ? positions.upper_bound(*after) : positions.begin();
    for (; at != positions.end() && rows.size() < limit; ++at) rows.push_back(at->second.state);
    return rows;
}

std::vector<ports::LotRow> MemoryBookReader::lots(model::AccountId const& account_id,
                                                  std::optional<model::InstrumentKey> const& after,
                                                  std::uint64_t after_number, std::size_t limit) {
    std::vector<ports::LotRow> rows;
    auto const& positions = of(account_id).positions;
    auto at = after ? positions.lower_bound(*after) : positions.begin();
    for (; at != positions.end(); ++at) {
        for (auto const& [number, lot] : at->second.lots) {
            if (rows.size() == limit) return rows;
            bool const is_after = !after || at->first != *after || number > after_number;
            if (is_after) rows.push_back({.instrument = at->first, .lot = lot});
        }
    }
    return rows;
}

std::vector<model::ExchangeOrderName> MemoryBookReader::earlier_names(
    model::AccountId const& account_id, std::optional<model::ExchangeOrderName> const& after,
    std::size_t limit) {
    std::vector<model::ExchangeOrderName> rows;
    auto const& names = of(account_id).earlier_names;
    auto at =
        after ? names.upper_bound({after->exchange_order_id, after->order_id}) : names.begin();
    for (; at != names.end() && rows.size() < limit; ++at) {
        rows.push_back({account_id, at->first, at->second});
    }
    return rows;
}

std::vector<model::Discrepancy> MemoryBookReader::discrepancies(model::AccountId const& account_id,
                                                                std::uint64_t after,
                                                                std::size_t limit) {
    return page(of(account_id).discrepancies, after, limit);
}

std::vector<model::OutboxRequest> MemoryBookReader::requests(
    ports::RequestFilter const& filter, std::optional<ports::RequestKey> const& after,
    std::size_t limit) {
    std::vector<model::OutboxRequest> rows;
    for (auto const& [id, account] : book_.accounts) {
        if (!allows(filter.account, id)) continue;
        for (auto const seq : account.unanswered_requests) {
            if (after && ports::RequestKey{id, seq} <= *after) continue;
            if (rows.size() == limit) return rows;
            auto const& row = account.requests.at(seq);
            if (allows(filter.exchange, row.exchange) && allows(filter.state, row.state)) {
                rows.push_back(row);
            }
        }
    }
    return rows;
}

std::vector<ports::RequestCount> MemoryBookReader::count_requests() {
    std::map<std::pair<model::ExchangeCode, model::RequestState>, std::uint64_t> counts;
    for (auto const& [id, account] : book_.accounts) {
        for (auto const seq : account.unanswered_requests) {
            auto const& row = account.requests.at(seq);
            ++counts[{row.exchange, row.state}];
        }
    }
    std::vector<ports::RequestCount> rows;
    for (auto const& [key, count] : counts) rows.push_back({key.first, key.second, count});
    return rows;
}

std::vector<ports::KindCount> MemoryBookReader::open_discrepancies() {
    std::map<model::DiscrepancyKind, std::uint64_t> counts;
    for (auto const& [id, account] : book_.accounts) {
        for (auto const& [number, discrepancy] : account.discrepancies) {
            if (discrepancy.state == model::DiscrepancyState::OPEN) ++counts[discrepancy.kind];
        }
    }
    std::vector<ports::KindCount> rows;
    for (auto const& [kind, count] : counts) rows.push_back({kind, count});
    return rows;
}

}  // namespace daybook::memory
