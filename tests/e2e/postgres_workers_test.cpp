#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>

#include "e2e/daybook_process.hpp"
#include "e2e/fleet_sender.hpp"
#include "e2e/postgres_book.hpp"
#include "e2e/worker_fleet.hpp"

namespace daybook::e2e {
namespace {

using testing::Each;
using testing::IsEmpty;
using Event = FleetSender::Event;

/// Four workers on one database, and what they are asked to book twice.
class PostgresWorkers : public PostgresBookTest {
  protected:
    static constexpr std::size_t workers = 4;

    void SetUp() override {
        PostgresBookTest::SetUp();
        if (IsSkipped()) return;
        fleet_.emplace(folder(), url(), workers);
        sender_.emplace(
            workers, [this](std::size_t worker) { return fleet_->port(worker); },
            FleetSender::Options{.seed = 42});
    }

    /// Sends the flow while `events` happen, each `step` answers after the one before.
    void send(std::vector<std::function<void()>> const& events) {
        auto const step = 2 * flow_.size() / (events.size() + 1);
        std::vector<Event> timed;
        for (auto const& event : events) timed.push_back({step * (timed.size() + 1), event});
        sender_->send(flow_, timed);
        std::printf("commands=%zu answers=%zu repeats=%zu longest_silence_s=%.2f\n", flow_.size(),
                    sender_->answers(), sender_->repeats(), sender_->longest_silence_seconds());
    }

    void expect_the_calm_book() {
        EXPECT_THAT(fleet_->stop(), Each(0));
        EXPECT_THAT(sender_->refusals(), IsEmpty());
        EXPECT_EQ(sender_->answers(), 2 * flow_.size());
        expect_book_of(flow_, folder(), url());
    }

    OrderFlow flow_ = make_order_flow(42, 8, 60 * scale());
    std::optional<WorkerFleet> fleet_;
    std::optional<FleetSender> sender_;
};

TEST_F(PostgresWorkers, BookOnceWhatIsSentTwiceAtTheSameTime) {
    send({});
    expect_the_calm_book();
}

TEST_F(PostgresWorkers, LoseAndDoubleNothingWhenTheyAreKilled) {
    std::vector<std::function<void()>> kills;
    for (std::size_t i = 0; i < 8 * scale(); ++i) {
        kills.emplace_back([this, i] { fleet_->kill(i % workers); });
    }
    send(kills);
    expect_the_calm_book();
}

TEST_F(PostgresWorkers, LoseAndDoubleNothingWhenTheServerCrashesUnderThem) {
    auto const crash = [this] { cluster().restart("immediate"); };
    send({crash, crash, crash});
    expect_the_calm_book();
}

}  // namespace
}  // namespace daybook::e2e
