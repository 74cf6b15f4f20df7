#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "model/names.hpp"
#include "ports/outbound/storage_error.hpp"
#include "services/command_processor.hpp"
#include "support/command_text.hpp"
#include "support/mock_repositories.hpp"
#include "support/processor_bench.hpp"
#include "support/sample_values.hpp"

namespace daybook::services {
namespace {

using model::OutboxRequest;
using model::RequestState;
using support::command;
using support::MockedUnitOfWork;
using support::order_id;
using testing::ElementsAre;
using testing::IsEmpty;
using Outcome = MockedUnitOfWork::Outcome;

model::ExchangeCode const paper{"PAPER"};

/// A book whose exchange PAPER is told what is asked of orders, and OTHER is not.
class Outbox : public testing::Test {
  protected:
    Outbox() {
        bench_.setup(R"(
            define_asset asset=USD display_decimals=2
            define_asset asset=BTC display_decimals=8
            market PAPER BTC-USD BTC/USD 0.01 0.00000001
            market OTHER BTC-USD BTC/USD 0.01 0.00000001
            open_account funding=PREFUNDED cost_basis=FIFO
            deposit 1000 USD key=d-1
        )");
        bench_.unit_of_work().run([](ports::Repositories& r) {
            r.exchange_leases.add({.exchange = paper,
                                   .owner = "worker",
                                   .generation = 1,
                                   .expires_at = support::at_micros(1),
                                   .paused_because = std::nullopt});
            return ports::Commit::yes;
        });
    }

    /// Every request of alpha's orders 1 to 9, by entry.
    std::vector<OutboxRequest> stored() {
        std::vector<OutboxRequest> all;
        bench_.unit_of_work().run([&](ports::Repositories& r) {
            for (std::uint32_t number = 1; number < 10; ++number) {
                auto of_order = r.outbox.of_orders(
                    std::vector{ports::OrderKey{model::AccountId{"alpha"}, order_id(number)}})[0];
                all.insert(all.end(), of_order.begin(), of_order.end());
            }
            return ports::Commit::no;
        });
        std::ranges::sort(all, {}, &OutboxRequest::entry_seq);
        return all;
    }
    /// `3 PLACE PENDING`, `4 REPLACE PENDING 3@90`.
    std::vector<std::string> requests() {
        std::vector<std::string> texts;
        for (auto const& each : stored()) {
            auto text = std::to_string(each.entry_seq) + " " + std::string{name_of(each.action)} +
                        " " + std::string{name_of(each.state)};
            if (each.quantity_base) text += " " + each.quantity_base->value().to_string();
            if (each.price_quote) text += "@" + each.price_quote->value().to_string();
            if (each.detail) text += " " + *each.detail;
            texts.push_back(std::move(text));
        }
        return texts;
    }

    /// Books a report that answers the request of an entry.
    std::string answer(std::string const& line, std::uint64_t entry_seq,
                       std::optional<std::string> refused_because = std::nullopt) {
        return support::said(
            book({{answering(line, entry_seq, std::move(refused_because))}, false}).front());
    }
    std::vector<model::Answer> book(model::CommandBatch const& batch) {
        return bench_.run(std::vector{batch}).front();
    }
    static model::Command answering(std::string const& line, std::uint64_t entry_seq,
                                    std::optional<std::string> refused_because = std::nullopt) {
        auto report = command(line);
        report.answers = model::RequestAnswer{entry_seq, std::move(refused_because)};
        return report;
    }

    support::ProcessorBench bench_;
};

TEST_F(Outbox, ARequestIsWrittenWithItsEntry) {
    bench_.setup(R"(
        place o1 BUY 2@100
        replace o1 3@90
        replace o1 @80
        cancel o1
    )");
    EXPECT_THAT(requests(), ElementsAre("3 PLACE PENDING", "4 REPLACE PENDING 3@90",
                                        "5 REPLACE PENDING 2@80", "6 CANCEL PENDING"));
    auto const first = stored().front();
    EXPECT_EQ(first.exchange, paper);
    EXPECT_EQ(first.attempts, 0u);
    EXPECT_EQ(first.created_at, bench_.entries().back().recorded_at);
    EXPECT_EQ(first.updated_at, first.created_at);
    EXPECT_EQ(first.client_order_id, model::client_order_id_of({first.order_id, 3}));
    EXPECT_EQ(bench_.verify(), "");
}

TEST_F(Outbox, WhatIsRefusedOrNoNewsIsNotWritten) {
    bench_.run({"place o1 BUY 20@100", "place o2 BUY 0@1", "place o3 BUY 1@100",
                "place o3 BUY 1@100", "cancel o3", "cancel o3", "cancel none", "replace o3 1@100",
                "replace o3 90@100"});
    EXPECT_THAT(requests(), ElementsAre("4 PLACE PENDING", "5 CANCEL PENDING"));
}

TEST_F(Outbox, AnExchangeThatNobodySpeaksToIsToldNothing) {
    bench_.run({"place o1 BUY 1@100 exchange=OTHER", "replace o1 2@100", "cancel o1"});
    EXPECT_THAT(requests(), IsEmpty());
}

TEST_F(Outbox, AnOrderPlacedElsewhereIsNotSentThere) {
    bench_.setup("place o1 BUY 1@100 origin=EXTERNAL");
    bench_.setup("cancel o1");
    EXPECT_THAT(requests(), IsEmpty());
    EXPECT_EQ(bench_.verify(), "");
}

TEST_F(Outbox, AGroupThatIsTakenBackTellsNothing) {
    bench_.run({"place o1 BUY 1@100", "cancel o1", "place o2 BUY 100@100"}, true);
    EXPECT_THAT(requests(), IsEmpty());
    (void)book({{command("place o1 BUY 1@100"), command("cancel o1")}, true});
    EXPECT_THAT(requests(), ElementsAre("3 PLACE PENDING", "4 CANCEL PENDING"));
}

TEST_F(Outbox, AReportAnswersItsRequest) {
    bench_.setup("place o1 BUY 2@100");
    bench_.setup("cancel o1");
    EXPECT_EQ(answer("report o1 x1 NEW", 3), "DONE");
    EXPECT_EQ(answer("report o1 x2 CANCEL_REJECTED", 4, "too late"), "DONE");
    EXPECT_THAT(requests(), ElementsAre("3 PLACE ANSWERED", "4 CANCEL ANSWERED too late"));
    EXPECT_EQ(bench_.verify(), "");
}

TEST_F(Outbox, AReportThatWasBookedBeforeStillAnswers) {
    bench_.setup(R"(
        place o1 BUY 2@100
        report o1 x1 NEW
        report o1 x2 TRADE 1@100 key=r-2
        cancel o1
        replace o1 1@90
    )");
    auto const entries = bench_.entries().size();
    EXPECT_EQ(answer("report o1 x1 NEW", 3), "DUPLICATE");
    EXPECT_EQ(answer("report o1 x2 TRADE 1@100 key=r-2", 6), "REPLAYED");
    EXPECT_EQ(bench_.entries().size(), entries);
    EXPECT_EQ(answer("report o1 x1 TRADE 1@100", 7), "DISCREPANCY");
    EXPECT_THAT(requests(),
                ElementsAre("3 PLACE ANSWERED", "6 CANCEL ANSWERED", "7 REPLACE ANSWERED 1@90"));
}

TEST_F(Outbox, AReportThatIsRefusedAnswersNothing) {
    bench_.setup("place o1 BUY 2@100");
    EXPECT_EQ(answer("report o1 x1 TRADE 0@100", 3).substr(0, 7), "REFUSED");
    (void)book({{answering("report o1 x1 NEW", 3), command("withdraw 0 USD")}, true});
    EXPECT_THAT(requests(), ElementsAre("3 PLACE PENDING"));
}

TEST_F(Outbox, OfTwoAnswersInOneRunTheFirstStands) {
    bench_.setup("place o1 BUY 2@100");
    (void)book(
        {{answering("report o1 x1 NEW", 3), answering("report o1 x2 REJECTED", 3, "no")}, false});
    EXPECT_THAT(requests(), ElementsAre("3 PLACE ANSWERED"));
}

TEST_F(Outbox, AnAnswerToWhatIsNotThereIsPassedOver) {
    EXPECT_EQ(answer("report o1 x1 NEW", 77), "DISCREPANCY");
    EXPECT_EQ(answer("report o1 x1 NEW account=nobody", 1).substr(0, 7), "REFUSED");
    EXPECT_THAT(requests(), IsEmpty());
    EXPECT_EQ(bench_.verify(), "");
}

TEST_F(Outbox, AnAnswerIsNoPartOfWhatIsBooked) {
    bench_.setup("place o1 BUY 2@100");
    EXPECT_EQ(answer("report o1 x1 NEW key=r-1", 3, "why"), "DONE");
    EXPECT_EQ(bench_.entries().back().payload.find("why"), std::string::npos);
    EXPECT_EQ(bench_.run({"report o1 x1 NEW key=r-1"}), std::vector<std::string>{"REPLAYED"});
}

/// A processor over mocks over the same book.
class OutboxCalls : public Outbox {
  protected:
    void run(model::CommandBatch const& batch) { (void)processor_.run({&batch, 1}); }

    MockedUnitOfWork unit_of_work_{bench_.unit_of_work()};
    support::MockRepositories& mocks_ = unit_of_work_.mocks;
    CommandProcessor processor_{
        {unit_of_work_, bench_.clock(), bench_.order_ids(), bench_.sha256(), [](auto) {}}};
};

TEST_F(OutboxCalls, AreOneOfEachKindARun) {
    EXPECT_CALL(mocks_.exchange_leases, list).Times(1);
    EXPECT_CALL(mocks_.outbox, add(testing::SizeIs(3))).Times(1);
    EXPECT_CALL(mocks_.outbox, answer(testing::SizeIs(2))).Times(1);
    run({{command("place o1 BUY 1@100"), command("place o2 BUY 1@100"),
          answering("report o1 x1 NEW", 3), answering("report o2 x1 NEW", 4), command("cancel o1")},
         false});
    EXPECT_THAT(requests(),
                ElementsAre("3 PLACE ANSWERED", "4 PLACE ANSWERED", "7 CANCEL PENDING"));
}

TEST_F(OutboxCalls, AreNoneWhereNothingIsAskedOrAnswered) {
    EXPECT_CALL(mocks_.exchange_leases, list).Times(0);
    EXPECT_CALL(mocks_.outbox, add).Times(0);
    EXPECT_CALL(mocks_.outbox, answer).Times(0);
    run({{command("deposit 1 USD key=d-2"), command("report o1 x1 NEW")}, false});
}

TEST_F(OutboxCalls, AnAnswerAloneIsCommittedAndRepeatedWhereTheOutcomeIsUnknown) {
    bench_.setup(R"(
        place o1 BUY 2@100
        place o2 BUY 2@100
        report o1 x1 NEW
        report o2 x1 NEW
    )");
    unit_of_work_.outcomes = {Outcome::commits_but_says_unknown};
    run({{answering("report o1 x1 NEW", 3)}, false});
    EXPECT_THAT(requests(), ElementsAre("3 PLACE ANSWERED", "4 PLACE PENDING"));
    unit_of_work_.outcomes = {Outcome::is_lost_and_says_unknown};
    run({{answering("report o2 x1 NEW", 4)}, false});
    EXPECT_THAT(requests(), ElementsAre("3 PLACE ANSWERED", "4 PLACE ANSWERED"));
}

}  // namespace
}  // namespace daybook::services
