#include "app/exchange_bookkeeper.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/processor_bench.hpp"
#include "support/sample_values.hpp"

namespace daybook::app {
namespace {

using namespace model;
using testing::ElementsAre;

/// Books by hand: what was submitted is answered when the test says so.
class ExchangeBookkeeperTest : public testing::Test {
  protected:
    void take_unreadable(std::string const& name, std::int64_t arrived_at) {
        ports::ExchangeReport report;
        report.report.exec_id = ExecId{name};
        report.unreadable_because = "it is torn";
        bookkeeper_.take(
            {report, [this, name] { durable_.push_back(name); }, support::at_micros(arrived_at)});
    }
    void advance() { bookkeeper_.advance(dispatch_, support::at_micros(100)); }
    void answer(std::vector<AnswerStatus> const& statuses) {
        std::vector<Answer> answers(statuses.size());
        for (std::size_t i = 0; i < statuses.size(); ++i) answers[i].status = statuses[i];
        bookkeeper_.take_outcome(answers);
        advance();
    }

    support::ProcessorBench bench_;
    std::unique_ptr<ports::UnitOfWork> unit_of_work_ = bench_.storage().open_unit_of_work();
    ExchangeOrders orders_{*unit_of_work_, ExchangeCode{"PAPER"}};
    services::ExchangeDispatch dispatch_;
    std::vector<CommandBatch> submitted_;
    std::vector<std::string> durable_;
    ExchangeBookkeeper bookkeeper_{{.exchange = ExchangeCode{"PAPER"},
                                    .orders = orders_,
                                    .submit =
                                        [this](CommandBatch batch) {
                                            submitted_.push_back(std::move(batch));
                                            return ports::CommandService::Submitted::accepted;
                                        },
                                    .answer = [](auto) {},
                                    .on_done = [] {}}};
};

/// Each is kept by two commands: the exchange's account is opened, and the report kept.
TEST_F(ExchangeBookkeeperTest, ReadsAgainFromTheFirstThatWasSkippedOn) {
    using enum AnswerStatus;
    for (auto const& [name, at] : {std::pair{"a", 1}, {"b", 2}, {"c", 3}}) {
        take_unreadable(name, at);
    }
    advance();
    answer({DONE, DONE, DUPLICATE, SKIPPED, DUPLICATE, DONE});
    EXPECT_THAT(durable_, ElementsAre("a"));
    EXPECT_EQ(bookkeeper_.finished(), 1u);
    EXPECT_EQ(bookkeeper_.heard_until(), support::at_micros(2));
    ASSERT_EQ(submitted_.size(), 2u);
    EXPECT_EQ(submitted_[1].commands.size(), 2u) << "b and c; the account is open by now";
    answer({DONE, DUPLICATE});
    EXPECT_THAT(durable_, ElementsAre("a", "b", "c"));
    EXPECT_TRUE(bookkeeper_.is_idle());
}

}  // namespace
}  // namespace daybook::app
