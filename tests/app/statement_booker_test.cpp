#include "app/statement_booker.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "app/exit_code.hpp"
#include "ports/outbound/storage_error.hpp"
#include "support/scripted_runner.hpp"

namespace daybook::app {
namespace {

using services::BookingStep;
using testing::SizeIs;

BookingStep placing(std::uint64_t line, std::string const& key) {
    auto command = command_of("alpha", key);
    command.content = model::PlaceOrder{};
    return {.line = line, .command = command, .placed_order = std::nullopt};
}

BookingStep trading(std::uint64_t line, std::optional<std::string> const& order = {}) {
    auto command = command_of("alpha");
    command.content = model::BookExecution{};
    BookingStep step{.line = line, .command = command, .placed_order = std::nullopt};
    if (order) step.placed_order = model::IdempotencyKey{*order};
    return step;
}

/// Refuses the orders whose keys begin with `no`.
Answers refuse_some(Batches batches) {
    auto answers = answers_with_names(batches);
    for (std::size_t i = 0; i < batches.size(); ++i) {
        for (std::size_t k = 0; k < batches[i].commands.size(); ++k) {
            if (!batches[i].commands[k].idempotency_key->value().starts_with("no")) continue;
            answers[i][k].status = model::AnswerStatus::REFUSED;
            answers[i][k].refusal = model::Refusal::unknown_instrument;
        }
    }
    return answers;
}

/// `2+ 3- 4?`: booked, refused, not asked.
std::string text_of(std::vector<BookedStep> const& booked) {
    std::string text;
    for (auto const& each : booked) {
        text += text.empty() ? "" : " ";
        text += std::to_string(each.step.line) + (is_booked(each) ? "+" : each.answer ? "-" : "?");
    }
    return text;
}

TEST(StatementBooker, LeavesOutWhatIsAboutAnOrderThatWasRefused) {
    EngineUnderTest test{{refuse_some}};
    std::vector<BookedStep> booked;
    book_steps(test.engine(),
               {trading(2), placing(3, "no-1"), trading(4, "no-1"), placing(5, "o-2"),
                trading(6, "o-2"), trading(7, "no-1"), trading(8)},
               booked);
    EXPECT_EQ(text_of(booked), "2+ 3- 4? 5+ 6+ 7? 8+");
}

TEST(StatementBooker, BooksManyStepsInBatches) {
    EngineUnderTest test{{answers_with_names}};
    std::vector<BookingStep> steps;
    for (std::uint64_t line = 0; line < 2'500; ++line) steps.push_back(trading(line));
    std::vector<BookedStep> booked;
    book_steps(test.engine(), steps, booked);
    EXPECT_THAT(booked, SizeIs(2'500));
    EXPECT_THAT(test.runner(0).runs(), SizeIs(3));
}

TEST(StatementBooker, KeepsWhatWasBookedBeforeTheStoreWentAway) {
    EngineUnderTest test{{[runs = 0](Batches batches) mutable {
        if (++runs > 1) {
            throw ports::StorageError{ports::StorageError::Kind::unavailable, "gone"};
        }
        return answers_with_names(batches);
    }}};
    std::vector<BookedStep> booked;
    try {
        book_steps(test.engine(), {placing(2, "o-1"), trading(3, "o-1")}, booked);
        FAIL() << "nothing was thrown";
    } catch (Failure const& failure) {
        EXPECT_EQ(failure.code(), ExitCode::database_unreachable);
        EXPECT_THAT(failure.what(), testing::StartsWith("stopped at line 3: "));
    }
    EXPECT_EQ(text_of(booked), "2+");
}

}  // namespace
}  // namespace daybook::app
