#include "paper/paper_gateway.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <thread>

#include "support/paper_market_bench.hpp"
#include "support/recording_listener.hpp"
#include "support/sample_values.hpp"
#include "support/temporary_folder.hpp"

namespace daybook::paper {
namespace {

using namespace model;
using namespace std::chrono_literals;
using ports::ClientOrderId;
using ports::ExchangeAction;
using ports::ExchangeReport;
using ports::SessionState;
using support::btc_usd;
using support::paper_order;
using support::price;
using support::RecordingListener;
using support::said;

constexpr auto over = PaperGateway::Handed::over;

/// A trade a second, from bench_start().
class PaperGatewayTape : public testing::Test {
  protected:
    PaperOptions with_tape(std::vector<std::string> const& trades) {
        auto const path = folder_.file("tape.csv");
        std::ofstream file{path};
        file << "time,price,quantity\n";
        auto const start = support::bench_start().micros() / 1'000'000;
        for (std::size_t i = 0; i < trades.size(); ++i) {
            file << start + static_cast<std::int64_t>(i) << "," << trades[i] << "\n";
        }
        PaperOptions options;
        options.instruments = {support::sample_instrument(btc_usd())};
        options.tape = {{path, {}, TapeTime::SECONDS}, btc_usd()};
        options.speed.reset();
        options.holds_tape = true;
        return options;
    }

    static void begin(PaperGateway& gateway, RecordingListener& listener) {
        gateway.start(listener, 1);
        listener.wait_for(SessionState::up);
    }

    support::TemporaryFolder folder_;
};

PaperOptions without_tape() {
    PaperOptions options;
    options.instruments = {support::sample_instrument(btc_usd())};
    options.starts_at = support::bench_start();
    options.speed.reset();
    return options;
}

TEST_F(PaperGatewayTape, GoesUpAndDownAndTakesRequestsOnlyBetween) {
    RecordingListener listener;
    PaperGateway gateway{with_tape({"100,1"})};
    EXPECT_EQ(gateway.state(), SessionState::down);
    EXPECT_EQ(gateway.send(paper_order("o1 BUY 5@100")), PaperGateway::Handed::not_connected);
    begin(gateway, listener);
    EXPECT_EQ(gateway.state(), SessionState::up);
    EXPECT_EQ(gateway.send(paper_order("o2 BUY 5@100")), over);
    EXPECT_EQ(gateway.ask_status(paper_order("o3 BUY 5@100")), over);
    gateway.wait_until_idle();
    gateway.stop();
    EXPECT_EQ(gateway.state(), SessionState::down);
    EXPECT_EQ(gateway.send(paper_order("o4 BUY 5@100")), PaperGateway::Handed::not_connected);
    EXPECT_EQ(said(listener.take_reports()), "o2 NEW; o3 UNKNOWN");
    using Told = std::pair<SessionState, std::string>;
    EXPECT_EQ(
        listener.sessions(),
        (std::vector<Told>{{SessionState::synchronizing, "reports that are not durable come again"},
                           {SessionState::up, ""},
                           {SessionState::down, "the session was ended"}}));
    EXPECT_EQ(gateway.describe(),
              "paper exchange, seed 1, tape " + folder_.file("tape.csv") + ", as fast as possible");
}

TEST_F(PaperGatewayTape, PlaysTheTapeUntilItIsToldAndThenOn) {
    RecordingListener listener;
    PaperGateway gateway{with_tape({"101,1", "100,2", "100,2", "99,3"})};
    begin(gateway, listener);
    EXPECT_EQ(gateway.send(paper_order("o1 BUY 5@100")), over);
    auto const second = Timestamp::from_micros(support::bench_start().micros() + 1'000'000);
    EXPECT_EQ(gateway.play_until(second), over);
    gateway.wait_until_idle();
    EXPECT_EQ(said(listener.take_reports()), "o1 NEW; o1 TRADE 2@100 MAKER");
    EXPECT_EQ(gateway.send(paper_order("o2 BUY 5@101")), over);
    EXPECT_EQ(gateway.play_until(), over);
    gateway.wait_until_idle();
    auto const reports = listener.take_reports();
    EXPECT_EQ(said(reports),
              "o2 NEW; o2 TRADE 5@100 TAKER; o1 TRADE 2@100 MAKER; o1 TRADE 1@100 MAKER");
    EXPECT_EQ(reports[1].occurred_at, second);
}

TEST_F(PaperGatewayTape, LetsNothingExpireWhenNoTradeMovesTheTime) {
    RecordingListener listener;
    PaperGateway gateway{with_tape({"101,1", "101,1", "101,1"})};
    begin(gateway, listener);
    EXPECT_EQ(gateway.send(paper_order("o1 BUY 5@100 tif=GTD expires=1")), over);
    EXPECT_EQ(gateway.send(paper_order("o2 BUY 5@100 tif=GTD expires=3")), over);
    EXPECT_EQ(gateway.play_until(), over);
    gateway.wait_until_idle();
    EXPECT_EQ(said(listener.take_reports()), "o1 NEW; o2 NEW; o1 EXPIRED");
}

TEST_F(PaperGatewayTape, IsTheSameAgainWithEveryFaultAndReactionsToReports) {
    std::vector<std::string> trades;
    for (int i = 0; i < 300; ++i) trades.push_back(std::to_string(95 + (i * 7) % 10) + ",4");
    auto const run = [&] {
        auto options = with_tape(trades);
        options.line.seed = 7;
        options.line.request_latency = {100ms, 2s, 10, 5s};
        options.line.report_latency = {100ms, 2s, 10, 5s};
        options.line.faults = {50, 50, 10, 100, 200, 3s};
        RecordingListener listener;
        PaperGateway gateway{options};
        int reactions = 0;
        listener.react = [&](ExchangeReport const& report) {
            if (report.report.exec_type != ExecType::TRADE || ++reactions > 100) return;
            auto const name = "r" + std::to_string(reactions);
            static_cast<void>(gateway.send(paper_order(name + " SELL 3@97")));
        };
        begin(gateway, listener);
        for (int i = 0; i < 50; ++i) {
            auto const terms = " BUY 7@" + std::to_string(95 + i % 8);
            EXPECT_EQ(gateway.send(paper_order("o" + std::to_string(i) + terms)), over);
        }
        EXPECT_EQ(gateway.play_until(), over);
        gateway.wait_until_idle();
        return said(listener.take_reports());
    };
    auto const first = run();
    EXPECT_GT(first.size(), 1000U);
    EXPECT_EQ(first, run());
}

TEST_F(PaperGatewayTape, RefusesToStartWithWhatCannotWork) {
    RecordingListener listener;
    auto const reason = [&](PaperOptions const& options) -> std::string {
        PaperGateway gateway{options};
        try {
            gateway.start(listener, 1);
        } catch (ports::ExchangeError const& error) {
            return error.what();
        }
        return "started";
    };
    auto options = with_tape({"100,1"});
    options.speed = 0;
    EXPECT_EQ(reason(options), "paper: speed must be from 1 to 100000, not 0");
    options.speed = 1;
    options.tape->format.columns.price = "px";
    EXPECT_EQ(reason(options),
              "tape " + options.tape->format.path + " line 1: the header has no column \"px\"");
    EXPECT_TRUE(listener.sessions().empty());
}

TEST_F(PaperGatewayTape, EndsTheSessionWhenTheTapeCannotBeReadOnAndCanBeginAnew) {
    RecordingListener listener;
    PaperGateway gateway{with_tape({"101,1", "nonsense,1", "100,9"})};
    begin(gateway, listener);
    EXPECT_EQ(gateway.send(paper_order("o1 BUY 5@100")), over);
    EXPECT_EQ(gateway.play_until(), over);
    listener.wait_for(SessionState::down);
    EXPECT_EQ(listener.sessions().back().second,
              "tape " + folder_.file("tape.csv") +
                  " line 3: column price: \"nonsense\" must be a positive decimal number with at "
                  "most 18 decimals");
    gateway.wait_until_idle();
    EXPECT_EQ(gateway.send(paper_order("o2 BUY 5@100")), PaperGateway::Handed::not_connected);
    begin(gateway, listener);
    EXPECT_EQ(gateway.ask_status(paper_order("o1 BUY 5@100")), over);
    gateway.wait_until_idle();
    EXPECT_EQ(said(listener.take_reports()), "o1 NEW; o1 ORDER_STATUS 5@100");
}

TEST(PaperGatewaySession, TellsAgainWhatIsNotDurableAndNothingElse) {
    RecordingListener listener{false};
    PaperGateway gateway{without_tape()};
    gateway.start(listener, 1);
    listener.wait_for(SessionState::up);
    for (auto const* order : {"o1 BUY 5@100", "o2 BUY 5@100", "o3 BUY 5@100"}) {
        EXPECT_EQ(gateway.send(paper_order(order)), over);
    }
    gateway.wait_until_idle();
    auto const heard = listener.take();
    ASSERT_EQ(heard.size(), 3U);
    heard[1].durable();
    gateway.stop();
    gateway.start(listener, 1);
    listener.wait_for(SessionState::up);
    auto const again = listener.take();
    ASSERT_EQ(again.size(), 2U);
    EXPECT_EQ(said(again[0].report), "o1 NEW");
    EXPECT_EQ(said(again[1].report), "o3 NEW");
    EXPECT_EQ(again[0].report.report.exec_id, heard[0].report.report.exec_id);
    heard[0].durable();
    again[1].durable();
    gateway.stop();
    gateway.start(listener, 1);
    listener.wait_for(SessionState::up);
    EXPECT_TRUE(listener.take().empty());
}

TEST(PaperGatewaySession, KnowsWhatItWasSentAndThatAnotherMarketWasSentNothingOfIt) {
    ports::UncertainRequest const asked{ports::ClientOrderId{"o1"}, 1,
                                        model::Timestamp::from_micros(1)};
    RecordingListener listener;
    {
        PaperGateway gateway{without_tape()};
        EXPECT_EQ(gateway.send(paper_order("o1 BUY 5@100")), PaperGateway::Handed::not_connected);
        gateway.start(listener, 1);
        listener.wait_for(SessionState::up);
        EXPECT_EQ(gateway.was_sent(asked), ports::SentBefore::no);
        EXPECT_EQ(gateway.send(paper_order("o1 BUY 5@100")), over);
        EXPECT_EQ(gateway.was_sent(asked), ports::SentBefore::yes);
        gateway.stop();
        gateway.start(listener, 2);
        EXPECT_EQ(gateway.was_sent(asked), ports::SentBefore::yes);
    }
    PaperGateway next{without_tape()};
    next.start(listener, 3);
    EXPECT_EQ(next.was_sent(asked), ports::SentBefore::no);
}

TEST(PaperGatewaySession, LetsReportsBecomeDurableAfterItIsGone) {
    RecordingListener listener{false};
    {
        PaperGateway gateway{without_tape()};
        gateway.start(listener, 1);
        listener.wait_for(SessionState::up);
        EXPECT_EQ(gateway.send(paper_order("o1 BUY 5@100")), over);
        gateway.wait_until_idle();
    }
    for (auto const& heard : listener.take()) heard.durable();
}

TEST_F(PaperGatewayTape, StandsStillWhileTooManyReportsAreNotDurable) {
    std::vector<std::string> trades(100, "100,1");
    auto options = with_tape(trades);
    options.unconfirmed_reports_max = 10;
    RecordingListener listener{false};
    PaperGateway gateway{options};
    begin(gateway, listener);
    EXPECT_EQ(gateway.send(paper_order("o1 BUY 100@100")), over);
    EXPECT_EQ(gateway.play_until(), over);
    std::size_t told = 0;
    while (told < 101) {
        listener.wait_for_reports(1);
        auto const heard = listener.take();
        told += heard.size();
        EXPECT_LE(heard.size(), 10U);
        for (auto const& one : heard) one.durable();
    }
    gateway.wait_until_idle();
    EXPECT_EQ(told, 101U);
}

TEST(PaperGatewayPrice, PostedPricesFillOrdersOfInstrumentsListedMeanwhile) {
    auto options = without_tape();
    options.instruments.clear();
    RecordingListener listener;
    PaperGateway gateway{options};
    gateway.start(listener, 1);
    listener.wait_for(SessionState::up);
    EXPECT_EQ(gateway.send(paper_order("o1 BUY 5@100")), over);
    EXPECT_EQ(gateway.define(support::sample_instrument(btc_usd())), over);
    EXPECT_EQ(gateway.send(paper_order("o2 BUY 5@100")), over);
    EXPECT_EQ(gateway.post_price(btc_usd(), price("100"), support::quantity("2")), over);
    EXPECT_EQ(gateway.post_price(btc_usd(), price("99")), over);
    EXPECT_EQ(gateway.send(paper_order("o3 SELL 5 type=MARKET")), over);
    gateway.wait_until_idle();
    EXPECT_EQ(said(listener.take_reports()),
              "o1 REJECTED; o2 NEW; o2 TRADE 2@100 MAKER; o2 TRADE 3@100 MAKER; o3 NEW; "
              "o3 TRADE 5@99 TAKER");
}

TEST_F(PaperGatewayTape, GoesByTheClockWhenItHasASpeed) {
    auto options = with_tape({"101,1", "100,2", "99,3"});
    options.speed = 10'000;
    RecordingListener listener;
    PaperGateway gateway{options};
    begin(gateway, listener);
    EXPECT_EQ(gateway.send(paper_order("o1 BUY 5@100")), over);
    EXPECT_EQ(gateway.send(paper_order("o2 BUY 5@90 tif=GTD expires=100")), over);
    listener.wait_for_reports(2);
    EXPECT_EQ(gateway.play_until(), over);
    gateway.wait_until_idle();  // Until the second order has expired.
    auto const reports = listener.take_reports();
    std::multiset<std::string> all;
    for (auto const& report : reports) all.insert(said(report));
    EXPECT_TRUE(all.contains("o1 NEW"));
    EXPECT_TRUE(all.contains("o2 EXPIRED") || all.contains("o2 REJECTED")) << said(reports);
    EXPECT_TRUE(all.contains("o1 TRADE 2@100 MAKER") || all.contains("o1 TRADE 5@99 TAKER"))
        << said(reports);
}

TEST(PaperClockWhen, KnowsNoTimeThatIsTooFarAway) {
    auto const begin = PaperClock::Steady::now();
    PaperClock const clock{support::bench_start(), begin, 2};
    EXPECT_EQ(clock.at(begin + 3s).micros(), support::bench_start().micros() + 6'000'000);
    EXPECT_GE(clock.when(clock.at(begin + 3s)), begin + 3s);
    auto const end_of_time = Timestamp::parse("9999-12-31T23:59:59Z").value();
    EXPECT_GT(clock.when(end_of_time), begin + 24h * 365);
}

TEST(PaperGatewayThreads, TakesRequestsFromManyAndLosesNone) {
    RecordingListener listener;
    auto options = without_tape();
    options.speed = 1000;
    PaperGateway gateway{options};
    gateway.start(listener, 1);
    listener.wait_for(SessionState::up);
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&gateway, thread] {
            for (int i = 0; i < 200; ++i) {
                auto const name = "t" + std::to_string(thread) + "-" + std::to_string(i);
                EXPECT_EQ(gateway.send(paper_order(name + " BUY 5@100")), over);
                static_cast<void>(gateway.post_price(btc_usd(), price("101")));
                EXPECT_EQ(gateway.state(), SessionState::up);
            }
        });
    }
    for (auto& thread : threads) thread.join();
    gateway.wait_until_idle();
    std::set<std::string> acknowledged;
    for (auto const& report : listener.take_reports()) {
        if (report.report.exec_type == ExecType::NEW) {
            acknowledged.insert(report.client_order_id->value());
        }
    }
    EXPECT_EQ(acknowledged.size(), 800U);
    gateway.stop();
}

}  // namespace
}  // namespace daybook::paper
