#include "bench/lifecycles.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "support/processor_bench.hpp"

namespace daybook::bench {
namespace {

std::vector<std::string> said(std::vector<model::Answer> const& answers) {
    std::vector<std::string> texts;
    for (auto const& answer : answers) texts.push_back(support::said(answer));
    return texts;
}

/// What became of the commands after the opening, in one run.
std::vector<model::Answer> booked(support::ProcessorBench& book, Lifecycles lifecycles,
                                  std::size_t commands) {
    auto const opened =
        book.run(std::vector{model::CommandBatch{.commands = lifecycles.opening()}});
    EXPECT_THAT(said(opened.front()), testing::Each("DONE"));
    return book.run(std::vector{model::CommandBatch{.commands = lifecycles.next(commands)}})
        .front();
}

TEST(Lifecycles, AreBookedToTheirEnd) {
    support::ProcessorBench book;
    auto const answers = booked(book, Lifecycles{{.accounts = 2}}, 24);
    EXPECT_THAT(said(answers), testing::Each("DONE"));
    for (std::size_t i = 2; i < answers.size(); i += 3) {
        EXPECT_EQ(answers[i].order->status(), model::OrderStatus::FILLED);
    }
    EXPECT_EQ(book.verify(), "");
}

TEST(Lifecycles, ThatAreInTheAirTogetherArePlacedBeforeTheFirstIsFilled) {
    support::ProcessorBench book;
    auto const answers = booked(book, Lifecycles{{.accounts = 2, .in_the_air = 8}}, 48);
    EXPECT_THAT(said(answers), testing::Each("DONE"));
    for (std::size_t i = 0; i < 24; ++i) {
        auto const expected = i < 8    ? model::OrderStatus::PENDING_NEW
                              : i < 16 ? model::OrderStatus::NEW
                                       : model::OrderStatus::FILLED;
        EXPECT_EQ(answers[i].order->status(), expected) << i;
    }
    EXPECT_EQ(book.verify(), "");
}

TEST(Lifecycles, OfTwoStreamsThatStartFarApartNameDifferentOrders) {
    support::ProcessorBench book;
    EXPECT_THAT(said(booked(book, Lifecycles{{.accounts = 3}}, 9)), testing::Each("DONE"));
    Lifecycles other{{.accounts = 3, .first = 1'000'003}};
    auto const answers =
        book.run(std::vector{model::CommandBatch{.commands = other.next(9)}}).front();
    EXPECT_THAT(said(answers), testing::Each("DONE"));
}

TEST(Lifecycles, WithCopiesRepeatEveryCommandAtOnce) {
    support::ProcessorBench book;
    auto const answers = booked(book, Lifecycles{{.accounts = 2, .copies = 2}}, 12);
    EXPECT_THAT(said(answers),
                testing::ElementsAre("DONE", "REPLAYED", "DONE", "DUPLICATE", "DONE", "DUPLICATE",
                                     "DONE", "REPLAYED", "DONE", "DUPLICATE", "DONE", "DUPLICATE"));
    EXPECT_EQ(book.verify(), "");
}

TEST(Lifecycles, GoOnWhereTheyWereLeft) {
    Lifecycles whole{{.accounts = 5, .in_the_air = 4}};
    Lifecycles pieces{{.accounts = 5, .in_the_air = 4}};
    auto const expected = whole.next(40);
    std::vector<model::Command> given;
    for (std::size_t const count : {1, 7, 32}) {
        for (auto& command : pieces.next(count)) given.push_back(std::move(command));
    }
    ASSERT_EQ(given.size(), expected.size());
    for (std::size_t i = 0; i < given.size(); ++i) {
        EXPECT_EQ(given[i].account_id, expected[i].account_id) << i;
        EXPECT_EQ(given[i].content.index(), expected[i].content.index()) << i;
        EXPECT_EQ(given[i].idempotency_key, expected[i].idempotency_key) << i;
    }
}

}  // namespace
}  // namespace daybook::bench
