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

/// A worker of one exchange, with a wall clock of its own.
struct WorkerOfClock {
    WorkerOfClock(ports::Storage& storage, FaultyBooking& booking,
                  support::UnreliableExchange& exchange, Timestamp now, std::string owner)
        : clock{now}, gateway{exchange.open_gateway()} {
        app::ExchangeDeskSettings settings;
        settings.exchange = ExchangeCode{"PAPER"};
        settings.owner = std::move(owner);
        inbox = std::make_shared<app::ExchangeInbox>(clock, settings.reports_max);
        dispatcher = std::make_unique<app::ExchangeDispatcher>(
            settings, app::ExchangeOutside{storage, booking, clock, *gateway}, inbox);
        dispatcher->begin();
    }
    void turn() { dispatcher->turn(inbox->take(0us), clock.steady_now()); }
    [[nodiscard]] bool has_session() const {
        return dispatcher->status().session == ports::ExchangeStatus::Session::up;
    }

    support::ManualClock clock;
    std::unique_ptr<ports::ExchangeGateway> gateway;
    std::shared_ptr<app::ExchangeInbox> inbox;
    std::unique_ptr<app::ExchangeDispatcher> dispatcher;
};

class WallClock : public testing::Test {
  protected:
    WallClock() {
        bench_.setup(R"(
            define_asset asset=USD display_decimals=2
            define_asset asset=BTC display_decimals=8
            market PAPER BTC-USD BTC/USD 0.01 1
            open_account funding=MARGIN cost_basis=FIFO
        )");
    }

    std::unique_ptr<WorkerOfClock> worker(std::string owner) {
        return std::make_unique<WorkerOfClock>(storage_, booking_, exchange_,
                                               bench_.clock().steady_now(), std::move(owner));
    }
    /// Lets so many seconds pass for all that is left of these workers.
    void live(int seconds, std::vector<WorkerOfClock*> const& workers) {
        for (int i = 0; i < seconds; ++i) {
            for (auto* worker : workers) {
                worker->turn();
                worker->clock.pass(1s);
            }
            exchange_.step();
            booking_.step();
            bench_.clock().pass(1s);
        }
    }

    support::SilentLog const silent_;
    support::ProcessorBench bench_;
    Fate fate_{1};
    FaultyStorage storage_{bench_.storage(), fate_};
    FaultyBooking booking_{bench_.processor(), fate_};
    support::UnreliableExchange exchange_{1, bench_.clock()};
};

TEST_F(WallClock, SetBackByAnHourKeepsNoRequestAndNoCancelFromTheExchange) {
    auto const one = worker("one");
    live(6, {one.get()});
    ASSERT_TRUE(one->has_session());
    bench_.setup("place o1 BUY 1@100");
    live(2, {one.get()});
    ASSERT_EQ(exchange_.orders().size(), 1U);

    one->clock.set_wall_ahead(-1h);
    bench_.clock().set_wall_ahead(-1h);
    bench_.setup("place o2 BUY 1@100\n cancel o1");
    live(5, {one.get()});
    EXPECT_TRUE(one->has_session());
    ASSERT_EQ(exchange_.orders().size(), 2U);
    EXPECT_EQ(exchange_.orders().front().status, OrderStatus::CANCELED);
    EXPECT_EQ(one->dispatcher->status().requests_unanswered, 0U);
    EXPECT_EQ(bench_.verify(), "");
}

TEST_F(WallClock, AWorkerAnHourAheadStealsNoLease) {
    auto const one = worker("one");
    auto const ahead = worker("ahead");
    ahead->clock.set_wall_ahead(1h);
    live(60, {one.get(), ahead.get()});
    EXPECT_TRUE(one->has_session());
    EXPECT_FALSE(ahead->has_session());
}

TEST_F(WallClock, AWorkerAnHourAheadThatIsKilledLeavesTheExchangeForTheLengthOfItsLeaseOnly) {
    auto ahead = worker("ahead");
    ahead->clock.set_wall_ahead(1h);
    live(6, {ahead.get()});
    ASSERT_TRUE(ahead->has_session());
    auto const other = worker("other");
    live(6, {ahead.get(), other.get()});
    ASSERT_FALSE(other->has_session());
    ahead->dispatcher.reset();
    // The lease, and the pause until it is looked at again.
    live(15, {other.get()});
    EXPECT_TRUE(other->has_session());
}

}  // namespace
}  // namespace daybook::simulation
