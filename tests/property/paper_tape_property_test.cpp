#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <tuple>

#include "paper/paper_market.hpp"
#include "paper/paper_random.hpp"
#include "paper/tape_reader.hpp"
#include "support/paper_market_bench.hpp"
#include "support/sample_values.hpp"
#include "support/temporary_folder.hpp"

namespace daybook::paper {
namespace {

using namespace model;
using ports::ClientOrderId;
using ports::ExchangeAction;
using ports::ExchangeRequest;

/// DAYBOOK_TEST_SEED repeats a run; without it every run is another.
std::uint64_t test_seed() {
    auto const* text = std::getenv("DAYBOOK_TEST_SEED");
    auto const seed = text != nullptr ? std::strtoull(text, nullptr, 10) : std::random_device{}();
    std::cout << "DAYBOOK_TEST_SEED=" << seed << '\n';
    return seed;
}

/// Counts of 10^-8.
using Count = std::int64_t;
constexpr Count units_per_count = 10'000'000'000;

Decimal decimal_of(Count count) { return Decimal::from_units(Int128{count} * units_per_count); }
Count count_of(Decimal value) { return static_cast<Count>(value.units() / units_per_count); }

/// An order that rests from one trade of the tape to another, by their numbers.
struct TestOrder {
    bool buys = true;
    Count limit = 0;
    Count quantity = 0;
    std::size_t from = 0;
    std::size_t until = 0;
};

/// Trade, order, quantity, price: who is filled by what. The trade's number stands for the one
/// before it where an order takes as it comes.
using Fills = std::vector<std::tuple<std::size_t, std::size_t, Count, Count>>;

/// The fills, computed trade by trade from nothing but the list of orders: O(trades * orders).
Fills expected_fills(std::vector<MarketTrade> const& tape, std::vector<TestOrder> const& orders) {
    Fills fills;
    std::vector<Count> left(orders.size());
    for (std::size_t t = 0; t < tape.size(); ++t) {
        // Orders come before the trade: what is marketable takes all it wants at the last price.
        for (std::size_t i = 0; i < orders.size(); ++i) {
            auto const& order = orders[i];
            if (order.from != t) continue;
            left[i] = order.quantity;
            if (t == 0) continue;
            auto const last = count_of(tape[t - 1].price_quote.value());
            if (order.buys ? order.limit < last : order.limit > last) continue;
            fills.emplace_back(t, i, order.quantity, last);
            left[i] = 0;
        }
        auto const price = count_of(tape[t].price_quote.value());
        bool const taker_buys = *tape[t].taker_side == Side::BUY;
        // By side that the taker came to, then the better price, then the age.
        std::vector<std::tuple<bool, Count, std::size_t>> queue;
        for (std::size_t i = 0; i < orders.size(); ++i) {
            auto const& order = orders[i];
            if (order.from > t || order.until <= t || left[i] == 0) continue;
            auto const edge = order.buys ? order.limit - price : price - order.limit;
            bool const is_rival = order.buys == taker_buys;
            if (edge > 0 || (edge == 0 && !is_rival)) queue.emplace_back(is_rival, -edge, i);
        }
        std::sort(queue.begin(), queue.end());
        auto quantity = count_of(tape[t].quantity_base->value());
        for (auto const& [is_rival, edge, i] : queue) {
            auto const given = std::min(quantity, left[i]);
            if (given == 0) break;
            fills.emplace_back(t, i, given, orders[i].limit);
            quantity -= given;
            left[i] -= given;
        }
    }
    return fills;
}

ExchangeRequest request_of(std::size_t number, TestOrder const& order, ExchangeAction action) {
    auto request =
        support::paper_order("o" + std::to_string(number) + (order.buys ? " BUY 1" : " SELL 1"));
    request.terms.quantity_base = Quantity{decimal_of(order.quantity)};
    request.terms.price_quote = Price{decimal_of(order.limit)};
    if (action == ExchangeAction::CANCEL) {
        request.action = action;
        request.original_client_order_id = request.client_order_id;
        request.client_order_id = ClientOrderId{"c" + std::to_string(number)};
    }
    return request;
}

Fills market_fills(std::vector<MarketTrade> const& tape, std::vector<TestOrder> const& orders) {
    PaperMarket market{{}, tape.front().time};
    market.define(support::sample_instrument(support::btc_usd()));
    std::multimap<std::size_t, std::size_t> comes;
    std::multimap<std::size_t, std::size_t> goes;
    for (std::size_t i = 0; i < orders.size(); ++i) {
        comes.emplace(orders[i].from, i);
        goes.emplace(orders[i].until, i);
    }
    Fills fills;
    for (std::size_t t = 0; t < tape.size(); ++t) {
        auto const ask = [&](auto const& numbers, ExchangeAction action) {
            for (auto [at, end] = numbers.equal_range(t); at != end; ++at) {
                auto const request = request_of(at->second, orders[at->second], action);
                if (market.receive(request)) market.decide(request);
            }
        };
        ask(goes, ExchangeAction::CANCEL);
        ask(comes, ExchangeAction::PLACE);
        market.trade(support::btc_usd(), tape[t]);
        for (auto const& said : market.take_reports()) {
            auto const& report = said.report;
            if (report.exec_type != ExecType::TRADE) continue;
            fills.emplace_back(t, std::stoul(report.exchange_order_id->value().substr(3)),
                               count_of(report.last_quantity_base->value()),
                               count_of(report.last_price_quote->value()));
        }
    }
    return fills;
}

/// Around the price of the trade at which each begins.
std::vector<TestOrder> random_orders(std::vector<MarketTrade> const& tape, std::uint64_t seed) {
    PaperRandom random{seed};
    std::vector<TestOrder> orders;
    for (int i = 0; i < 1000; ++i) {
        TestOrder order;
        order.buys = random.below(2) == 0;
        order.from = random.below(tape.size());
        order.until = order.from + 1 + random.below(tape.size());
        auto const price = count_of(tape[order.from].price_quote.value());
        order.limit = price - price / 100 + static_cast<Count>(random.below(price / 50));
        order.quantity = static_cast<Count>(1 + random.below(2'000)) * 100'000'000;
        orders.push_back(order);
    }
    std::ranges::sort(orders, {}, &TestOrder::from);  // So that numbers tell the age.
    return orders;
}

void expect_agreement(std::vector<MarketTrade> const& tape, std::uint64_t seed) {
    auto const orders = random_orders(tape, seed);
    auto const expected = expected_fills(tape, orders);
    EXPECT_GT(expected.size(), 500U);
    EXPECT_EQ(market_fills(tape, orders), expected);
    std::cout << tape.size() << " trades, " << orders.size() << " orders, " << expected.size()
              << " fills\n";
}

std::vector<MarketTrade> read_all(TapeFormat const& format) {
    TapeReader reader{format};
    std::vector<MarketTrade> tape;
    while (auto trade = reader.next()) tape.push_back(*trade);
    return tape;
}

TEST(PaperTape, OfRealTradesFillsAThousandOrdersAsAPlainRecomputationDoes) {
    auto const path = std::filesystem::path{DAYBOOK_SOURCE_DIR} /
                      "../shared/data/binance-xrpeth-2019-10-11/trades.csv.gz";
    if (!std::filesystem::exists(path)) {
        GTEST_SKIP() << path.string() << " is not here: it is no part of the project";
    }
    TapeFormat format{
        path.string(), {"ts_ms", "price", "qty", "side_taker"}, TapeTime::MILLISECONDS};
    auto const tape = read_all(format);
    EXPECT_EQ(tape.size(), 12'477U);
    expect_agreement(tape, test_seed());
}

TEST(PaperTape, OfARandomWalkFillsAThousandOrdersAsAPlainRecomputationDoes) {
    auto const seed = test_seed();
    PaperRandom random{seed};
    support::TemporaryFolder folder;
    TapeFormat format{
        folder.file("tape.csv"), {"time", "price", "quantity", "side"}, TapeTime::SECONDS};
    {
        std::ofstream file{format.path};
        file << "time,price,quantity,side\n";
        Count price = 140'000;
        for (int i = 0; i < 5'000; ++i) {
            price += static_cast<Count>(random.below(101)) - 50;
            auto const quantity = static_cast<Count>(1 + random.below(90'000'000'000));
            file << i << "," << decimal_of(price).to_string() << ","
                 << decimal_of(quantity).to_string() << ","
                 << (random.below(2) == 0 ? "buy" : "sell") << "\n";
        }
    }
    expect_agreement(read_all(format), seed);
}

}  // namespace
}  // namespace daybook::paper
