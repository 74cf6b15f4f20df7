#include "app/engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "support/scripted_runner.hpp"

namespace daybook::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

ScriptedRunner::Script const names = answers_with_names;

TEST(EngineSubmit, AnswersInTheOrderOfTheBatchOverManyLanes) {
    EngineUnderTest test{{names, names, names, names}};
    model::CommandBatch batch;
    std::vector<std::string> expected;
    for (int i = 0; i < 500; ++i) {
        auto const account = "a" + std::to_string(i % 17);
        auto const key = std::to_string(i);
        batch.commands.push_back(command_of(account, key));
        expected.push_back(account + "/" + key);
    }
    auto outcome = test.accept(std::move(batch));
    EXPECT_EQ(details(outcome), expected);
}

TEST(EngineSubmit, CommandsOfOneAccountMeetInOneLaneInOrder) {
    EngineUnderTest test{{names, names, names}};
    for (int round = 0; round < 20; ++round) {
        model::CommandBatch batch;
        for (int i = 0; i < 30; ++i) {
            batch.commands.push_back(
                command_of("a" + std::to_string(i % 10), std::to_string(round * 30 + i)));
        }
        ASSERT_EQ(test.submit(std::move(batch)), Engine::Submitted::accepted);
    }
    test.engine().stop();
    std::map<std::string, std::set<std::size_t>> lanes_of;
    for (std::size_t lane = 0; lane < 3; ++lane) {
        std::map<std::string, int> last;
        for (auto const& run : test.runner(lane).runs()) {
            for (auto const& batch : run) {
                for (auto const& command : batch.commands) {
                    auto const& account = command.account_id.value();
                    auto const number = std::stoi(command.idempotency_key->value());
                    lanes_of[account].insert(lane);
                    EXPECT_LE(last[account], number);
                    last[account] = number;
                }
            }
        }
    }
    EXPECT_THAT(lanes_of, SizeIs(10));
    for (auto const& [account, lanes] : lanes_of) EXPECT_THAT(lanes, SizeIs(1)) << account;
}

TEST(EngineSubmit, DefinitionsAreAnsweredBeforeWhatFollowsAndAfterWhatPrecedes) {
    std::mutex mutex;
    std::vector<std::string> booked;
    auto const record = [&](Batches batches) {
        std::scoped_lock const lock{mutex};
        for (auto const& batch : batches) {
            for (auto const& command : batch.commands) {
                booked.push_back(command.account_id.value());
            }
        }
        return answers_with_names(batches);
    };
    EngineUnderTest test{{record, record, record, record}};
    model::CommandBatch batch;
    for (int i = 0; i < 8; ++i) batch.commands.push_back(command_of("before"));
    batch.commands.push_back(definition("USD"));
    batch.commands.push_back(definition("BTC"));
    for (int i = 0; i < 8; ++i) batch.commands.push_back(command_of("a" + std::to_string(i)));
    auto outcome = test.accept(std::move(batch));
    EXPECT_THAT(details(outcome), SizeIs(18));
    EXPECT_EQ(std::vector<std::string>(booked.begin(), booked.begin() + 8),
              std::vector<std::string>(8, "before"));
    EXPECT_EQ(booked[8], "@book");
    EXPECT_EQ(booked[9], "@book");
}

TEST(EngineSubmit, OneLaneTakesABatchAsItIs) {
    EngineUnderTest test{{names}};
    auto outcome = test.accept(batch_of({definition("USD"), command_of("a"), command_of("b")}));
    EXPECT_THAT(details(outcome), SizeIs(3));
    auto const runs = test.runner(0).runs();
    ASSERT_THAT(runs, SizeIs(1));
    ASSERT_THAT(runs[0], SizeIs(1));
    EXPECT_THAT(runs[0][0].commands, SizeIs(3));
}

TEST(EngineSubmit, AnAtomicBatchIsNeverSplit) {
    EngineUnderTest test{{names, names, names, names}};
    std::vector<model::Command> commands;
    for (int i = 0; i < 20; ++i) commands.push_back(command_of("a" + std::to_string(i)));
    auto outcome = test.accept(batch_of(std::move(commands), true));
    EXPECT_THAT(details(outcome), SizeIs(20));
    std::size_t batches = 0;
    for (std::size_t lane = 0; lane < 4; ++lane) {
        for (auto const& run : test.runner(lane).runs()) {
            batches += run.size();
            EXPECT_TRUE(run[0].atomic);
        }
    }
    EXPECT_EQ(batches, 1u);
}

TEST(EngineSubmit, AnEmptyBatchIsAnswered) {
    EngineUnderTest test{{names, names}};
    auto outcome = test.accept({});
    EXPECT_THAT(details(outcome), IsEmpty());
}

TEST(EngineSubmit, ABatchLargerThanOneRunMayBeIsTakenInPieces) {
    EngineUnderTest test{{names}};
    model::CommandBatch batch;
    std::vector<std::string> expected;
    for (int i = 0; i < 25'000; ++i) {
        batch.commands.push_back(command_of("a", std::to_string(i)));
        expected.push_back("a/" + std::to_string(i));
    }
    auto outcome = test.accept(std::move(batch));
    EXPECT_EQ(details(outcome), expected);
    EXPECT_THAT(test.runner(0).runs(), SizeIs(3));
}

TEST(EngineSubmit, WhatWaitsIsBookedInOneRun) {
    Gate gate;
    EngineUnderTest test{{gate.script()}};
    auto first = test.accept(batch_of({command_of("a", "1")}));
    gate.wait_until_entered();
    auto second = test.accept(batch_of({command_of("b", "2")}));
    auto third = test.accept(batch_of({command_of("a", "3"), command_of("c", "4")}));
    gate.open();
    EXPECT_THAT(details(first), ElementsAre("a/1"));
    EXPECT_THAT(details(second), ElementsAre("b/2"));
    EXPECT_THAT(details(third), ElementsAre("a/3", "c/4"));
    auto const runs = test.runner(0).runs();
    ASSERT_THAT(runs, SizeIs(2));
    EXPECT_THAT(runs[1], SizeIs(2));
}

TEST(EngineSubmit, ARunTakesNoMoreThanItsLimit) {
    Gate gate;
    EngineUnderTest test{{gate.script()}, {.run_commands_max = 3}};
    std::vector<std::future<ports::BatchOutcome>> outcomes;
    outcomes.push_back(test.accept(batch_of({command_of("a")})));
    gate.wait_until_entered();
    for (int i = 0; i < 5; ++i) {
        outcomes.push_back(test.accept(batch_of({command_of("a"), command_of("b")})));
    }
    gate.open();
    for (auto& outcome : outcomes) outcome.wait();
    EXPECT_THAT(test.runner(0).runs(), SizeIs(6));
}

TEST(EngineSubmit, AFullQueueIsBusyAtOnceAndTakesMoreLater) {
    Gate gate;
    EngineUnderTest test{{gate.script()}, {.queue_commands_max = 3}};
    auto first = test.accept(batch_of({command_of("a")}));
    gate.wait_until_entered();
    auto second = test.accept(batch_of({command_of("a"), command_of("a")}));
    EXPECT_EQ(test.submit(batch_of({command_of("b")})), Engine::Submitted::busy);
    gate.open();
    first.wait();
    second.wait();
    test.engine().stop();
    EXPECT_EQ(test.engine().load().commands, 0u);
    EXPECT_EQ(test.engine().load().bytes, 0u);
}

TEST(EngineSubmit, TheQueueIsBoundedInBytesToo) {
    Gate gate;
    EngineUnderTest test{{gate.script()}, {.queue_bytes_max = 10'000}};
    auto first = test.accept(batch_of({command_of("a")}));
    gate.wait_until_entered();
    auto large = command_of("a");
    large.content = model::Malformed{model::Refusal::malformed_json, "", std::string(20'000, 'x')};
    EXPECT_EQ(test.submit(batch_of({large})), Engine::Submitted::busy);
    gate.open();
    first.wait();
}

TEST(EngineSubmit, ABatchLargerThanTheQueueIsTakenWhenNothingElseWaits) {
    EngineUnderTest test{{names}, {.queue_commands_max = 2}};
    auto outcome = test.accept(batch_of({command_of("a"), command_of("b"), command_of("c")}));
    EXPECT_THAT(details(outcome), SizeIs(3));
}

TEST(EngineStop, FinishesWhatWasAcceptedAndRefusesTheRest) {
    Gate gate;
    EngineUnderTest test{{gate.script(), names}};
    auto first = test.accept(batch_of({definition("USD"), command_of("a"), command_of("b")}));
    auto second = test.accept(batch_of({definition("BTC"), command_of("c")}));
    std::thread opener{[&] {
        // The gate is in one of two lanes, which may be that of the definitions or not.
        gate.open();
    }};
    test.engine().stop();
    opener.join();
    EXPECT_THAT(details(first), SizeIs(3));
    EXPECT_THAT(details(second), SizeIs(2));
    EXPECT_EQ(test.submit(batch_of({command_of("a")})), Engine::Submitted::stopping);
    EXPECT_THAT(test.engine().reasons_not_ready(), ElementsAre(HasSubstr("stopping")));
}

TEST(EngineAnswered, CountsCommandsByStatus) {
    EngineUnderTest test{{names}};
    auto outcome = test.accept(batch_of({command_of("a"), command_of("b")}));
    outcome.wait();
    test.engine().stop();
    auto const answered = test.engine().answered();
    EXPECT_EQ(answered[static_cast<std::size_t>(model::AnswerStatus::DONE)], 2u);
    EXPECT_EQ(answered[static_cast<std::size_t>(model::AnswerStatus::REFUSED)], 0u);
}

}  // namespace
}  // namespace daybook::app
