#include <algorithm>
#include <chrono>
#include <thread>

#include "contract/storage_contract.hpp"
#include "services/command_processor.hpp"
#include "support/command_text.hpp"
#include "support/counting_order_ids.hpp"
#include "support/manual_clock.hpp"
#include "support/processor_bench.hpp"
#include "support/sample_values.hpp"
#include "system/openssl_sha256.hpp"

namespace daybook::contract {
namespace {

using namespace std::chrono_literals;
using model::AccountId;
using model::Timestamp;

/// A lane of a worker whose wall clock may be wrong.
class LaneOfClock {
  public:
    LaneOfClock(ports::Storage& storage, std::chrono::microseconds ahead)
        : unit_of_work_{storage.open_unit_of_work()} {
        clock_.set_wall_ahead(ahead);
    }
    [[nodiscard]] support::ManualClock& clock() { return clock_; }
    std::string book(std::vector<std::string> const& lines) {
        model::CommandBatch batch;
        for (auto const& line : lines) batch.commands.push_back(support::command(line));
        auto const answers = processor_.run(std::span{&batch, 1});
        return support::said(answers.front().back());
    }

  private:
    std::unique_ptr<ports::UnitOfWork> unit_of_work_;
    support::ManualClock clock_{support::at_micros(0)};
    support::NumberedOrderIds order_ids_;
    system::OpensslSha256 sha256_;
    services::CommandProcessor processor_{
        {*unit_of_work_, clock_, order_ids_, sha256_, [](auto) {}}};
};

class RecordedAtContract : public StorageContract {
  protected:
    std::vector<Timestamp> times(std::string_view account) {
        std::vector<Timestamp> all;
        read([&](ports::BookReader& book) {
            all.clear();
            for (auto const& entry : book.entries(AccountId{account}, 0, 1'000)) {
                all.push_back(entry.recorded_at);
            }
        });
        return all;
    }
};
DAYBOOK_ON_EVERY_STORAGE(RecordedAtContract);

TEST_P(RecordedAtContract, AClockThatIsSetBackStandsStillForAnAccountUntilItHasMadeUpForIt) {
    LaneOfClock lane{storage(), 0s};
    auto const noon = lane.clock().now();
    ASSERT_EQ(
        lane.book({"define_asset asset=USD display_decimals=2",
                   "open_account funding=MARGIN cost_basis=FIFO",
                   "open_account account=beta funding=MARGIN cost_basis=FIFO", "deposit 1 USD"}),
        "DONE");
    lane.clock().set_wall_ahead(-1h);
    ASSERT_EQ(lane.book({"deposit 2 USD", "deposit 4 USD"}), "DONE");
    ASSERT_EQ(lane.book({"open_account account=gamma funding=MARGIN cost_basis=FIFO"}), "DONE");
    lane.clock().set_wall_ahead(1s);
    ASSERT_EQ(lane.book({"deposit 8 USD"}), "DONE");
    auto const second = lane.clock().now();
    EXPECT_EQ(times("alpha"), (std::vector{noon, noon, noon, noon, second}));
    auto const before_noon = Timestamp::from_micros(noon.micros() - 1);
    EXPECT_EQ(times("gamma").front().micros(), noon.micros() - 3'600'000'000);
    EXPECT_LT(times("gamma").front(), before_noon) << "accounts do not wait for each other";
}

TEST_P(RecordedAtContract, ABalanceAsOfAPastMomentStaysWhatItWas) {
    LaneOfClock lane{storage(), 0s};
    ASSERT_EQ(lane.book({"define_asset asset=USD display_decimals=2",
                         "open_account funding=MARGIN cost_basis=FIFO", "deposit 1 USD"}),
              "DONE");
    auto const as_of = Timestamp::from_micros(lane.clock().now().micros() - 1'000'000);
    auto const balances = [&] {
        std::size_t count = 9;
        read([&](ports::BookReader& book) {
            count =
                book.balances_as_of(AccountId{"alpha"}, as_of, ports::EntryClock::recorded).size();
        });
        return count;
    };
    EXPECT_EQ(balances(), 0U);
    lane.clock().set_wall_ahead(-1h);
    ASSERT_EQ(lane.book({"deposit 2 USD"}), "DONE");
    EXPECT_EQ(balances(), 0U);
}

TEST_P(RecordedAtContract, WorkersWithClocksAnHourApartRecordAnAccountInOneOrder) {
    LaneOfClock first{storage(), 0s};
    ASSERT_EQ(first.book({"define_asset asset=USD display_decimals=2",
                          "open_account funding=MARGIN cost_basis=FIFO"}),
              "DONE");
    auto const deposit = [](LaneOfClock& lane) {
        for (int i = 0; i < 25; ++i) {
            lane.clock().pass(1s);
            EXPECT_EQ(lane.book({"deposit 1 USD"}), "DONE");
        }
    };
    std::jthread other{[&] {
        LaneOfClock late{storage(), -1h};
        deposit(late);
    }};
    LaneOfClock early{storage(), 1h};
    deposit(early);
    other.join();
    auto const all = times("alpha");
    EXPECT_EQ(all.size(), 51U);
    EXPECT_TRUE(std::ranges::is_sorted(all));
}

}  // namespace
}  // namespace daybook::contract
