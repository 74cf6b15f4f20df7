#include "support/book_check.hpp"

#include <map>
#include <set>
#include <tuple>

#include "model/names.hpp"
#include "services/trade_postings.hpp"
#include "services/trade_tree.hpp"
#include "support/sample_values.hpp"

namespace daybook::support {
namespace {

using namespace model;
using Wrong = std::optional<std::string>;
using Place = std::tuple<Bucket, AssetCode, std::optional<InstrumentKey>>;

std::string text(Amount value) { return value.value().to_string(); }

Wrong check_entry(Entry const& entry, std::uint64_t seq) {
    auto const name = "entry " + std::to_string(entry.seq);
    if (entry.seq != seq) return name + " stands where " + std::to_string(seq) + " should";
    std::map<AssetCode, Amount> sums;
    std::set<Place> places;
    for (auto const& posting : entry.postings) {
        bool const has_instrument =
            posting.bucket == Bucket::TRADING || posting.bucket == Bucket::FEES;
        if (posting.instrument.has_value() != has_instrument) return name + ": instrument";
        if (posting.amount.is_zero()) return name + ": a posting of zero";
        if (!places.emplace(posting.bucket, posting.asset, posting.instrument).second) {
            return name + ": two postings in one place";
        }
        sums[posting.asset] += posting.amount;
    }
    for (auto const& [asset, sum] : sums) {
        if (!sum.is_zero()) return name + " does not balance in " + asset.value();
    }
    return std::nullopt;
}

Wrong check_balances(services::AccountBook const& book, std::map<Place, Amount> const& sums) {
    std::map<std::pair<Bucket, AssetCode>, Amount> totals;
    for (auto const& [place, amount] : sums) {
        totals[{std::get<0>(place), std::get<1>(place)}] += amount;
        if (!book.balances.contains(std::get<1>(place))) {
            return "no balance of " + std::get<1>(place).value();
        }
    }
    for (auto const& [asset, balance] : book.balances) {
        bool const right = balance.available == totals[{Bucket::AVAILABLE, asset}] &&
                           balance.held == totals[{Bucket::HELD, asset}] &&
                           balance.fees == totals[{Bucket::FEES, asset}] &&
                           balance.external == totals[{Bucket::EXTERNAL, asset}];
        if (!right) return "the balance of " + asset.value() + " is not the sum of its postings";
        if (balance.asset != asset || balance.account_id != book.id) return "a balance's key";
        if (balance.held.is_negative()) return "HELD of " + asset.value() + " is negative";
    }
    return std::nullopt;
}

Wrong check_lots(Position const& position) {
    Quantity quantity;
    Amount cost;
    std::set<std::uint64_t> numbers;
    Lot const* before = nullptr;
    for (auto const& lot : position.lots()) {
        quantity += lot.quantity_base;
        cost += lot.cost_quote;
        if (lot.quantity_base.is_zero()) return "an empty lot";
        if (lot.quantity_base.is_negative() != position.state().quantity_base.is_negative()) {
            return "a lot on the other side";
        }
        if (!numbers.insert(lot.number).second) return "two lots with one number";
        bool const in_order = before == nullptr || std::tie(before->opened_at, before->number) <
                                                       std::tie(lot.opened_at, lot.number);
        if (!in_order) return "lots out of order";
        before = &lot;
    }
    if (quantity != position.state().quantity_base) return "the lots' quantity";
    if (cost != position.state().cost_quote) return "the lots' cost";
    return std::nullopt;
}

Wrong check_position(services::PositionBook const& book, Instrument const& instrument,
                     CostBasis basis, std::map<Place, Amount> const& sums) {
    auto const& state = book.position.state();
    auto const at = [&](Bucket bucket, AssetCode const& asset) {
        auto const found = sums.find({bucket, asset, instrument.key});
        return found == sums.end() ? Amount{} : found->second;
    };
    auto const& base = instrument.base_asset;
    auto const& quote = instrument.quote_asset;
    auto const moved = at(Bucket::TRADING, base) + at(Bucket::FEES, base);
    if (moved.value() != (-state.quantity_base).value()) return "TRADING + FEES in base";
    if (at(Bucket::TRADING, quote) != state.cost_quote - state.realized_pnl_quote) {
        return "TRADING in quote is " + text(at(Bucket::TRADING, quote));
    }
    if (at(Bucket::FEES, quote) != state.fees_quote) return "FEES in quote";
    for (auto const& [asset, amount] : state.fees_other) {
        if (at(Bucket::FEES, asset) != amount) return "FEES in " + asset.value();
    }
    if (auto wrong = check_lots(book.position)) return wrong;
    if (!book.history) return "a whole book knows its history";
    Position again{state.account_id, state.instrument, base, basis};
    for (auto const& [seq, event] : *book.history) again.apply(event);
    if (again.state() != state) return "the position is not what its trades give";
    if (again.lots() != book.position.lots()) return "the lots are not what the trades give";
    return std::nullopt;
}

/// What BUY limits hold, each unit at the highest price of the terms that reach it. Adds up what
/// trades at one price before it multiplies.
/// Of a sale each price is turned: below zero it pays.
Amount limit_hold(OrderState const& state, std::vector<ReplaceTerms> const& terms, Decimal factor) {
    std::set<Quantity> ends;
    for (auto const& each : terms) ends.insert(each.quantity_base);
    std::map<Price, Quantity> at_price;
    auto from = state.filled_base;
    for (auto const& end : ends) {
        if (end <= from) continue;
        std::optional<Price> highest;
        for (auto const& each : terms) {
            if (each.quantity_base < end) continue;
            auto const price = each.price_quote.value_or(Price{});
            bool const buys = state.terms.side == Side::BUY;
            highest = std::max(highest, std::optional{buys ? price : -price});
        }
        at_price[std::max(*highest, Price{})] += end - from;
        from = end;
    }
    Amount sum;
    for (auto const& [price, leaves] : at_price) {
        sum += Amount{*multiply(*multiply(price.value(), leaves.value()), factor)};
    }
    return sum;
}

/// The formula of domain.md and docs/decisions/0005, for numbers whose products are exact.
Hold hold(Order const& order, Instrument const& instrument) {
    auto const& state = order.state();
    if (order.is_ended()) return {};
    std::vector<ReplaceTerms> terms{changeable(state.terms)};
    for (auto const& request : state.requests.outstanding) {
        if (request.terms) terms.push_back(*request.terms);
    }
    Quantity most;
    for (auto const& each : terms) most = std::max(most, each.quantity_base);
    auto const leaves = std::max(most - state.filled_base, Quantity{});
    Hold held;
    if (state.terms.side == Side::SELL) held.base = Amount{leaves.value()};
    if (has_limit(state.terms.type)) {
        auto const rate = std::max({instrument.maker_fee_rate, instrument.taker_fee_rate, Rate{}});
        held.quote = limit_hold(state, terms, decimal("1") + rate.value());
    } else if (state.terms.side == Side::BUY && !leaves.is_zero() && state.terms.budget_quote) {
        auto const left = *state.terms.budget_quote - state.filled_quote - state.fees_quote;
        held.quote = std::clamp(left, Amount{}, *state.terms.budget_quote);
    }
    return held;
}

/// The definition by which the hold of each order was reckoned last.
std::map<OrderId, std::uint64_t> definitions_of(std::vector<Entry> const& entries) {
    std::map<OrderId, std::uint64_t> definitions;
    for (auto const& entry : entries) {
        if (entry.order_id && entry.instrument_entry) {
            definitions[*entry.order_id] = *entry.instrument_entry;
        }
    }
    return definitions;
}

Wrong check_holds(services::AccountBook const& book, std::vector<Entry> const& entries,
                  services::ReferenceData const& reference) {
    auto const definitions = definitions_of(entries);
    std::map<AssetCode, Amount> held;
    for (auto const& [id, order] : book.orders) {
        if (book.account->funding == Funding::MARGIN) break;
        auto const& instrument = reference.instruments.at(order.state().terms.instrument);
        auto const& has = *order.state().held;
        bool const is_by_these_rules = definitions.at(id) == instrument.entry_seq;
        if (is_by_these_rules && has != hold(order, instrument)) {
            return "what order " + id.to_string() + " has held";
        }
        held[instrument.base_asset] += has.base;
        held[instrument.quote_asset] += has.quote;
    }
    for (auto const& [asset, balance] : book.balances) {
        if (balance.held != held[asset]) {
            return "HELD of " + asset.value() + " is " + text(balance.held) +
                   ", the live orders need " + text(held[asset]);
        }
    }
    return std::nullopt;
}

Wrong check_fills(services::AccountBook const& book, services::ReferenceData const& reference) {
    for (auto const& [id, order] : book.orders) {
        auto const executions = book.executions.find(id);
        auto const& instrument = reference.instruments.at(order.state().terms.instrument);
        Quantity base;
        Amount quote;
        Amount fees;
        if (executions != book.executions.end()) {
            services::TradeTree const tree{executions->second};
            for (auto const& [exec_id, execution] : executions->second) {
                if (execution.exec_type != ExecType::TRADE) continue;
                auto const terms = tree.effective_terms(execution);
                auto const value = services::value_of(terms, instrument);
                base += value->quantity_base;
                quote += value->notional_quote;
                fees += value->fee_quote;
            }
        }
        auto const& state = order.state();
        if (base != state.filled_base || quote != state.filled_quote || fees != state.fees_quote) {
            return "the order's fills are not the sums of its surviving trades";
        }
    }
    return std::nullopt;
}

template <class Map>
bool same_executions(Map const& a, Map const& b) {
    for (auto const& [id, executions] : a) {
        if (executions.empty()) continue;
        auto const found = b.find(id);
        if (found == b.end() || found->second != executions) return false;
    }
    return true;
}

bool same_positions(services::AccountBook const& a, services::AccountBook const& b) {
    for (auto const& [key, position] : a.positions) {
        auto const found = b.positions.find(key);
        if (found == b.positions.end()) return false;
        if (found->second.position.state() != position.position.state()) return false;
        if (found->second.position.lots() != position.position.lots()) return false;
        if (found->second.history != position.history) return false;
    }
    return true;
}

}  // namespace

Wrong check_book(services::AccountBook const& book, std::vector<Entry> const& entries,
                 services::ReferenceData const& reference) {
    std::map<Place, Amount> sums;
    std::uint64_t seq = 0;
    for (auto const& entry : entries) {
        if (auto wrong = check_entry(entry, ++seq)) return wrong;
        for (auto const& posting : entry.postings) {
            sums[{posting.bucket, posting.asset, posting.instrument}] += posting.amount;
        }
    }
    if (book.account && book.account->last_seq != seq) return std::string{"last_seq"};
    if (auto wrong = check_balances(book, sums)) return wrong;
    for (auto const& [key, position] : book.positions) {
        auto const& instrument = reference.instruments.at(key);
        if (auto wrong = check_position(position, instrument, book.account->cost_basis, sums)) {
            return "position " + key.symbol.value() + ": " + *wrong;
        }
    }
    if (auto wrong = check_fills(book, reference)) return wrong;
    return check_holds(book, entries, reference);
}

Wrong difference(services::AccountBook const& a, services::AccountBook const& b) {
    if (a.account != b.account) return "account";
    if (a.orders != b.orders) return "orders";
    if (a.balances != b.balances) return "balances";
    if (a.discrepancies != b.discrepancies) return "discrepancies";
    if (a.keys != b.keys) return "keys";
    if (!same_executions(a.executions, b.executions)) return "executions";
    if (!same_executions(b.executions, a.executions)) return "executions";
    if (!same_positions(a, b) || !same_positions(b, a)) return "positions";
    return std::nullopt;
}

}  // namespace daybook::support
