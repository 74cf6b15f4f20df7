#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <utility>

#include "app/engine.hpp"
#include "ports/outbound/storage_error.hpp"
#include "support/scripted_runner.hpp"

namespace daybook::app {
namespace {

using ports::StorageError;
using ports::Unavailable;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

ScriptedRunner::Script const names = answers_with_names;

bool is_unavailable(std::future<ports::BatchOutcome>& outcome) {
    return std::holds_alternative<Unavailable>(outcome.get());
}

TEST(EngineFailures, AStoreThatIsAwayAnswersUnavailableUntilItIsBack) {
    bool away = true;
    EngineUnderTest test{{[&](Batches batches) {
        if (std::exchange(away, false)) {
            throw StorageError{StorageError::Kind::unavailable, "connection to 10.0.0.1 lost"};
        }
        return answers_with_names(batches);
    }}};
    auto first = test.accept(batch_of({command_of("a")}));
    auto const outcome = first.get();
    ASSERT_TRUE(std::holds_alternative<Unavailable>(outcome));
    EXPECT_THAT(std::get<Unavailable>(outcome).detail, testing::Not(HasSubstr("10.0.0.1")));
    EXPECT_THAT(test.engine().reasons_not_ready(), ElementsAre("the store does not answer"));
    auto second = test.accept(batch_of({command_of("a")}));
    EXPECT_THAT(details(second), SizeIs(1));
    EXPECT_THAT(test.engine().reasons_not_ready(), IsEmpty());
}

TEST(EngineFailures, AStoreThatMayNotBeWrittenSaysSoUntilItMay) {
    bool forbidden = true;
    EngineUnderTest test{{[&](Batches batches) {
        if (std::exchange(forbidden, false)) {
            throw StorageError{StorageError::Kind::forbidden, "permission denied for table x"};
        }
        return answers_with_names(batches);
    }}};
    auto first = test.accept(batch_of({command_of("a")}));
    auto const outcome = first.get();
    ASSERT_TRUE(std::holds_alternative<Unavailable>(outcome));
    EXPECT_EQ(std::get<Unavailable>(outcome).detail,
              "the store may not be written: a right is missing; nothing was booked");
    EXPECT_THAT(test.engine().reasons_not_ready(),
                ElementsAre("the store may not be written: a right is missing; see the log"));
    EXPECT_EQ(exit_code_of(test.engine().store_state()), ExitCode::right_missing);
    auto second = test.accept(batch_of({command_of("a")}));
    EXPECT_THAT(details(second), SizeIs(1));
    EXPECT_THAT(test.engine().reasons_not_ready(), IsEmpty());
}

TEST(EngineFailures, ARunThatDoesNotEndMakesTheEngineNotReadyUntilItDoes) {
    Gate gate;
    EngineUnderTest test{{gate.script(), gate.script()},
                         {.run_ms_max = std::chrono::milliseconds{0}}};
    auto outcome = test.accept(batch_of({command_of("a")}));
    gate.wait_until_entered();
    EXPECT_THAT(test.engine().reasons_not_ready(), ElementsAre(HasSubstr("1 of 2 lanes")));
    gate.open();
    EXPECT_THAT(details(outcome), SizeIs(1));
    while (!test.engine().reasons_not_ready().empty()) {
    }
}

TEST(LaneHealth, ForgetsThatTheStoreWasAwayAfterATime) {
    LaneHealth health;
    LaneHealth::Time const start{};
    health.saw(StoreState::away, start);
    EXPECT_EQ(health.state(start), StoreState::away);
    EXPECT_EQ(health.state(start + LaneHealth::remembered_max), StoreState::well);
    health.saw(StoreState::away, start + LaneHealth::remembered_max);
    EXPECT_EQ(health.state(start + LaneHealth::remembered_max), StoreState::away);
    health.saw(StoreState::well, start + LaneHealth::remembered_max);
    EXPECT_EQ(health.state(start + LaneHealth::remembered_max), StoreState::well);
    health.saw(StoreState::corrupt, start);
    health.saw(StoreState::well, start);
    EXPECT_EQ(health.state(start + 2 * LaneHealth::remembered_max), StoreState::corrupt);
}

TEST(EngineFailures, ACorruptStoreIsNotReadyEverAfter) {
    bool corrupt = true;
    EngineUnderTest test{{[&](Batches batches) {
        if (std::exchange(corrupt, false)) {
            throw StorageError{StorageError::Kind::corrupt, "a balance that is no number"};
        }
        return answers_with_names(batches);
    }}};
    auto first = test.accept(batch_of({command_of("a")}));
    EXPECT_TRUE(is_unavailable(first));
    auto second = test.accept(batch_of({command_of("b")}));
    EXPECT_THAT(details(second), SizeIs(1));
    EXPECT_THAT(test.engine().reasons_not_ready(), ElementsAre(HasSubstr("breaks its own rules")));
}

/// Waits at the gate once; fails every run that `poison` is in.
ScriptedRunner::Script poisoned(Gate& gate, std::function<void()> fail) {
    return [wait = gate.script(), fail](Batches batches) mutable {
        for (auto const& batch : batches) {
            if (batch.commands.front().account_id.value() == "poison") fail();
        }
        return wait(batches);
    };
}

TEST(EngineFailures, OneBatchThatCannotBeBookedDoesNotTakeTheOthersAlong) {
    Gate gate;
    EngineUnderTest test{{poisoned(gate, [] { throw std::runtime_error{"a bug"}; })}};
    auto first = test.accept(batch_of({command_of("a")}));
    gate.wait_until_entered();
    auto good = test.accept(batch_of({command_of("b")}));
    auto bad = test.accept(batch_of({command_of("poison")}));
    auto also_good = test.accept(batch_of({command_of("c")}));
    gate.open();
    EXPECT_THAT(details(first), SizeIs(1));
    EXPECT_THAT(details(good), SizeIs(1));
    EXPECT_TRUE(is_unavailable(bad));
    EXPECT_THAT(details(also_good), SizeIs(1));
    EXPECT_THAT(test.engine().reasons_not_ready(), IsEmpty());
}

TEST(EngineFailures, AStoreThatIsAwayIsNotTriedForEveryBatch) {
    Gate gate;
    EngineUnderTest test{
        {poisoned(gate, [] { throw StorageError{StorageError::Kind::unavailable, "away"}; })}};
    auto first = test.accept(batch_of({command_of("a")}));
    gate.wait_until_entered();
    auto second = test.accept(batch_of({command_of("poison")}));
    auto third = test.accept(batch_of({command_of("b")}));
    gate.open();
    EXPECT_THAT(details(first), SizeIs(1));
    EXPECT_TRUE(is_unavailable(second));
    EXPECT_TRUE(is_unavailable(third));
    EXPECT_THAT(test.runner(0).runs(), SizeIs(2));
}

TEST(EngineFailures, OnePartThatFailsMakesTheWholeBatchUnavailable) {
    auto const fail = [](Batches) -> Answers {
        throw StorageError{StorageError::Kind::unavailable, "away"};
    };
    EngineUnderTest test{{names, fail}};
    std::vector<model::Command> commands;
    for (int i = 0; i < 20; ++i) commands.push_back(command_of("a" + std::to_string(i)));
    auto outcome = test.accept(batch_of(std::move(commands)));
    EXPECT_TRUE(is_unavailable(outcome));
}

}  // namespace
}  // namespace daybook::app
