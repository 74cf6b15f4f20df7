#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "paper/paper_exchange.hpp"
#include "paper/paper_market.hpp"
#include "support/paper_market_bench.hpp"
#include "support/sample_values.hpp"

namespace daybook::paper {
namespace {

using namespace model;
using ports::ClientOrderId;
using ports::ExchangeRequest;

Price price_of(std::int64_t value) { return Price{Decimal::from_integer(value)}; }
Quantity quantity_of(std::int64_t value) { return Quantity{Decimal::from_integer(value)}; }

std::vector<ExchangeRequest> orders(std::int64_t count) {
    std::vector<ExchangeRequest> all;
    auto request = support::paper_order("o BUY 1@100");
    for (std::int64_t i = 0; i < count; ++i) {
        request.client_order_id = ClientOrderId{"o" + std::to_string(i)};
        request.terms.price_quote = price_of(1'000 + (i * 7919) % 500);
        all.push_back(request);
    }
    return all;
}

/// Orders that rest, received and decided, each acknowledged.
void place_resting(benchmark::State& state) {
    auto const requests = orders(state.range(0));
    for (auto _ : state) {
        PaperMarket market{{}, support::bench_start()};
        market.define(support::sample_instrument(support::btc_usd()));
        for (auto const& request : requests) {
            if (market.receive(request)) market.decide(request);
            benchmark::DoNotOptimize(market.take_reports());
        }
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(place_resting)->Arg(1'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

/// Trades past orders that rest below, as most of a tape's are.
void play_trades_that_fill_nothing(benchmark::State& state) {
    PaperMarket market{{}, support::bench_start()};
    market.define(support::sample_instrument(support::btc_usd()));
    for (auto const& request : orders(1'000)) {
        if (market.receive(request)) market.decide(request);
    }
    auto const key = support::btc_usd();
    MarketTrade trade{support::bench_start(), price_of(2'000), quantity_of(1), std::nullopt};
    for (auto _ : state) {
        market.trade(key, trade);
        benchmark::DoNotOptimize(market.take_reports());
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(play_trades_that_fill_nothing);

/// Trades that each fill a piece of an order.
void play_trades_that_fill(benchmark::State& state) {
    PaperMarket market{{}, support::bench_start()};
    market.define(support::sample_instrument(support::btc_usd()));
    auto request = support::paper_order("o BUY 1000000000@1000");
    if (market.receive(request)) market.decide(request);
    auto const key = support::btc_usd();
    MarketTrade trade{support::bench_start(), price_of(1'000), quantity_of(1), std::nullopt};
    for (auto _ : state) {
        market.trade(key, trade);
        benchmark::DoNotOptimize(market.take_reports());
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(play_trades_that_fill);

/// Orders through the line: request, decision, report, each with a latency.
void place_through_the_line(benchmark::State& state) {
    auto const requests = orders(state.range(0));
    PaperLine line;
    line.request_latency.max = std::chrono::milliseconds{5};
    line.report_latency.max = std::chrono::milliseconds{5};
    for (auto _ : state) {
        PaperExchange exchange{{}, line, support::bench_start()};
        exchange.define(support::sample_instrument(support::btc_usd()));
        for (auto const& request : requests) exchange.submit(request);
        std::vector<ports::ExchangeReport> arrived;
        while (auto const due = exchange.next_message()) exchange.step(*due, arrived);
        benchmark::DoNotOptimize(arrived);
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(place_through_the_line)->Arg(10'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace daybook::paper
