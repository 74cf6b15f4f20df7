#include "app/book_watch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/engine.hpp"
#include "memory/memory_storage.hpp"
#include "services/book_timeline.hpp"
#include "services/command_processor.hpp"
#include "support/command_text.hpp"
#include "support/counting_order_ids.hpp"
#include "support/manual_clock.hpp"
#include "support/sample_values.hpp"
#include "system/openssl_sha256.hpp"

namespace daybook::app {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// Books in a memory that others may change.
class BookingRunner final : public BatchRunner {
  public:
    BookingRunner(ports::Storage& storage, HeadWitness& witness)
        : witness_{witness},
          unit_of_work_{storage.open_unit_of_work()},
          processor_{{*unit_of_work_, clock_, ids_, sha256_, [](auto) {}}} {}

    std::vector<std::vector<model::Answer>> run(
        std::span<model::CommandBatch const> batches) override {
        auto answers = processor_.run(batches);
        witness_.note(batches, answers);
        return answers;
    }

  private:
    HeadWitness& witness_;
    std::unique_ptr<ports::UnitOfWork> unit_of_work_;
    support::ManualClock clock_{support::at_micros(0)};
    support::CountingOrderIds ids_;
    system::OpensslSha256 sha256_;
    services::CommandProcessor processor_;
};

/// A store whose book can be put back to what it was: another one from then on.
class RestorableStorage final : public ports::Storage {
  public:
    std::unique_ptr<ports::UnitOfWork> open_unit_of_work() override {
        return now_->open_unit_of_work();
    }
    std::unique_ptr<ports::BookSnapshots> open_snapshots() override {
        return std::make_unique<Snapshots>(*this);
    }
    std::vector<ports::AppliedMigration> history() override { return {}; }
    void require_writable() override {}
    std::size_t useful_writers() const override { return 1; }
    std::string describe() const override { return "memory:"; }

    void become(std::unique_ptr<memory::MemoryStorage> other) { now_ = std::move(other); }
    [[nodiscard]] memory::MemoryStorage& now() { return *now_; }

  private:
    class Snapshots final : public ports::BookSnapshots {
      public:
        explicit Snapshots(RestorableStorage& storage) : storage_{storage} {}
        void read(std::function<void(ports::BookReader&)> const& read) override {
            storage_.now().open_snapshots()->read(read);
        }
        std::vector<std::optional<model::Order>> find_orders(
            std::span<ports::OrderKey const> keys) override {
            return storage_.now().open_snapshots()->find_orders(keys);
        }

      private:
        RestorableStorage& storage_;
    };

    std::unique_ptr<memory::MemoryStorage> now_ = std::make_unique<memory::MemoryStorage>();
};

class BookWatchTest : public testing::Test {
  protected:
    BookWatchTest() {
        services::identify_book(*storage_.open_unit_of_work(), ids_);
        std::vector<std::unique_ptr<BatchRunner>> runners;
        runners.push_back(std::make_unique<BookingRunner>(storage_.now(), witness_));
        engine_ = std::make_unique<Engine>(std::move(runners), EngineLimits{});
        watch_ = std::make_unique<BookWatch>(
            BookWatch::Outside{.storage = storage_,
                               .commands = *engine_,
                               .ids = ids_,
                               .witness = witness_,
                               .sha256 = std::make_unique<system::OpensslSha256>(),
                               .now = [this] { return now_; }});
    }

    void book(std::string const& line) { book_in(storage_.now(), line); }
    void book_in(memory::MemoryStorage& storage, std::string const& line) {
        model::CommandBatch const batch{{support::command(line)}, false};
        static_cast<void>(BookingRunner{storage, witness_}.run({&batch, 1}));
    }
    /// Looks after `more` time.
    void look_after(std::chrono::milliseconds more) {
        now_ += more;
        watch_->look();
    }
    /// How many checkpoints `@book` has.
    std::ptrdiff_t checkpoints() {
        std::ptrdiff_t count = 0;
        storage_.now().open_snapshots()->read([&](ports::BookReader& reader) {
            for (auto const& entry :
                 reader.entries(model::AccountId{model::definitions_account}, 0, 1'000)) {
                if (entry.kind == model::EntryKind::checkpoint) ++count;
            }
        });
        return count;
    }

    support::CountingOrderIds ids_;
    HeadWitness witness_;
    RestorableStorage storage_;
    BookWatch::Time now_{};
    std::unique_ptr<Engine> engine_;
    std::unique_ptr<BookWatch> watch_;
};

TEST_F(BookWatchTest, EntersACheckpointSoonAfterTheStartThenOnceAnHour) {
    book("open_account funding=MARGIN cost_basis=FIFO");
    look_after(seconds{59});
    EXPECT_EQ(checkpoints(), 0);
    look_after(seconds{2});
    EXPECT_EQ(checkpoints(), 1);
    look_after(hours{2});
    EXPECT_EQ(checkpoints(), 1) << "it says all there is to say";
    book("deposit 1 USD");
    book("open_account account=beta funding=MARGIN cost_basis=FIFO");
    look_after(minutes{59});
    EXPECT_EQ(checkpoints(), 1);
    look_after(minutes{2});
    EXPECT_EQ(checkpoints(), 2);
}

TEST_F(BookWatchTest, EntersACheckpointAfterDefinitionsThatAreFollowedByQuiet) {
    book("open_account funding=MARGIN cost_basis=FIFO");
    look_after(minutes{2});
    ASSERT_EQ(checkpoints(), 1);
    book("define_asset asset=USD display_decimals=2");
    look_after(seconds{2});
    book("define_asset asset=BTC display_decimals=8");
    look_after(seconds{59});
    EXPECT_EQ(checkpoints(), 1);
    look_after(seconds{61});
    EXPECT_EQ(checkpoints(), 2);
    for (int i = 0; i < 12; ++i) {
        book("define_asset asset=A" + std::to_string(i) + " display_decimals=2");
        look_after(seconds{30});
    }
    EXPECT_EQ(checkpoints(), 3) << "definitions that never end do not put it off for ever";
}

TEST_F(BookWatchTest, EntersACheckpointAtTheEnd) {
    book("open_account funding=MARGIN cost_basis=FIFO");
    watch_->start();
    watch_->finish();
    EXPECT_EQ(checkpoints(), 1);
}

TEST_F(BookWatchTest, ABookThatWentBackGetsANewTimeline) {
    auto const before = watch_->identity();
    EXPECT_TRUE(before.is_first_timeline());
    book("define_asset asset=USD display_decimals=2");
    book("define_asset asset=BTC display_decimals=2");
    look_after(seconds{1});
    EXPECT_EQ(watch_->identity(), before);
    auto older = std::make_unique<memory::MemoryStorage>();
    older->open_unit_of_work()->run([&](ports::Repositories& r) {
        r.identity.save(before);
        return ports::Commit::yes;
    });
    book_in(*older, "define_asset asset=USD display_decimals=2");
    witness_.forget();
    storage_.become(std::move(older));
    look_after(seconds{1});
    auto const after = watch_->identity();
    EXPECT_EQ(after.book_id, before.book_id);
    EXPECT_NE(after.timeline, before.timeline);
    look_after(seconds{1});
    EXPECT_EQ(watch_->identity(), after) << "once is enough";
}

TEST_F(BookWatchTest, AnAccountThatLacksWhatWasBookedHereMeansANewTimeline) {
    book("open_account funding=MARGIN cost_basis=FIFO");
    book("close");
    look_after(seconds{1});
    auto const before = watch_->identity();
    model::Answer lost;
    lost.entry_seq = 9;
    witness_.note(std::vector{model::CommandBatch{{support::command("close")}, false}}, {{lost}});
    look_after(seconds{1});
    EXPECT_NE(watch_->identity().timeline, before.timeline);
}

}  // namespace
}  // namespace daybook::app
