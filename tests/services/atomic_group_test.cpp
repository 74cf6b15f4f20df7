#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/command_text.hpp"
#include "support/processor_bench.hpp"

namespace daybook::services {
namespace {

using Answers = std::vector<std::string>;

class AtomicGroup : public testing::Test {
  protected:
    AtomicGroup() {
        bench_.setup(R"(
            define_asset asset=USD display_decimals=2
            define_asset asset=BTC display_decimals=8
            market PAPER BTC-USD BTC/USD 0.01 0.00000001
            open_account funding=PREFUNDED cost_basis=FIFO
            open_account account=beta funding=PREFUNDED cost_basis=FIFO
            deposit 100 USD key=d-1
        )");
    }
    ~AtomicGroup() override { EXPECT_EQ(bench_.verify(), ""); }

    /// Runs an atomic group; where it is refused, nothing may have been booked.
    Answers group(std::vector<std::string> const& lines) {
        auto const before = bench_.entries();
        auto const definitions = bench_.entries("@book");
        auto const answers = bench_.run(lines, true);
        bool refused = false;
        for (auto const& answer : answers) refused = refused || answer.starts_with("REFUSED");
        if (refused) {
            EXPECT_EQ(bench_.entries(), before);
            EXPECT_EQ(bench_.entries("@book"), definitions);
        }
        return answers;
    }

    support::ProcessorBench bench_;
};

TEST_F(AtomicGroup, IsBookedWhole) {
    EXPECT_EQ(group({"deposit 1 USD key=a", "place o1 BUY 1@100", "report o1 x1 TRADE 1@100",
                     "deposit 1 USD key=a", "report o1 x1 TRADE 1@100", "report no x1 NEW"}),
              (Answers{"DONE", "DONE", "DONE", "REPLAYED", "DUPLICATE", "DISCREPANCY"}));
    EXPECT_EQ(bench_.entries().size(), 6U);
}

TEST_F(AtomicGroup, IsTakenBackWholeByOneRefusal) {
    EXPECT_EQ(group({"deposit 1 USD key=a", "place o1 BUY 1@100", "withdraw 2 USD key=w",
                     "deposit 1 USD key=b"}),
              (Answers{"SKIPPED", "SKIPPED", "REFUSED insufficient_funds amount", "SKIPPED"}));
    // Every key is free again.
    EXPECT_EQ(bench_.run({"deposit 5 USD key=a", "place o1 BUY 1@50", "deposit 6 USD key=b"}),
              (Answers{"DONE", "DONE", "DONE"}));
}

TEST_F(AtomicGroup, TakesBackADecisionThatWouldHaveBeenRecorded) {
    auto const answers = group({"deposit 1 USD key=a", "place o1 BUY 2@100"});
    EXPECT_EQ(answers, (Answers{"SKIPPED", "REFUSED insufficient_funds"}));
    EXPECT_EQ(bench_.run({"place o1 BUY 1@100"}), Answers{"DONE"});
}

TEST_F(AtomicGroup, AnswersOfARefusedGroupNameNoEntryAndNoOrder) {
    model::CommandBatch batch;
    batch.atomic = true;
    for (auto const* line : {"place o1 BUY 1@50", "place o2 BUY 2@100", "deposit 1 USD key=z"}) {
        batch.commands.push_back(support::command(line));
    }
    auto const given = bench_.run(std::vector{batch});
    for (auto const& answer : given.front()) {
        EXPECT_FALSE(answer.entry_seq);
        EXPECT_FALSE(answer.order);
    }
}

TEST_F(AtomicGroup, NamesOneAccountOnly) {
    EXPECT_EQ(group({"deposit 1 USD key=a", "deposit 1 USD key=b account=beta"}),
              (Answers{"SKIPPED", "REFUSED group_spans_accounts account_id"}));
    EXPECT_EQ(group({"deposit 1 USD key=a", "define_asset asset=EUR display_decimals=2"}),
              (Answers{"SKIPPED", "REFUSED group_spans_accounts account_id"}));
    EXPECT_EQ(group({"deposit 1 USD key=a", "deposit 1 USD key=b"}), (Answers{"DONE", "DONE"}));
}

TEST_F(AtomicGroup, WithSomethingMalformedIsRefused) {
    EXPECT_EQ(group({"deposit 1 USD key=a", "deposit x USD key=b", "deposit 1 USD key=c"}),
              (Answers{"SKIPPED", "REFUSED invalid_value amount", "SKIPPED"}));
    EXPECT_EQ(group({"nonsense", "deposit 1 USD key=c"}),
              (Answers{"REFUSED unknown_command command", "SKIPPED"}));
    EXPECT_EQ(group({"nonsense"}), Answers{"REFUSED unknown_command command"});
    EXPECT_EQ(group({}), Answers{});
}

TEST_F(AtomicGroup, OfDefinitionsIsTakenBackToo) {
    EXPECT_EQ(group({"define_asset asset=EUR display_decimals=2", "market X Y BTC/EUR 0 1"}),
              (Answers{"SKIPPED", "REFUSED increment_must_be_positive price_increment_quote"}));
    EXPECT_EQ(bench_.run({"market X Y BTC/EUR 1 1"}), Answers{"REFUSED unknown_asset quote_asset"});
    EXPECT_EQ(group({"define_asset asset=EUR display_decimals=2", "market X Y BTC/EUR 1 1"}),
              (Answers{"DONE", "DONE"}));
}

TEST_F(AtomicGroup, RefusedLeavesTheOtherGroupsOfTheRunAlone) {
    auto const batch_of = [](std::vector<std::string> const& lines, bool atomic) {
        model::CommandBatch batch;
        batch.atomic = atomic;
        for (auto const& line : lines) batch.commands.push_back(support::command(line));
        return batch;
    };
    std::vector const batches{
        batch_of({"deposit 1 USD key=a", "place o1 BUY 1@100"}, true),
        batch_of({"place o2 BUY 1@100", "place o3 BUY 1@1"}, true),
        batch_of({"place o4 BUY 1@1", "withdraw 9 USD key=w", "report o1 x1 TRADE 1@100"}, false),
    };
    auto const given = bench_.run(batches);
    std::vector<Answers> answers;
    for (auto const& group : given) {
        answers.emplace_back();
        for (auto const& answer : group) answers.back().push_back(support::said(answer));
    }
    EXPECT_EQ(answers, (std::vector<Answers>{
                           {"DONE", "DONE"},
                           {"REFUSED insufficient_funds", "SKIPPED"},
                           {"DONE", "REFUSED insufficient_funds amount", "DONE"},
                       }));
}

}  // namespace
}  // namespace daybook::services
