#include "services/projection_check.hpp"

#include <set>

#include "model/hold.hpp"
#include "model/names.hpp"
#include "services/row_text.hpp"

namespace daybook::services {

using namespace model;

namespace {

constexpr std::size_t page_rows = 1000;

using Wrong = std::optional<std::string>;

/// Walks stored pages and rebuilt rows side by side. `pages(after)` gives the next page,
/// `rebuilt(row)` the rebuilt counterpart or nullptr, `name(row)` how a sentence names the row.
template <class Row, class Pages, class Rebuilt, class Name>
Wrong compare_rows(std::string const& table, std::size_t rebuilt_count, Pages pages,
                   Rebuilt rebuilt, Name name) {
    std::size_t count = 0;
    std::optional<Row> last;
    while (true) {
        std::vector<Row> const page = pages(last);
        for (auto const& row : page) {
            auto const expected = rebuilt(row);
            if (!expected) return table + " " + name(row) + " is stored, but no entry made it";
            if (!(*expected == row)) {
                return table + " " + name(row) + " differs from its entries: stored " +
                       text_of(row) + "; the entries make " + text_of(*expected);
            }
            ++count;
        }
        if (page.size() < page_rows) break;
        last = page.back();
    }
    if (count == rebuilt_count) return std::nullopt;
    return table + ": " + std::to_string(count) + " rows are stored, the entries make " +
           std::to_string(rebuilt_count);
}

std::string name_of_instrument(InstrumentKey const& key) {
    return key.exchange.value() + " " + key.symbol.value();
}

Wrong check_orders(ports::BookReader& stored, AccountBook const& rebuilt) {
    return compare_rows<Order>(
        "order", rebuilt.orders.size(),
        [&](std::optional<Order> const& last) {
            return stored.orders(rebuilt.id, {},
                                 last ? std::optional{last->state().id} : std::nullopt, page_rows);
        },
        [&](Order const& row) -> std::optional<Order> {
            auto const found = rebuilt.orders.find(row.state().id);
            return found == rebuilt.orders.end() ? std::nullopt : std::optional{found->second};
        },
        [](Order const& row) { return row.state().id.to_string(); });
}

/// The stored status column must be what the facts give: listing by each status finds exactly
/// the orders that have it.
Wrong check_statuses(ports::BookReader& stored, AccountBook const& rebuilt) {
    for (std::size_t i = 0; i < names_of<OrderStatus>.size(); ++i) {
        auto const status = static_cast<OrderStatus>(i);
        std::size_t expected = 0;
        for (auto const& [id, order] : rebuilt.orders) expected += order.status() == status;
        ports::OrderFilter filter;
        filter.statuses = {status};
        auto const wrong = compare_rows<Order>(
            "status " + std::string{name_of(status)} + " of order", expected,
            [&](std::optional<Order> const& last) {
                return stored.orders(rebuilt.id, filter,
                                     last ? std::optional{last->state().id} : std::nullopt,
                                     page_rows);
            },
            [&](Order const& row) -> std::optional<Order> {
                auto const found = rebuilt.orders.find(row.state().id);
                bool const has_it =
                    found != rebuilt.orders.end() && found->second.status() == status;
                return has_it ? std::optional{found->second} : std::nullopt;
            },
            [](Order const& row) { return row.state().id.to_string(); });
        if (wrong) return wrong;
    }
    return std::nullopt;
}

Wrong check_executions(ports::BookReader& stored, AccountBook const& rebuilt) {
    std::size_t count = 0;
    for (auto const& [order, executions] : rebuilt.executions) count += executions.size();
    return compare_rows<Execution>(
        "execution", count,
        [&](std::optional<Execution> const& last) {
            return stored.executions(rebuilt.id, {}, last ? last->entry_seq : 0, page_rows);
        },
        [&](Execution const& row) -> std::optional<Execution> {
            auto const order = rebuilt.executions.find(row.order_id);
            if (order == rebuilt.executions.end()) return std::nullopt;
            auto const found = order->second.find(row.exec_id);
            return found == order->second.end() ? std::nullopt : std::optional{found->second};
        },
        [](Execution const& row) { return row.exec_id.value(); });
}

Wrong check_balances(ports::BookReader& stored, AccountBook const& rebuilt) {
    return compare_rows<Balance>(
        "balance", rebuilt.balances.size(),
        [&](std::optional<Balance> const& last) {
            return stored.balances(rebuilt.id, last ? std::optional{last->asset} : std::nullopt,
                                   page_rows);
        },
        [&](Balance const& row) -> std::optional<Balance> {
            auto const found = rebuilt.balances.find(row.asset);
            return found == rebuilt.balances.end() ? std::nullopt : std::optional{found->second};
        },
        [](Balance const& row) { return row.asset.value(); });
}

Wrong check_positions(ports::BookReader& stored, AccountBook const& rebuilt) {
    return compare_rows<PositionState>(
        "position", rebuilt.positions.size(),
        [&](std::optional<PositionState> const& last) {
            return stored.positions(
                rebuilt.id, last ? std::optional{last->instrument} : std::nullopt, page_rows);
        },
        [&](PositionState const& row) -> std::optional<PositionState> {
            auto const found = rebuilt.positions.find(row.instrument);
            return found == rebuilt.positions.end() ? std::nullopt
                                                    : std::optional{found->second.position.state()};
        },
        [](PositionState const& row) { return name_of_instrument(row.instrument); });
}

Wrong check_lots(ports::BookReader& stored, AccountBook const& rebuilt) {
    std::map<std::pair<InstrumentKey, std::uint64_t>, Lot> lots;
    for (auto const& [key, book] : rebuilt.positions) {
        for (auto const& lot : book.position.lots()) lots.emplace(std::pair{key, lot.number}, lot);
    }
    return compare_rows<ports::LotRow>(
        "lot", lots.size(),
        [&](std::optional<ports::LotRow> const& last) {
            return stored.lots(rebuilt.id, last ? std::optional{last->instrument} : std::nullopt,
                               last ? last->lot.number : 0, page_rows);
        },
        [&](ports::LotRow const& row) -> std::optional<ports::LotRow> {
            auto const found = lots.find({row.instrument, row.lot.number});
            if (found == lots.end()) return std::nullopt;
            return ports::LotRow{row.instrument, found->second};
        },
        [](ports::LotRow const& row) {
            return name_of_instrument(row.instrument) + " " + std::to_string(row.lot.number);
        });
}

Wrong check_discrepancies(ports::BookReader& stored, AccountBook const& rebuilt) {
    return compare_rows<Discrepancy>(
        "discrepancy", rebuilt.discrepancies.size(),
        [&](std::optional<Discrepancy> const& last) {
            return stored.discrepancies(rebuilt.id, last ? last->number : 0, page_rows);
        },
        [&](Discrepancy const& row) -> std::optional<Discrepancy> {
            auto const found = rebuilt.discrepancies.find(row.number);
            return found == rebuilt.discrepancies.end() ? std::nullopt
                                                        : std::optional{found->second};
        },
        [](Discrepancy const& row) { return std::to_string(row.number); });
}

Wrong check_earlier_names(ports::BookReader& stored, AccountBook const& rebuilt) {
    std::set<ExchangeOrderName> names;
    for (auto const& [name, orders] : rebuilt.orders_at_exchange) {
        for (auto const& id : orders) {
            bool const is_current = rebuilt.orders.at(id).state().exchange_order_id == name;
            if (!is_current) names.insert({rebuilt.id, name, id});
        }
    }
    return compare_rows<ExchangeOrderName>(
        "earlier exchange_order_id", names.size(),
        [&](std::optional<ExchangeOrderName> const& last) {
            return stored.earlier_names(rebuilt.id, last, page_rows);
        },
        [&](ExchangeOrderName const& row) {
            return names.contains(row) ? std::optional{row} : std::nullopt;
        },
        [](ExchangeOrderName const& row) { return row.exchange_order_id.value(); });
}

Wrong check_account(ports::BookReader& stored, AccountBook const& rebuilt) {
    auto const account = stored.account(rebuilt.id);
    if (account == rebuilt.account) return std::nullopt;
    return "account " + rebuilt.id.value() + " differs from its entries: stored " +
           (account ? text_of(*account) : "none") + "; the entries make " +
           (rebuilt.account ? text_of(*rebuilt.account) : "none");
}

Amount sum_at(BucketSums const& sums, InstrumentKey const& key, AssetCode const& asset) {
    auto const found = sums.find({key, asset});
    return found == sums.end() ? Amount{} : found->second;
}

Wrong check_position_sums(PositionState const& state, std::deque<Lot> const& lots,
                          Instrument const& instrument, BucketSums const& trading,
                          BucketSums const& fees) {
    auto const name = "position " + name_of_instrument(state.instrument);
    Quantity quantity;
    Amount cost;
    for (auto const& lot : lots) {
        quantity += lot.quantity_base;
        cost += lot.cost_quote;
    }
    if (quantity != state.quantity_base || cost != state.cost_quote) {
        return name + " differs from the sum of its lots";
    }
    auto const base = sum_at(trading, instrument.key, instrument.base_asset) +
                      sum_at(fees, instrument.key, instrument.base_asset);
    if (base.value() != (-state.quantity_base).value()) {
        return name + " differs from TRADING and FEES in its base asset";
    }
    auto const quote = sum_at(trading, instrument.key, instrument.quote_asset);
    if (quote != state.cost_quote - state.realized_pnl_quote) {
        return name + " breaks the cash identity: TRADING in the quote asset is " +
               quote.value().to_string();
    }
    return std::nullopt;
}

Wrong check_holds(AccountBook const& rebuilt, ReferenceData const& reference) {
    std::map<AssetCode, Amount> held;
    for (auto const& [id, order] : rebuilt.orders) {
        auto const& instrument = reference.instruments.at(order.state().terms.instrument);
        auto const hold = held_by(order, instrument, rebuilt.account->funding);
        if (!hold) return "the hold of order " + id.to_string() + " is out of range";
        if (!order.is_live() && !order.state().requests.has(RequestKind::REPLACE) &&
            !hold->is_zero()) {
            return "order " + id.to_string() + " holds what it no longer needs";
        }
        held[instrument.base_asset] += hold->base;
        held[instrument.quote_asset] += hold->quote;
    }
    for (auto const& [asset, balance] : rebuilt.balances) {
        if (balance.held != held[asset]) {
            return "HELD of " + asset.value() + " is " + balance.held.value().to_string() +
                   ", the live orders need " + held[asset].value().to_string();
        }
    }
    return std::nullopt;
}

}  // namespace

Wrong check_projections(ports::BookReader& stored, AccountBook const& rebuilt) {
    for (auto const check :
         {check_account, check_orders, check_statuses, check_earlier_names, check_executions,
          check_balances, check_positions, check_lots, check_discrepancies}) {
        if (auto wrong = check(stored, rebuilt)) return wrong;
    }
    return std::nullopt;
}

Wrong check_invariants(AccountBook const& rebuilt, ReferenceData const& reference,
                       BucketSums const& trading, BucketSums const& fees) {
    for (auto const& [key, book] : rebuilt.positions) {
        auto const& instrument = reference.instruments.at(key);
        auto const& position = book.position;
        if (auto wrong =
                check_position_sums(position.state(), position.lots(), instrument, trading, fees)) {
            return wrong;
        }
    }
    return check_holds(rebuilt, reference);
}

}  // namespace daybook::services
