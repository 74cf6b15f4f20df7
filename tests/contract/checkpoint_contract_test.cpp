#include <gmock/gmock.h>

#include <atomic>
#include <string>
#include <thread>

#include "contract/storage_contract.hpp"
#include "services/book_timeline.hpp"
#include "services/book_verifier.hpp"
#include "services/checkpoint_plan.hpp"
#include "services/command_processor.hpp"
#include "support/command_text.hpp"
#include "support/counting_order_ids.hpp"
#include "support/manual_clock.hpp"
#include "support/sample_values.hpp"
#include "system/openssl_sha256.hpp"

namespace daybook::contract {
namespace {

using model::AccountId;
using model::AnswerStatus;
using model::ChainHead;
using ports::Repositories;
using testing::ElementsAre;
using testing::IsEmpty;

ChainHead head(std::string_view account, std::uint64_t seq, std::uint8_t first_byte = 1) {
    ChainHead head{AccountId{account}, seq, {}};
    head.hash[0] = first_byte;
    return head;
}

class CheckpointRepositoryContract : public StorageContract {};
DAYBOOK_ON_EVERY_STORAGE(CheckpointRepositoryContract);

TEST_P(CheckpointRepositoryContract, SavedHeadsAreFoundAndOverwritten) {
    commit([](Repositories& r) {
        r.checkpoints.save(std::vector{head("@book", 3), head("alpha", 7), head("beta", 2)});
    });
    commit([](Repositories& r) { r.checkpoints.save(std::vector{head("alpha", 9, 255)}); });
    try_out([](Repositories& r) {
        EXPECT_THAT(r.checkpoints.find(
                        std::vector{AccountId{"none"}, AccountId{"alpha"}, AccountId{"@book"}}),
                    ElementsAre(std::nullopt, head("alpha", 9, 255), head("@book", 3)));
        EXPECT_THAT(r.checkpoints.find({}), IsEmpty());
        r.checkpoints.save({});
    });
}

TEST_P(CheckpointRepositoryContract, AreListedByAccountInPages) {
    commit([](Repositories& r) {
        r.checkpoints.save(
            std::vector{head("0", 1), head("@book", 3), head("alpha", 7), head("beta", 2)});
    });
    try_out([](Repositories& r) { r.checkpoints.save(std::vector{head("alpha", 8)}); });
    read([](ports::BookReader& book) {
        EXPECT_THAT(book.checkpoint_heads({}, 2), ElementsAre(head("0", 1), head("@book", 3)));
        EXPECT_THAT(book.checkpoint_heads(AccountId{"@book"}, 9),
                    ElementsAre(head("alpha", 7), head("beta", 2)));
        EXPECT_THAT(book.checkpoint_heads(AccountId{"@"}, 1), ElementsAre(head("@book", 3)));
    });
}

TEST_P(CheckpointRepositoryContract, ABookIsIdentifiedOnceAndGetsNewTimelines) {
    support::CountingOrderIds ids;
    auto const unit_of_work = storage().open_unit_of_work();
    read([](ports::BookReader& book) { EXPECT_EQ(book.identity(), model::BookIdentity{}); });
    auto const first = services::identify_book(*unit_of_work, ids);
    EXPECT_TRUE(first.is_first_timeline());
    EXPECT_EQ(first.book_id.size(), 36U);
    EXPECT_EQ(services::identify_book(*unit_of_work, ids), first);
    auto const second = services::begin_timeline(*unit_of_work, ids);
    EXPECT_EQ(second.book_id, first.book_id);
    EXPECT_NE(second.timeline, first.timeline);
    EXPECT_FALSE(second.is_first_timeline());
    read([&](ports::BookReader& book) { EXPECT_EQ(book.identity(), second); });
    EXPECT_EQ(services::identify_book(*unit_of_work, ids), second);
}

/// A desk of its own on the store.
class Desk {
  public:
    explicit Desk(ports::Storage& storage)
        : unit_of_work_{storage.open_unit_of_work()},
          snapshots_{storage.open_snapshots()},
          processor_{{*unit_of_work_, clock_, ids_, sha256_, [](auto) {}}} {}

    AnswerStatus run(std::string const& line) {
        return run(model::CommandBatch{{support::command(line)}, false});
    }
    AnswerStatus run(model::CommandBatch const& batch) {
        return processor_.run({&batch, 1}).front().front().status;
    }
    services::CheckpointPlan plan() {
        services::CheckpointPlan plan;
        snapshots_->read(
            [&](ports::BookReader& book) { plan = services::plan_checkpoint(book, sha256_); });
        return plan;
    }
    std::string verify() {
        services::VerifyReport report;
        snapshots_->read([&](ports::BookReader& book) {
            report = services::BookVerifier{sha256_}.verify(book, std::nullopt, {});
        });
        return report.finding ? report.finding->account_id.value() + ": " + report.finding->what
                              : "";
    }

  private:
    std::unique_ptr<ports::UnitOfWork> unit_of_work_;
    std::unique_ptr<ports::BookSnapshots> snapshots_;
    support::ManualClock clock_{support::at_micros(1'750'000'000'000'000)};
    support::CountingOrderIds ids_;
    system::OpensslSha256 sha256_;
    services::CommandProcessor processor_;
};

class CheckpointsContract : public StorageContract {};
DAYBOOK_ON_EVERY_STORAGE(CheckpointsContract);

TEST_P(CheckpointsContract, AreRightWhileOthersBook) {
    Desk desk{storage()};
    desk.run("define_asset asset=USD display_decimals=2");
    std::atomic<bool> done{false};
    std::vector<std::thread> writers;
    for (int writer = 0; writer < 3; ++writer) {
        writers.emplace_back([this, &done, writer] {
            Desk own{storage()};
            for (int i = 0; i < 25; ++i) {
                auto const account = "a" + std::to_string(writer) + "-" + std::to_string(i);
                own.run("open_account account=" + account + " funding=MARGIN cost_basis=FIFO");
                own.run("deposit 1 USD key=d-1 account=" + account);
                own.run("deposit 1 USD key=d-" + std::to_string(i + 2) + " account=a" +
                        std::to_string(writer) + "-0");
            }
            done = true;
        });
    }
    int entered = 0;
    while (!done || entered == 0) {
        auto const plan = desk.plan();
        EXPECT_THAT(plan.losses, IsEmpty());
        if (plan.batch.commands.empty()) continue;
        EXPECT_EQ(desk.run(plan.batch), AnswerStatus::DONE);
        ++entered;
    }
    for (auto& writer : writers) writer.join();
    EXPECT_EQ(desk.verify(), "");
    auto const last = desk.plan();
    EXPECT_EQ(last.accounts, 75U);
    if (!last.batch.commands.empty()) desk.run(last.batch);
    EXPECT_EQ(desk.verify(), "");
    EXPECT_THAT(desk.plan().batch.commands, IsEmpty());
}

TEST_P(CheckpointsContract, OfTwoProcessesAtOnceOneIsEntered) {
    Desk one{storage()};
    Desk other{storage()};
    one.run("open_account funding=MARGIN cost_basis=FIFO");
    auto const first = one.plan();
    auto const second = other.plan();
    EXPECT_EQ(one.run(first.batch), AnswerStatus::DONE);
    EXPECT_EQ(other.run(second.batch), AnswerStatus::REFUSED);
    EXPECT_EQ(one.verify(), "");
}

}  // namespace
}  // namespace daybook::contract
