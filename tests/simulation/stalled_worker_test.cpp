#include <gtest/gtest.h>

#include "app/exchange_dispatcher.hpp"
#include "simulation/faulty_world.hpp"
#include "support/processor_bench.hpp"
#include "support/sample_values.hpp"
#include "support/silent_log.hpp"
#include "support/unreliable_exchange.hpp"

namespace daybook::simulation {
namespace {

using namespace model;
using namespace std::chrono_literals;

TEST(StalledWorker, SendsNothingThatItClaimedBeforeItsLeaseEnded) {
    support::SilentLog const silent;
    support::ProcessorBench bench;
    bench.setup(R"(
        define_asset asset=USD display_decimals=2
        define_asset asset=BTC display_decimals=8
        market PAPER BTC-USD BTC/USD 0.01 1
        open_account funding=MARGIN cost_basis=FIFO
    )");
    auto const pass = [&](std::chrono::microseconds time) { bench.clock().pass(time); };
    Fate fate{1};
    FaultyStorage storage{bench.storage(), fate};
    FaultyBooking booking{bench.processor(), fate};
    support::UnreliableExchange exchange{1, bench.clock()};
    auto const gateway = exchange.open_gateway();
    app::ExchangeDeskSettings settings;
    settings.exchange = ExchangeCode{"PAPER"};
    settings.owner = "worker";
    auto const inbox = std::make_shared<app::ExchangeInbox>(bench.clock(), settings.reports_max);
    app::ExchangeDispatcher dispatcher{
        settings, app::ExchangeOutside{storage, booking, bench.clock(), *gateway}, inbox};
    auto const turn = [&] {
        exchange.step();
        dispatcher.turn(inbox->take(0us), bench.clock().steady_now());
    };
    dispatcher.begin();
    for (int i = 0; i < 6; ++i, pass(1s)) turn();
    ASSERT_EQ(dispatcher.status().session, ports::ExchangeStatus::Session::up);

    bench.run(std::vector<std::string>{"place o1 BUY 1@100"});
    // From here on every unit of work takes longer than a lease lasts.
    fate.stall = [&] { pass(15s); };
    fate.chances.stall_per_mille = 1'000;
    for (int i = 0; i < 5; ++i) turn();
    exchange.step();
    EXPECT_TRUE(exchange.orders().empty());

    fate.chances = {};
    for (int i = 0; i < 60; ++i, pass(1s)) {
        turn();
        booking.step();
    }
    ASSERT_EQ(exchange.orders().size(), 1u);
    EXPECT_EQ(exchange.orders().front().accepted, 1);
    EXPECT_EQ(dispatcher.status().requests_unanswered, 0u);
}

}  // namespace
}  // namespace daybook::simulation
