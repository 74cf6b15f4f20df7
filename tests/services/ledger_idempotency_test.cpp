#include <gtest/gtest.h>

#include "support/ledger_bench.hpp"

namespace daybook::services {
namespace {

using support::LedgerBench;

TEST(LedgerReplay, OfTheSameCommandGivesTheFirstAnswerAndRunsNothing) {
    LedgerBench bench;
    bench.story(R"(
        deposit 1000 USD key=d-1
        deposit 1000 USD key=d-1        -> REPLAYED
        deposit 1000.00 USD key=d-1     -> REPLAYED
        withdraw 1 USD key=w-1
        withdraw 1 USD key=w-1          -> REPLAYED
        place o1 BUY 1@100
        place o1 BUY 1.0@100.00         -> REPLAYED
        cancel o1 key=c-1
        cancel o1 key=c-1               -> REPLAYED
        replace o1 2@101 key=r-1
        replace o1 2@101 key=r-1        -> REPLAYED
        report o1 x1 TRADE 1@100 key=e-1
        report o1 x1 TRADE 1@100 key=e-1 -> REPLAYED
        report o1 x1 TRADE 1@100        -> DUPLICATE
        report none x2 NEW key=e-2      -> DISCREPANCY unknown_order
        report none x2 NEW key=e-2      -> REPLAYED
        resolve 1 REJECT why key=s-1
        resolve 1 REJECT why key=s-1    -> REPLAYED
        open_account account=zeta funding=MARGIN cost_basis=FIFO
        close account=zeta key=z-1
        close account=zeta key=z-1      -> REPLAYED
        deposit 1000 USD key=d-1        -> REPLAYED
        place o1 BUY 1@100              -> REPLAYED
    )");
    auto const answer = bench.run("deposit 1000 USD key=d-1");
    EXPECT_EQ(answer.entry_seq, 2U);
    auto const order = bench.run("place o1 BUY 1@100");
    ASSERT_TRUE(order.order);
    EXPECT_EQ(*order.order, bench.order("o1"));
}

TEST(LedgerReplay, OfAnotherCommandNamesTheFirstMemberThatDiffers) {
    LedgerBench bench;
    bench.story(R"(
        deposit 1000 USD key=d-1
        place o1 BUY 1@100 at=5
        withdraw 1000 USD key=d-1       -> REFUSED idempotency_key_reused command
        place d-1 BUY 1@100             -> REFUSED idempotency_key_reused command
        deposit 1 BTC key=d-1           -> REFUSED idempotency_key_reused asset
        deposit 1001 USD key=d-1        -> REFUSED idempotency_key_reused amount
        deposit 1000 USD key=d-1 exchange=PAPER symbol=BTC-USD cost_quote=1
            -> REFUSED idempotency_key_reused exchange
        deposit 1000 USD key=d-1 at=5   -> REFUSED idempotency_key_reused occurred_at
        place o1 BUY 1@100              -> REFUSED idempotency_key_reused occurred_at
        place o1 BUY 1@100 at=6         -> REFUSED idempotency_key_reused occurred_at
        place o1 BUY 1@101 at=5         -> REFUSED idempotency_key_reused price_quote
        place o1 BUY 2@101 at=5         -> REFUSED idempotency_key_reused quantity_base
        place o1 SELL 2@101 at=5        -> REFUSED idempotency_key_reused side
        place o1 BUY 1@100 at=5 expires_at=2027-01-01T00:00:00Z
            -> REFUSED idempotency_key_reused expires_at
        place o1 BUY 1@100 at=5         -> REPLAYED
    )");
}

TEST(LedgerReplay, ComesBeforeAnythingElseIsChecked) {
    LedgerBench bench;
    bench.story(R"(
        deposit 100 USD key=d-1
        withdraw -5 USD key=d-1         -> REFUSED idempotency_key_reused command
        withdraw 100 USD key=w-1
        withdraw 100 USD key=w-1        -> REPLAYED
        place o1 BUY 1@100              -> REFUSED insufficient_funds
        deposit 1000 USD
        place o1 BUY 1@100              -> REPLAYED insufficient_funds
        place o1 BUY 1@50               -> REFUSED idempotency_key_reused price_quote
        place o2 BUY 1@100
    )");
    EXPECT_EQ(bench.order("o1").state().reject_reason, "insufficient_funds");
    EXPECT_EQ(bench.status("o1"), "REJECTED 0 0");
}

TEST(LedgerReplay, KeysOfRefusalsThatLeaveNoTraceStayFree) {
    LedgerBench bench;
    bench.story(R"(
        deposit 0 USD key=k             -> REFUSED amount_must_be_positive amount
        withdraw 5 USD key=k            -> REFUSED insufficient_funds amount
        place k BUY 1@100.001           -> REFUSED price_must_be_multiple_of_increment price_quote
        cancel none key=k               -> REFUSED unknown_order order
        deposit 5 USD key=k
        deposit 5 USD key=k             -> REPLAYED
        deposit 5 USD key=k account=beta -> REFUSED unknown_account account_id
    )");
}

TEST(LedgerReplay, KeysBelongToTheirAccount) {
    LedgerBench bench;
    bench.story(R"(
        open_account account=beta funding=PREFUNDED cost_basis=FIFO
        deposit 5 USD key=k
        deposit 7 USD key=k account=beta
        deposit 7 USD key=k account=beta -> REPLAYED
    )");
}

TEST(LedgerCancel, WithoutAKeyIsADuplicateOfTheOutstandingOne) {
    LedgerBench bench;
    bench.story(R"(
        deposit 1000 USD
        place o1 BUY 1@100
        cancel o1
        cancel o1                   -> DUPLICATE
        cancel o1 key=c-1
        report o1 x1 PENDING_CANCEL
        cancel o1                   -> DUPLICATE
        report o1 x2 CANCELED
        cancel o1                   -> DUPLICATE
        cancel o1 key=c-2           -> DUPLICATE
        replace o1 2@100            -> REFUSED order_closed order
        place o2 BUY 1@100
        report o2 y1 TRADE 1@100
        cancel o2                   -> REFUSED order_closed order
        place o3 BUY 1@100
        report o3 z1 EXPIRED
        cancel o3                   -> REFUSED order_closed order
        place o4 BUY 100@100        -> REFUSED insufficient_funds
        cancel o4                   -> REFUSED order_closed order
        replace o4 1@100            -> REFUSED order_closed order
        place o5 BUY 1@100
        report o5 w1 REJECTED reason=no
        cancel o5                   -> REFUSED order_closed order
        cancel none                 -> REFUSED unknown_order order
    )");
    EXPECT_EQ(bench.order("o5").state().reject_reason, "no");
    // Whatever the request was keyed by leads to its order.
    EXPECT_EQ(bench.said("report c-1 x9 ORDER_STATUS"), "DONE");
}

TEST(LedgerReplace, WithoutAKeyIsADuplicateOfTheSameTerms) {
    LedgerBench bench;
    bench.story(R"(
        deposit 1000 USD
        place o1 BUY 2@100
        replace o1 2@100            -> DUPLICATE
        replace o1 2                -> DUPLICATE
        replace o1 @100             -> DUPLICATE
        replace o1 3@100
        replace o1 3                -> DUPLICATE
        replace o1 3@100            -> DUPLICATE
        replace o1 3@101
        replace o1 3@100 key=r-1
        replace o1 2@100 key=r-2
        report o1 x1 TRADE 2@100
        replace o1 3@100 key=r-3
        replace o1 2@99 key=r-4     -> REFUSED order_closed order
        replace o1 1@100 key=r-5    -> REFUSED order_closed order
    )");
    EXPECT_EQ(bench.order("o1").state().requests.outstanding.size(), 5U);
}

}  // namespace
}  // namespace daybook::services
