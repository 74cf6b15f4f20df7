#include "paper/paper_exchange.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <random>
#include <set>

#include "paper/paper_options.hpp"
#include "support/paper_market_bench.hpp"
#include "support/sample_values.hpp"

namespace daybook::paper {
namespace {

using namespace model;
using namespace std::chrono_literals;
using ports::ClientOrderId;
using ports::ExchangeAction;
using ports::ExchangeReport;
using support::bench_start;
using support::paper_order;
using support::said;

/// DAYBOOK_TEST_SEED repeats a run; without it every run is another.
std::uint64_t test_seed() {
    auto const* text = std::getenv("DAYBOOK_TEST_SEED");
    auto const seed = text != nullptr ? std::strtoull(text, nullptr, 10) : std::random_device{}();
    std::cout << "DAYBOOK_TEST_SEED=" << seed << '\n';
    return seed;
}

Timestamp after(std::chrono::microseconds time) {
    return Timestamp::from_micros(bench_start().micros() + time.count());
}

/// An exchange for BTC-USD whose reports are collected with the time of their arrival.
class ExchangeBench {
  public:
    explicit ExchangeBench(PaperLine line, PaperRules rules = {})
        : exchange{std::move(rules), line, bench_start()} {
        exchange.define(support::sample_instrument(support::btc_usd()));
    }

    /// What arrives until `time`: `3ms o1 NEW; 5ms ...`.
    std::string until(std::chrono::microseconds time) {
        std::string text;
        for (bool more = true; more;) {
            std::vector<ExchangeReport> arrived;
            more = exchange.step(after(time), arrived);
            auto const at = (exchange.now().micros() - bench_start().micros()) / 1000;
            for (auto const& report : arrived) {
                if (!text.empty()) text += "; ";
                text += std::to_string(at) + "ms " + said(report);
                all.push_back(report);
            }
        }
        return text;
    }
    void trade(std::string_view base, std::string_view price) {
        exchange.trade(support::btc_usd(), {exchange.now(), support::price(price),
                                            support::quantity(base), std::nullopt});
    }
    void cancel(std::string const& order, std::string const& id) {
        auto request = paper_order(order + " BUY 5@100");
        request.action = ExchangeAction::CANCEL;
        request.client_order_id = ClientOrderId{id};
        request.original_client_order_id = ClientOrderId{order};
        exchange.submit(request);
    }

    PaperExchange exchange;
    std::vector<ExchangeReport> all;
};

PaperLatency fixed(std::chrono::microseconds delay) { return {delay, delay, 0, 0us}; }

TEST(PaperExchangeLatency, DelaysRequestsDecisionsAndReports) {
    PaperRules rules;
    rules.reports_pending = true;
    ExchangeBench bench{{1, fixed(10ms), fixed(5ms), fixed(3ms), {}}, rules};
    bench.exchange.submit(paper_order("o1 BUY 5@100"));
    EXPECT_EQ(bench.until(12ms), "");
    EXPECT_EQ(bench.until(100ms), "13ms o1 PENDING_NEW; 18ms o1 NEW");
}

TEST(PaperExchangeLatency, LetsTradesComeBetweenARequestAndItsDecision) {
    ExchangeBench bench{{1, fixed(10ms), fixed(5ms), fixed(3ms), {}}};
    bench.exchange.submit(paper_order("o1 BUY 5@100"));
    EXPECT_EQ(bench.until(100ms), "18ms o1 NEW");
    bench.cancel("o1", "c1");
    EXPECT_EQ(bench.until(114ms), "");
    bench.trade("2", "99");
    EXPECT_EQ(bench.until(200ms), "117ms o1 TRADE 2@100 MAKER; 118ms o1 CANCELED");
    bench.exchange.submit(paper_order("o2 BUY 5@100"));
    EXPECT_EQ(bench.until(300ms), "218ms o2 NEW; 218ms o2 TRADE 5@99 TAKER");
}

TEST(PaperExchangeLatency, NeverLetsMessagesOfOneDirectionOvertakeEachOther) {
    PaperLine line;
    line.seed = test_seed();
    line.request_latency = {1ms, 50ms, 200, 500ms};
    line.decision_latency = {0ms, 50ms, 200, 500ms};
    line.report_latency = {1ms, 50ms, 200, 500ms};
    ExchangeBench bench{line};
    for (int i = 0; i < 200; ++i) {
        bench.exchange.submit(paper_order("o" + std::to_string(i) + " BUY 5@100"));
    }
    bench.until(3h);
    ASSERT_EQ(bench.all.size(), 200U);
    for (std::size_t i = 0; i < 200; ++i) {
        EXPECT_EQ(bench.all[i].client_order_id->value(), "o" + std::to_string(i));
    }
}

TEST(PaperExchangeFault, RefusesAnythingAtRandom) {
    PaperLine line;
    line.faults.reject_per_mille = 1000;
    ExchangeBench bench{line};
    bench.exchange.submit(paper_order("o1 BUY 5@100"));
    EXPECT_EQ(bench.until(1ms), "0ms o1 REJECTED");
}

TEST(PaperExchangeFault, ALostRequestIsUnknownToTheExchange) {
    PaperLine line;
    line.faults.lost_request_per_mille = 1000;
    ExchangeBench bench{line};
    bench.exchange.submit(paper_order("o1 BUY 5@100"));
    bench.exchange.ask_status(paper_order("o1 BUY 5@100"));
    EXPECT_EQ(bench.until(1h), "");
    EXPECT_EQ(bench.exchange.next_due(), std::nullopt);
}

TEST(PaperExchangeFault, WithheldReportsComeBeforeTheAnswerToAQuestion) {
    PaperLine line;
    line.faults.withheld_report_per_mille = 1000;
    ExchangeBench bench{line};
    bench.exchange.submit(paper_order("o1 BUY 5@100"));
    EXPECT_EQ(bench.until(1ms), "");
    bench.trade("2", "99");
    EXPECT_EQ(bench.until(2ms), "");
    bench.exchange.ask_status(paper_order("o1 BUY 5@100"));
    EXPECT_EQ(bench.until(3ms), "2ms o1 NEW; 2ms o1 TRADE 2@100 MAKER; 2ms o1 ORDER_STATUS 5@100");
    bench.trade("1", "99");
    EXPECT_EQ(bench.until(4ms), "");
    bench.exchange.release_withheld();
    EXPECT_EQ(bench.until(5ms), "4ms o1 TRADE 1@100 MAKER");
}

TEST(PaperExchangeFault, DuplicatesAreEqualToTheByte) {
    PaperLine line;
    line.faults.duplicate_per_mille = 1000;
    ExchangeBench bench{line};
    bench.exchange.submit(paper_order("o1 BUY 5@100"));
    EXPECT_EQ(bench.until(1ms), "0ms o1 NEW; 0ms o1 NEW");
    EXPECT_EQ(bench.all[0].report.exec_id, bench.all[1].report.exec_id);
    EXPECT_EQ(bench.all[0].occurred_at, bench.all[1].occurred_at);
}

/// A busy minute with every fault, as text.
std::string busy_minute(std::uint64_t seed, std::multiset<std::string>* exec_ids = nullptr) {
    PaperLine line;
    line.seed = seed;
    line.request_latency = {1ms, 40ms, 50, 300ms};
    line.decision_latency = {0ms, 20ms, 0, 0ms};
    line.report_latency = {1ms, 40ms, 50, 300ms};
    line.faults = {100, 100, 20, 200, 300, 2s};
    ExchangeBench bench{line};
    std::string text;
    for (int i = 0; i < 300; ++i) {
        auto const name = "o" + std::to_string(i);
        auto const side = i % 3 == 0 ? " SELL " : " BUY ";
        bench.exchange.submit(paper_order(name + side + "5@" + std::to_string(95 + i % 10)));
        if (i % 4 == 0) bench.cancel(name, name + "c");
        if (i % 5 == 0) bench.exchange.ask_status(paper_order(name + " BUY 5@100"));
        text += bench.until(200ms * i) + "\n";
        bench.trade("7", std::to_string(95 + (i * 7) % 10));
    }
    bench.exchange.release_withheld();
    text += bench.until(2h);
    for (auto const& report : bench.all) {
        if (exec_ids != nullptr) exec_ids->insert(report.report.exec_id.value());
    }
    return text;
}

TEST(PaperExchangeSeed, GivesTheSameReportsAgainAndAnotherSeedGivesOthers) {
    auto const seed = test_seed();
    std::multiset<std::string> exec_ids;
    auto const first = busy_minute(seed, &exec_ids);
    EXPECT_EQ(first, busy_minute(seed));
    EXPECT_NE(first, busy_minute(seed + 1));
    // The faults have happened.
    EXPECT_TRUE(std::ranges::any_of(
        exec_ids, [&](std::string const& id) { return exec_ids.count(id) == 2; }));
    EXPECT_NE(first.find("REJECTED"), std::string::npos);
    EXPECT_NE(first.find("UNKNOWN"), std::string::npos);
}

TEST(PaperExchangeSeed, DoesNotChangeWhatHappensWithoutFaults) {
    ExchangeBench one{{1, fixed(1ms), {}, {}, {}}};
    ExchangeBench two{{2, fixed(1ms), {}, {}, {}}};
    for (auto* const bench : {&one, &two}) bench->exchange.submit(paper_order("o1 BUY 5@100"));
    EXPECT_EQ(one.until(1s), two.until(1s));
}

TEST(PaperOptionsFault, IsNamedInOneSentence) {
    PaperOptions options;
    EXPECT_EQ(find_fault(options), std::nullopt);
    options.speed = 0;
    EXPECT_EQ(find_fault(options), "speed must be from 1 to 100000, not 0");
    options.line.faults.reorder_per_mille = 1001;
    EXPECT_EQ(find_fault(options), "reorder_per_mille must be at most 1000, not 1001");
    options.line.report_latency.min = 1ms;
    EXPECT_EQ(find_fault(options), "report_latency.max must not be less than min");
    options.rules.depth_base = support::quantity("-1");
    EXPECT_EQ(find_fault(options), "depth_base must not be negative, not -1");
    options.rules.day_ends_at = 24h;
    options.rules.depth_base.reset();
    EXPECT_EQ(find_fault(options),
              "day_ends_at must be a time of the day, from 0 to less than 24 hours");
    options.rules.id_prefix.clear();
    EXPECT_EQ(find_fault(options), "id_prefix must have 1 to 64 characters");
}

}  // namespace
}  // namespace daybook::paper
