#include "services/command_processor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "ports/outbound/storage_error.hpp"
#include "support/command_text.hpp"
#include "support/mock_repositories.hpp"
#include "support/processor_bench.hpp"
#include "support/sample_values.hpp"

namespace daybook::services {
namespace {

using namespace std::chrono_literals;
using ports::StorageError;
using support::command;
using support::MockedUnitOfWork;
using support::said;
using testing::_;
using testing::AnyNumber;
using testing::AtMost;
using testing::Return;
using testing::Throw;
using Kind = StorageError::Kind;
using Outcome = MockedUnitOfWork::Outcome;

/// A processor over mocks over a book in memory; pauses move the clock.
class CommandProcessorRun : public testing::Test {
  protected:
    CommandProcessorRun() {
        bench_.setup(R"(
            define_asset asset=USD display_decimals=2
            define_asset asset=BTC display_decimals=8
            market PAPER BTC-USD BTC/USD 0.01 0.00000001
            open_account funding=PREFUNDED cost_basis=FIFO
            open_account account=beta funding=MARGIN cost_basis=LIFO
            deposit 1000 USD key=d-1
            place o1 BUY 2@100
            report o1 n1 NEW eoid=E1
        )");
    }

    std::vector<std::string> run(std::vector<std::string> const& lines) {
        model::CommandBatch batch;
        for (auto const& line : lines) batch.commands.push_back(command(line));
        auto const batches = std::vector{batch};
        auto const answers = processor_.run(batches);
        std::vector<std::string> texts;
        for (auto const& answer : answers.front()) texts.push_back(said(answer));
        return texts;
    }

    Kind failure_of(std::vector<std::string> const& lines) {
        try {
            run(lines);
        } catch (StorageError const& error) {
            return error.kind();
        }
        ADD_FAILURE() << "nothing was thrown";
        return Kind::corrupt;
    }

    void pause(std::chrono::milliseconds time) {
        pauses_.push_back(time.count());
        auto const micros = std::chrono::microseconds{time}.count();
        auto const now = bench_.clock().now().micros() + micros;
        bench_.clock().set(model::Timestamp::from_micros(now));
    }

    using Answers = std::vector<std::string>;

    support::ProcessorBench bench_;
    MockedUnitOfWork unit_of_work_{bench_.unit_of_work()};
    support::MockRepositories& mocks_ = unit_of_work_.mocks;
    std::vector<long> pauses_;
    CommandProcessor processor_{{unit_of_work_, bench_.clock(), bench_.order_ids(), bench_.sha256(),
                                 [this](auto time) { pause(time); }, 1'000ms}};
};

TEST_F(CommandProcessorRun, AnswersInOrderAfterOneUnitOfWork) {
    EXPECT_EQ(
        run({"deposit 1 USD key=a", "deposit 0 USD", "deposit 1 USD key=a",
             "report o1 x1 TRADE 1@100", "place o2 BUY 1@100"}),
        (Answers{"DONE", "REFUSED amount_must_be_positive amount", "REPLAYED", "DONE", "DONE"}));
    EXPECT_EQ(unit_of_work_.runs, 1);
    EXPECT_EQ(bench_.verify(), "");
}

TEST_F(CommandProcessorRun, WithNothingToWriteRollsBack) {
    EXPECT_CALL(mocks_.entries, append).Times(0);
    EXPECT_CALL(mocks_.accounts, update).Times(0);
    EXPECT_EQ(run({"deposit 1000 USD key=d-1", "withdraw 0 USD", "cancel none"}),
              (Answers{"REPLAYED", "REFUSED amount_must_be_positive amount",
                       "REFUSED unknown_order order"}));
    EXPECT_EQ(run({}), Answers{});
}

TEST_F(CommandProcessorRun, FailingInTheMiddleBooksNothingAndTriesAgain) {
    auto const before = bench_.entries();
    EXPECT_CALL(mocks_.balances, save)
        .WillOnce(Throw(StorageError{Kind::unavailable, "lost in the third call"}))
        .WillRepeatedly([this](auto rows) { mocks_.real->balances.save(rows); });
    EXPECT_EQ(run({"report o1 x1 TRADE 1@100", "deposit 1 USD key=a"}), (Answers{"DONE", "DONE"}));
    EXPECT_EQ(unit_of_work_.runs, 2);
    EXPECT_EQ(pauses_, std::vector<long>{10});
    EXPECT_EQ(bench_.entries().size(), before.size() + 2);
    EXPECT_EQ(bench_.verify(), "");
}

TEST_F(CommandProcessorRun, ConflictsAreRetriedAtOnce) {
    EXPECT_CALL(mocks_.orders, update)
        .WillOnce(Return(ports::SaveStatus::version_conflict))
        .WillOnce(Throw(StorageError{Kind::conflict, "serialization"}))
        .WillRepeatedly([this](auto rows, auto versions) {
            return mocks_.real->orders.update(rows, versions);
        });
    EXPECT_EQ(run({"report o1 x1 TRADE 1@100"}), Answers{"DONE"});
    EXPECT_EQ(unit_of_work_.runs, 3);
    EXPECT_TRUE(pauses_.empty());
    EXPECT_EQ(bench_.verify(), "");
}

TEST_F(CommandProcessorRun, ARetrySeesWhatTheFasterWriterBooked) {
    EXPECT_CALL(mocks_.accounts, lock)
        .WillOnce([this](auto) -> std::vector<std::optional<ports::LockedAccount>> {
            // Not possible behind a lock: a store that finds out when it writes.
            throw StorageError{Kind::conflict, "another writer"};
        })
        .WillRepeatedly([this](auto ids) { return mocks_.real->accounts.lock(ids); });
    bench_.setup("withdraw 799.5 USD key=w-1");
    EXPECT_EQ(run({"withdraw 1 USD key=w-2"}), Answers{"REFUSED insufficient_funds amount"});
}

TEST_F(CommandProcessorRun, PausesDoubleUntilTheDeadline) {
    EXPECT_CALL(mocks_.accounts, lock)
        .WillRepeatedly(Throw(StorageError{Kind::unavailable, "down"}));
    EXPECT_EQ(failure_of({"deposit 1 USD key=a"}), Kind::unavailable);
    EXPECT_EQ(pauses_, (std::vector<long>{10, 20, 40, 80, 160, 320, 640}));
    testing::Mock::VerifyAndClearExpectations(&mocks_.accounts);
    EXPECT_EQ(bench_.entries().size(), 4U);
}

TEST_F(CommandProcessorRun, CorruptIsNeverRetried) {
    EXPECT_CALL(mocks_.accounts, lock).WillOnce(Throw(StorageError{Kind::corrupt, "a bad row"}));
    EXPECT_EQ(failure_of({"deposit 1 USD key=a"}), Kind::corrupt);
    EXPECT_TRUE(pauses_.empty());
    EXPECT_EQ(unit_of_work_.runs, 1);
}

TEST_F(CommandProcessorRun, OtherExceptionsPassThrough) {
    EXPECT_CALL(mocks_.accounts, lock).WillOnce(Throw(std::bad_alloc{}));
    EXPECT_THROW(run({"deposit 1 USD key=a"}), std::bad_alloc);
}

TEST_F(CommandProcessorRun, UnknownCommitsThatHappenedAreAnsweredAndNotRepeated) {
    unit_of_work_.outcomes = {Outcome::commits_but_says_unknown};
    auto const before = bench_.entries().size();
    EXPECT_EQ(run({"deposit 1 USD key=a", "deposit 2 USD key=a account=beta"}),
              (Answers{"DONE", "DONE"}));
    EXPECT_EQ(unit_of_work_.runs, 2);
    EXPECT_EQ(bench_.entries().size(), before + 1);
    EXPECT_EQ(bench_.entries("beta").size(), 2U);
    EXPECT_EQ(bench_.verify(), "");
}

TEST_F(CommandProcessorRun, UnknownCommitsThatDidNotHappenAreBookedAgain) {
    unit_of_work_.outcomes = {Outcome::is_lost_and_says_unknown};
    auto const before = bench_.entries().size();
    EXPECT_EQ(run({"deposit 1 USD key=a"}), Answers{"DONE"});
    EXPECT_EQ(unit_of_work_.runs, 3);
    EXPECT_EQ(bench_.entries().size(), before + 1);
    EXPECT_EQ(bench_.verify(), "");
}

TEST_F(CommandProcessorRun, ALookUpWhoseCommitIsUnknownTooSettlesNothing) {
    unit_of_work_.outcomes = {Outcome::commits_but_says_unknown, Outcome::commits_but_says_unknown};
    auto const before = bench_.entries().size();
    EXPECT_EQ(run({"deposit 1 USD key=a"}), Answers{"DONE"});
    EXPECT_EQ(unit_of_work_.runs, 3) << "it is looked up until a commit of the look-up is certain";
    EXPECT_EQ(bench_.entries().size(), before + 1);
}

TEST_F(CommandProcessorRun, WhoIsToldOfAnEarlierEntryWaitsForACommit) {
    unit_of_work_.outcomes = {Outcome::fails, Outcome::commits_but_says_unknown};
    EXPECT_EQ(run({"deposit 1000 USD key=d-1"}), Answers{"REPLAYED"});
    EXPECT_EQ(unit_of_work_.runs, 4) << "the third finds no entry of its own and looks for none";
    unit_of_work_.outcomes = {Outcome::fails};
    EXPECT_EQ(run({"report o1 n1 NEW eoid=E1"}), Answers{"DUPLICATE"});
    EXPECT_EQ(unit_of_work_.runs, 6);
    unit_of_work_.outcomes = {Outcome::fails};
    EXPECT_EQ(run({"cancel none"}), Answers{"REFUSED unknown_order order"});
    EXPECT_EQ(unit_of_work_.runs, 7) << "what is nowhere needs no commit";
}

TEST_F(CommandProcessorRun, AnotherWritersEntryWithTheNumberOfOursIsNotOurs) {
    unit_of_work_.outcomes = {Outcome::is_lost_and_says_unknown};
    EXPECT_CALL(mocks_.entries, hash_of(model::AccountId{"alpha"}, 5))
        .WillOnce(Return(support::hash(9)));
    EXPECT_EQ(run({"deposit 1 USD key=a"}), Answers{"DONE"});
    EXPECT_EQ(bench_.entries().size(), 5U);
}

TEST_F(CommandProcessorRun, UnknownOutcomesAreLookedUpUntilTheStoreAnswers) {
    unit_of_work_.outcomes = {Outcome::commits_but_says_unknown};
    EXPECT_CALL(mocks_.entries, hash_of)
        .WillOnce(Throw(StorageError{Kind::unavailable, "still down"}))
        .WillOnce(Throw(StorageError{Kind::unavailable, "still down"}))
        .WillRepeatedly([this](auto const& account, auto seq) {
            return mocks_.real->entries.hash_of(account, seq);
        });
    auto const before = bench_.entries().size();
    EXPECT_EQ(run({"deposit 1 USD key=a"}), Answers{"DONE"});
    EXPECT_EQ(pauses_, (std::vector<long>{10, 20}));
    EXPECT_EQ(bench_.entries().size(), before + 1);
}

TEST_F(CommandProcessorRun, UnknownOutcomesThatStayUnknownAreSaidToBe) {
    unit_of_work_.outcomes = {Outcome::commits_but_says_unknown};
    EXPECT_CALL(mocks_.entries, hash_of)
        .WillRepeatedly(Throw(StorageError{Kind::unavailable, "down"}));
    EXPECT_EQ(failure_of({"deposit 1 USD key=a"}), Kind::unknown_outcome);
    testing::Mock::VerifyAndClearExpectations(&mocks_.entries);
    // Sent again, it is settled by its key.
    EXPECT_EQ(bench_.run({"deposit 1 USD key=a"}), Answers{"REPLAYED"});
}

TEST_F(CommandProcessorRun, FailedCommitsAreRetried) {
    unit_of_work_.outcomes = {Outcome::fails, Outcome::fails};
    EXPECT_EQ(run({"deposit 1 USD key=a"}), Answers{"DONE"});
    EXPECT_EQ(pauses_, (std::vector<long>{10, 20}));
}

TEST_F(CommandProcessorRun, LocksTheAccountsOnceAndSorted) {
    EXPECT_CALL(mocks_.accounts, lock).WillOnce([this](std::span<model::AccountId const> ids) {
        std::vector<std::string> names;
        for (auto const& id : ids) names.push_back(id.value());
        EXPECT_EQ(names, (Answers{"@book", "alpha", "beta", "gamma"}));
        return mocks_.real->accounts.lock(ids);
    });
    run({"deposit 1 USD key=z account=gamma", "deposit 1 USD key=z account=beta",
         "define_asset asset=EUR display_decimals=2", "deposit 1 USD key=z",
         "deposit 2 USD key=y account=beta"});
}

/// Calls of a repository, at most one of each kind however many commands there are.
void expect_one_call_each(support::MockRepositories& mocks) {
    EXPECT_CALL(mocks.accounts, lock).Times(1);
    EXPECT_CALL(mocks.accounts, add).Times(AtMost(1));
    EXPECT_CALL(mocks.accounts, update).Times(AtMost(1));
    EXPECT_CALL(mocks.reference, find_assets).Times(AtMost(1));
    EXPECT_CALL(mocks.reference, find_instruments).Times(AtMost(1));
    EXPECT_CALL(mocks.reference, add_assets).Times(AtMost(1));
    EXPECT_CALL(mocks.reference, save_instruments).Times(AtMost(1));
    // Those the commands name, and those whose sides a rebuilt position needs.
    EXPECT_CALL(mocks.orders, find).Times(AtMost(2));
    // Those the commands name, and those that reports tell of orders that have another id.
    EXPECT_CALL(mocks.orders, find_by_exchange_order_id).Times(AtMost(2));
    EXPECT_CALL(mocks.orders, add_earlier_names).Times(AtMost(1));
    EXPECT_CALL(mocks.orders, add).Times(AtMost(1));
    EXPECT_CALL(mocks.orders, update).Times(AtMost(1));
    // Those the commands name, and those that corrections of them name.
    EXPECT_CALL(mocks.executions, find).Times(AtMost(2));
    EXPECT_CALL(mocks.executions, corrections_of_orders).Times(AtMost(1));
    EXPECT_CALL(mocks.executions, of_orders).Times(AtMost(1));
    EXPECT_CALL(mocks.executions, trades_of_positions).Times(AtMost(1));
    EXPECT_CALL(mocks.executions, add).Times(AtMost(1));
    EXPECT_CALL(mocks.entries, find_by_key).Times(AtMost(1));
    EXPECT_CALL(mocks.entries, openings_of_positions).Times(AtMost(1));
    EXPECT_CALL(mocks.entries, append).Times(AtMost(1));
    EXPECT_CALL(mocks.balances, find).Times(AtMost(1));
    EXPECT_CALL(mocks.balances, save).Times(AtMost(1));
    EXPECT_CALL(mocks.positions, find).Times(AtMost(1));
    EXPECT_CALL(mocks.positions, save).Times(AtMost(1));
    // Those the commands name, and those that tell of a state which may end.
    EXPECT_CALL(mocks.discrepancies, find).Times(AtMost(2));
    EXPECT_CALL(mocks.discrepancies, find_by_payload).Times(AtMost(1));
    EXPECT_CALL(mocks.discrepancies, save).Times(AtMost(1));
}

TEST_F(CommandProcessorRun, CallsEachRepositoryOnceHoweverManyCommands) {
    bench_.setup("report none u1 NEW");
    expect_one_call_each(mocks_);
    std::vector<std::string> lines{
        "define_asset asset=EUR display_decimals=2", "market X Y BTC/EUR 0.01 1",
        "open_account account=gamma funding=MARGIN cost_basis=HIFO", "resolve 1 REJECT why"};
    for (int i = 0; i < 200; ++i) {
        auto const n = std::to_string(i);
        lines.push_back("deposit 1 USD key=d" + n + (i % 2 == 0 ? "" : " account=beta"));
        lines.push_back("place p" + n + " BUY 0.01@100");
        lines.push_back("report p" + n + " t" + n + " TRADE 0.01@100 eoid=E" + n);
        lines.push_back("report o1 o" + n + " TRADE 0.001@100 eoid=E" + n);
        lines.push_back("report - b" + n + " TRADE_CANCEL ref=o" + n + " at_exchange=E1");
        lines.push_back("report none" + n + " x1 NEW");
        lines.push_back("cancel p" + n + " key=c" + n);
        lines.push_back("deposit 1 BTC exchange=X symbol=Y cost_quote=1 account=gamma");
    }
    for (auto const& answer : run(lines)) EXPECT_NE(answer, "SKIPPED");
    EXPECT_EQ(unit_of_work_.runs, 1);
    testing::Mock::VerifyAndClearExpectations(&mocks_.accounts);
    EXPECT_EQ(bench_.verify(), "");
}

TEST_F(CommandProcessorRun, LoadsPositionsForTradesAlone) {
    EXPECT_CALL(mocks_.positions, find).Times(0);
    EXPECT_EQ(run({"place o2 BUY 1@100", "report o2 n2 NEW eoid=E2", "cancel o1 key=c1",
                   "deposit 1 USD key=z", "report o1 c1 CANCELED"}),
              (Answers{"DONE", "DONE", "DONE", "DONE", "DONE"}));
    testing::Mock::VerifyAndClearExpectations(&mocks_.positions);
    EXPECT_EQ(run({"report o2 x1 TRADE 1@100"}), Answers{"DONE"});
    EXPECT_EQ(bench_.verify(), "");
}

TEST_F(CommandProcessorRun, LoadsLotsWhereSomethingMayBeTakenFromThem) {
    auto const loads_lots = [this](int times, std::vector<std::string> const& lines) {
        EXPECT_CALL(mocks_.positions, lots_of).Times(times);
        EXPECT_EQ(run(lines), Answers(lines.size(), "DONE")) << lines.front();
        testing::Mock::VerifyAndClearExpectations(&mocks_.positions);
        EXPECT_EQ(bench_.verify(), "") << lines.front();
    };
    loads_lots(0, {"report o1 x1 TRADE 0.5@100"});
    loads_lots(0, {"report o1 x2 TRADE 0.5@100 fee=0.001:BTC", "report o1 x3 TRADE 0.1@90"});
    loads_lots(0, {"place o2 BUY 0.1@80", "report o2 x4 TRADE 0.1@80"});
    loads_lots(1, {"report o1 x5 TRADE 0.1@100 fee=0.2:BTC"});
    loads_lots(1, {"report o1 x6 TRADE_CANCEL ref=x3"});
    loads_lots(1, {"place o3 SELL 0.3@110", "report o3 x7 TRADE 0.3@110"});
    loads_lots(1, {"report o1 x8 TRADE 0.1@100", "report o3 x9 ORDER_STATUS"});
    loads_lots(0, {"deposit 1 BTC exchange=PAPER symbol=BTC-USD cost_quote=50 key=d-2"});
}

TEST_F(CommandProcessorRun, LoadsTheLotOfAnAverage) {
    ASSERT_EQ(run({"open_account account=mean funding=MARGIN cost_basis=AVERAGE",
                   "place p1 BUY 2@100 account=mean", "report p1 x1 TRADE 1@100 account=mean"}),
              (Answers{"DONE", "DONE", "DONE"}));
    EXPECT_CALL(mocks_.positions, lots_of).Times(1);
    EXPECT_EQ(run({"report p1 x2 TRADE 1@90 account=mean"}), Answers{"DONE"});
    EXPECT_EQ(bench_.verify(), "");
}

TEST_F(CommandProcessorRun, DrawsOneIdForEachOrderAndOneTime) {
    testing::NiceMock<support::MockClock> clock;
    EXPECT_CALL(clock, now).WillOnce(Return(support::at_micros(77)));
    CommandProcessor processor{
        {unit_of_work_, clock, bench_.order_ids(), bench_.sha256(), [](auto) {}, 0ms}};
    model::CommandBatch batch;
    for (auto const* line : {"place p1 BUY 1@1", "deposit 1 USD key=q", "place p2 BUY 1@1"}) {
        batch.commands.push_back(command(line));
    }
    auto const batches = std::vector{batch};
    auto const answers = processor.run(batches);
    EXPECT_LT(answers[0][0].order->state().id, answers[0][2].order->state().id);
    for (auto const& entry : bench_.entries()) {
        EXPECT_EQ(entry.recorded_at, support::at_micros(entry.seq > 4 ? 77 : 0));
    }
}

}  // namespace
}  // namespace daybook::services
