#include <gtest/gtest.h>

#include "support/ledger_bench.hpp"
#include "support/sample_values.hpp"

namespace daybook::services {
namespace {

using support::LedgerBench;
using support::quantity;

LedgerBench bench_with_order() {
    LedgerBench bench;
    bench.story(R"(
        deposit 1000 USD
        place o1 BUY 2@100
    )");
    return bench;
}

TEST(LedgerResolve, OfAnUnknownOrderAcceptedBooksItOnTheOrderGiven) {
    auto bench = bench_with_order();
    bench.story(R"(
        report - x1 TRADE 1@90 at_exchange=E9 fee=0.1:USD at=7 -> DISCREPANCY unknown_order
        report - x1 TRADE 1@90 at_exchange=E9 fee=0.1:USD at=7 -> DUPLICATE
        report - x1 TRADE 1@90 at_exchange=E9 fee=0.1:USD at=8 -> DUPLICATE
        report - x1 TRADE 1@91 at_exchange=E9 fee=0.1:USD      -> DISCREPANCY unknown_order
    )");
    EXPECT_EQ(bench.position(), "none");
    bench.story(R"(
        resolve 1 ACCEPT phone                  -> REFUSED unknown_order order
        resolve 1 ACCEPT phone order=none       -> REFUSED unknown_order order
        resolve 1 ACCEPT phone order=o1
        resolve 1 ACCEPT phone order=o1         -> DUPLICATE
        resolve 1 ACCEPT other order=o1         -> REFUSED already_resolved discrepancy
        resolve 1 REJECT phone                  -> REFUSED already_resolved discrepancy
        resolve 2 REJECT wrong_price
        resolve 2 REJECT wrong_price            -> DUPLICATE
        resolve 3 REJECT x                      -> REFUSED unknown_discrepancy discrepancy
    )");
    EXPECT_EQ(bench.status("o1"), "PARTIALLY_FILLED 1 1");
    EXPECT_EQ(bench.position(), "1 90 0 0.1");
    EXPECT_EQ(bench.discrepancies(), "1 unknown_order RESOLVED, 2 unknown_order RESOLVED");
    auto const& executions = bench.book().executions.at(bench.order("o1").state().id);
    auto const& booked = executions.at(model::ExecId{"x1"});
    // The report's own time, the resolution's entry.
    EXPECT_EQ(booked.occurred_at.to_string(), "2026-11-21T09:30:07.000000Z");
    EXPECT_EQ(booked.entry_seq, bench.book().account->last_seq - 1);
}

TEST(LedgerResolve, OfAnUnknownOrderThatHasComeByNowNeedsNoOrder) {
    auto bench = bench_with_order();
    bench.story(R"(
        report o2 x1 NEW                        -> DISCREPANCY unknown_order
        place o2 BUY 1@100
        resolve 1 ACCEPT came_late
    )");
    EXPECT_EQ(bench.status("o2"), "NEW 0 1");
    // Where the exchange has sent it again since, it is booked once.
    bench.story(R"(
        report o3 x1 TRADE 1@100                -> DISCREPANCY unknown_order
        place o3 BUY 1@100
        report o3 x1 TRADE 1@100
        resolve 2 ACCEPT came_late
    )");
    EXPECT_EQ(bench.position(), "1 100 0 0");
    bench.story(R"(
        report o4 x1 TRADE 1@100                -> DISCREPANCY unknown_order
        place o4 BUY 1@100
        report o4 x1 TRADE 1@99
        resolve 3 ACCEPT came_late              -> REFUSED already_resolved discrepancy
        resolve 3 REJECT other_price
    )");
}

TEST(LedgerResolve, OfAnAmbiguousOrderNeedsTheOrder) {
    auto bench = bench_with_order();
    bench.story(R"(
        place o2 BUY 1@100
        report o1 n1 NEW eoid=E1
        report o2 n2 NEW eoid=E1
        report - x1 TRADE 1@100 at_exchange=E1  -> DISCREPANCY ambiguous_order
        cancel at_exchange=E1                   -> REFUSED ambiguous_order order
        resolve 1 ACCEPT seen                   -> REFUSED ambiguous_order order
        resolve 1 ACCEPT seen at_exchange=E1    -> REFUSED ambiguous_order order
        resolve 1 ACCEPT seen order=o2
    )");
    EXPECT_EQ(bench.status("o2"), "FILLED 1 0");
    EXPECT_EQ(bench.status("o1"), "NEW 0 2");
    // Once one of them has another id, the one that has it is meant.
    bench.story(R"(
        report o1 n3 NEW eoid=E2
        report - x2 ORDER_STATUS at_exchange=E1
    )");
}

TEST(LedgerResolve, ARejectedReportStaysRejectedWhateverItsOrderHasBecome) {
    auto bench = bench_with_order();
    bench.story(R"(
        report - x1 TRADE 1@100 at_exchange=E1   -> DISCREPANCY unknown_order
        report o9 x2 TRADE 1@100                 -> DISCREPANCY unknown_order
        resolve 1 REJECT not_ours
        resolve 2 REJECT not_ours
        report o1 n1 NEW eoid=E1
        place o9 BUY 1@100
        report - x1 TRADE 1@100 at_exchange=E1   -> DUPLICATE
        report o9 x2 TRADE 1@100                 -> DUPLICATE
        report - x3 TRADE 1@100 at_exchange=E1
    )");
    EXPECT_EQ(bench.status("o1"), "PARTIALLY_FILLED 1 1");
    EXPECT_EQ(bench.status("o9"), "PENDING_NEW 0 1");
}

TEST(LedgerResolve, BooksOnAnOrderOfAnotherAccountOnce) {
    auto bench = bench_with_order();
    bench.story(R"(
        open_account account=exchange-paper funding=MARGIN cost_basis=FIFO
        report o1 n1 NEW eoid=E1
        report - x1 TRADE 1@100 at_exchange=E1 account=exchange-paper
            -> DISCREPANCY unknown_order
        resolve 1 ACCEPT ours account=exchange-paper           -> REFUSED unknown_order order
        resolve 1 ACCEPT ours account=exchange-paper order_account_id=nobody order=o1
            -> REFUSED unknown_account order_account_id
        resolve 1 ACCEPT ours account=exchange-paper order_account_id=alpha order=o9
            -> REFUSED unknown_order order
    )");
    auto const accepted = bench.run(
        "resolve 1 ACCEPT ours account=exchange-paper order_account_id=alpha order=o1 key=r-1");
    EXPECT_EQ(accepted.status, model::AnswerStatus::DONE);
    EXPECT_EQ(accepted.entry_seq, 3U);
    EXPECT_EQ(accepted.order->state().account_id.value(), "alpha");
    EXPECT_EQ(bench.status("o1"), "PARTIALLY_FILLED 1 1");
    EXPECT_EQ(bench.entries().back().kind, model::EntryKind::book_execution);
    EXPECT_EQ(bench.book("exchange-paper").discrepancies.at(1).state,
              model::DiscrepancyState::RESOLVED);
    bench.story(R"(
        resolve 1 ACCEPT ours account=exchange-paper order_account_id=alpha order=o1 key=r-1
            -> REPLAYED
        resolve 1 ACCEPT ours account=exchange-paper order_account_id=alpha order=o1
            -> DUPLICATE
        report - x1 TRADE 1@100 at_exchange=E1                 -> DUPLICATE
    )");
    EXPECT_EQ(bench.status("o1"), "PARTIALLY_FILLED 1 1");
}

TEST(LedgerResolve, InAnotherAccountOfWhatIsBookedThereBooksNothing) {
    auto bench = bench_with_order();
    bench.story(R"(
        open_account account=exchange-paper funding=MARGIN cost_basis=FIFO
        report o1 n1 NEW eoid=E1
        report - x1 TRADE 1@100 at_exchange=E1 account=exchange-paper
            -> DISCREPANCY unknown_order
        report o1 x1 TRADE 1@100
        resolve 1 ACCEPT ours account=exchange-paper order_account_id=alpha order=o1
    )");
    EXPECT_EQ(bench.status("o1"), "PARTIALLY_FILLED 1 1");
}

TEST(LedgerBookExecution, OfAKnownReportUnderAnotherIdOfTheExchangeContradicts) {
    auto bench = bench_with_order();
    bench.story(R"(
        report o1 n1 NEW eoid=E1
        report o1 n1 NEW eoid=E1                 -> DUPLICATE
        report o1 n1 NEW                         -> DUPLICATE
        report o1 n1 NEW eoid=E2                 -> DISCREPANCY conflicting_duplicate
        report o1 n2 REPLACED to=3@100 eoid=E3
        report o1 n1 NEW eoid=E1                 -> DUPLICATE
    )");
}

TEST(LedgerResolve, OfAConflictingDuplicateAcceptedBooksItUnderANameOfItsOwn) {
    auto bench = bench_with_order();
    bench.story(R"(
        report o1 x1 TRADE 1@100
        report o1 x1 TRADE 1@99                 -> DISCREPANCY conflicting_duplicate
        report o1 x1 TRADE 1@99                 -> DUPLICATE
        report o1 x1 TRADE 1@98                 -> DISCREPANCY conflicting_duplicate
    )");
    EXPECT_EQ(bench.position(), "1 100 0 0");
    EXPECT_EQ(bench.postings(), "");
    bench.story(R"(
        resolve 1 ACCEPT two_trades
        resolve 2 REJECT typo
        report o1 x1 TRADE 1@99                 -> DUPLICATE
        report o1 x1 TRADE 1@98                 -> DUPLICATE
        report o1 x1 TRADE 1@100                -> DUPLICATE
    )");
    EXPECT_EQ(bench.position(), "2 199 0 0");
    EXPECT_EQ(bench.status("o1"), "FILLED 2 0");
    // It can be busted under that name.
    bench.story("report o1 b1 TRADE_CANCEL ref=x1~1");
    EXPECT_EQ(bench.position(), "1 100 0 0");
}

TEST(LedgerResolve, NamesEveryDifferenceOfAConflictingDuplicate) {
    auto bench = bench_with_order();
    bench.story("report o1 x1 TRADE 1@100 fee=0.1:USD liquidity=MAKER");
    for (auto const* again :
         {"CANCELED", "TRADE 2@100 fee=0.1:USD liquidity=MAKER",
          "TRADE 1@101 fee=0.1:USD liquidity=MAKER", "TRADE 1@100 fee=0.2:USD liquidity=MAKER",
          "TRADE 1@100 fee=0.1:BNB liquidity=MAKER", "TRADE 1@100 liquidity=MAKER",
          "TRADE 1@100 fee=0.1:USD liquidity=TAKER", "TRADE 1@100 fee=0.1:USD"}) {
        EXPECT_EQ(bench.said("report o1 x1 " + std::string{again}),
                  "DISCREPANCY conflicting_duplicate")
            << again;
    }
    EXPECT_EQ(bench.status("o1"), "PARTIALLY_FILLED 1 1");
}

TEST(LedgerResolve, WhatIsBookedCanItselfBeADiscrepancy) {
    auto bench = bench_with_order();
    bench.story(R"(
        report none x1 TRADE 3@100              -> DISCREPANCY unknown_order
        resolve 1 ACCEPT ours order=o1          -> DISCREPANCY overfill
    )");
    EXPECT_EQ(bench.status("o1"), "FILLED 3 0");
    EXPECT_EQ(bench.discrepancies(), "1 unknown_order RESOLVED, 2 overfill OPEN");
    bench.story("resolve 2 ACCEPT known");
    EXPECT_EQ(bench.status("o1"), "FILLED 3 0");
}

TEST(LedgerResolve, OfABookedDiscrepancyMovesNothing) {
    auto bench = bench_with_order();
    bench.story(R"(
        report o1 x1 TRADE 3@100                -> DISCREPANCY overfill
        resolve 1 REJECT they_will_bust_it
    )");
    EXPECT_EQ(bench.postings(), "");
    EXPECT_EQ(bench.status("o1"), "FILLED 3 0");
}

TEST(LedgerResolve, OfBustsAndCorrectionsThatWereKept) {
    auto bench = bench_with_order();
    bench.story(R"(
        report o1 x1 TRADE 1@100
        report none b1 TRADE_CANCEL ref=x1          -> DISCREPANCY unknown_order
        report none c1 TRADE_CORRECT 2@99 ref=x1    -> DISCREPANCY unknown_order
        report none b2 TRADE_CANCEL ref=n1          -> DISCREPANCY unknown_order
        report o1 n1 NEW
        resolve 3 ACCEPT x order=o1                 -> REFUSED invalid_value discrepancy
        resolve 2 ACCEPT x order=o1
    )");
    EXPECT_EQ(bench.position(), "2 198 0 0");
    bench.story("resolve 1 ACCEPT x order=o1");
    EXPECT_EQ(bench.position(), "0 0 0 0");
    // Busted by now: nothing is left to do.
    bench.story(R"(
        report none b3 TRADE_CANCEL ref=x1          -> DISCREPANCY unknown_order
        resolve 4 ACCEPT x order=o1
    )");
    EXPECT_EQ(bench.position(), "0 0 0 0");
    EXPECT_EQ(bench.book().discrepancies.size(), 4U);
}

TEST(LedgerResolve, OfACircleOfReferencesIsRefused) {
    auto bench = bench_with_order();
    bench.story(R"(
        report none c1 TRADE_CORRECT 1@1 ref=c1     -> DISCREPANCY unknown_order
        resolve 1 ACCEPT x order=o1                 -> REFUSED invalid_value discrepancy
        report none c2 TRADE_CORRECT 1@1 ref=c3     -> DISCREPANCY unknown_order
        report o1 c3 TRADE_CORRECT 1@1 ref=c2
        resolve 2 ACCEPT x order=o1                 -> REFUSED invalid_value discrepancy
        resolve 2 REJECT x
    )");
}

TEST(LedgerDiscrepancy, KeepsTheReportAsItCame) {
    auto bench = bench_with_order();
    bench.story("report - x1 TRADE 1@90 at_exchange=E9 -> DISCREPANCY unknown_order");
    auto const& discrepancy = bench.book().discrepancies.at(1);
    EXPECT_EQ(discrepancy.payload,
              R"({"order":{"exchange_order_id":"E9"},"exec_id":"x1","exec_type":"TRADE",)"
              R"("last_quantity_base":"1","last_price_quote":"90"})");
    EXPECT_EQ(discrepancy.detail, "exchange_order_id E9 names no order");
    EXPECT_EQ(discrepancy.entry_seq, 4U);
    EXPECT_EQ(bench.entries().back().kind, model::EntryKind::book_execution);
    EXPECT_EQ(bench.entries().back().order_id, std::nullopt);
}

TEST(LedgerReport, ReadAgainstAnOrderThatHasChangedIsReadAgain) {
    auto bench = bench_with_order();
    auto const& order = bench.order("o1").state();
    model::BookExecution report;
    report.order = order.id;
    report.exec_id = model::ExecId{"s1"};
    report.exec_type = model::ExecType::REPLACED;
    report.quantity_base = quantity("1");
    model::Command command;
    command.account_id = order.account_id;
    command.content = report;
    command.order_version = order.version;
    bench.story("report o1 x1 NEW");
    auto const answer = bench.run(command, "a report that was read before x1");
    EXPECT_EQ(answer.status, model::AnswerStatus::SKIPPED);
    EXPECT_EQ(answer.order, bench.order("o1"));
    EXPECT_EQ(bench.status("o1"), "NEW 0 2");
    command.order_version = bench.order("o1").state().version;
    EXPECT_EQ(bench.run(command, "read again").status, model::AnswerStatus::DONE);
    EXPECT_EQ(bench.status("o1"), "NEW 0 1");
    EXPECT_EQ(bench.run(command, "a repeat").status, model::AnswerStatus::DUPLICATE);
}

}  // namespace
}  // namespace daybook::services
