#include <gtest/gtest.h>

#include "support/ledger_bench.hpp"
#include "support/sample_values.hpp"

namespace daybook::services {
namespace {

using support::LedgerBench;

/// An acknowledged BUY 10 @ 10 of an account with 280 USD, without fees.
LedgerBench bench_with_order() {
    LedgerBench bench;
    bench.story(R"(
        market PAPER BTC-USD BTC/USD 0.01 0.00000001
        deposit 280 USD
        place o BUY 10@10
        report o n1 NEW
    )");
    return bench;
}

TEST(LedgerReplaceRejected, TakesBackTheRequestThatItNames) {
    auto bench = bench_with_order();
    bench.story(R"(
        replace o 12 key=Y
        replace o 20 key=Z
        report Y r1 REPLACE_REJECTED
    )");
    EXPECT_EQ(bench.balance("USD"), "80 200");
    bench.story(R"(
        place p BUY 8@10
        place q BUY 1@10          -> REFUSED insufficient_funds
        report Z r2 REPLACED to=20
    )");
    EXPECT_EQ(bench.balance("USD"), "0 280");
    EXPECT_EQ(bench.discrepancies(), "");
}

TEST(LedgerReplaceRejected, OfTheOtherRequestLeavesTheFirst) {
    auto bench = bench_with_order();
    bench.story(R"(
        replace o 12 key=Y
        replace o 20 key=Z
        report Z r1 REPLACE_REJECTED
    )");
    EXPECT_EQ(bench.balance("USD"), "160 120");
    EXPECT_TRUE(bench.order("o").state().requests.has(model::RequestKind::REPLACE));
}

TEST(LedgerReplaceRejected, IsNamedByWhatWasSentToo) {
    auto bench = bench_with_order();
    bench.story("replace o 12");
    auto const first = bench.entries().back().seq;
    bench.story("replace o 20");
    auto const name = model::client_order_id_of({bench.order("o").state().id, first});
    bench.story("report o r1 REPLACE_REJECTED client_order_id=" + name.value());
    EXPECT_EQ(bench.balance("USD"), "80 200");
}

TEST(LedgerCancelRejected, TakesBackTheRequestThatItNames) {
    auto bench = bench_with_order();
    bench.story(R"(
        cancel o key=Y
        cancel o key=Z
        report Y r1 PENDING_CANCEL
        report Y r2 CANCEL_REJECTED
    )");
    EXPECT_EQ(bench.status("o"), "NEW 0 10");
    EXPECT_TRUE(bench.order("o").state().requests.has(model::RequestKind::CANCEL));
    bench.story("report Z r3 PENDING_CANCEL");
    EXPECT_EQ(bench.status("o"), "PENDING_CANCEL 0 10");
    bench.story("report Y r4 PENDING_CANCEL");
    bench.story("report Z r5 CANCEL_REJECTED");
    EXPECT_EQ(bench.status("o"), "NEW 0 10");
}

TEST(LedgerPendingCancel, ThatComesLateDoesNotStick) {
    auto bench = bench_with_order();
    bench.story(R"(
        cancel o key=Y
        report Y r1 CANCEL_REJECTED
        report Y r2 PENDING_CANCEL
    )");
    EXPECT_EQ(bench.status("o"), "NEW 0 10");
    bench.story(R"(
        cancel o
        report o t1 TRADE 10@10
        report o r3 CANCEL_REJECTED
        report o r4 PENDING_CANCEL
    )");
    EXPECT_EQ(bench.status("o"), "FILLED 10 0");
}

TEST(LedgerReplaced, WithoutAnAcknowledgementAcknowledges) {
    LedgerBench bench;
    bench.story(R"(
        deposit 280 USD
        place o BUY 10@10
        replace o 12 key=Y
        report Y r1 REPLACED to=12
    )");
    EXPECT_EQ(bench.status("o"), "NEW 0 12");
}

TEST(LedgerRejected, EndsAnOrderWheneverItComes) {
    for (auto const* before : {"report o n2 ORDER_STATUS", "report o n2 PENDING_CANCEL",
                               "report o n2 PENDING_REPLACE", "cancel o", "replace o 12"}) {
        auto bench = bench_with_order();
        bench.story(before);
        bench.story("report o r1 REJECTED reason=halted");
        EXPECT_EQ(bench.status("o"), "REJECTED 0 0") << before;
        EXPECT_EQ(bench.balance("USD"), "280 0") << before;
        EXPECT_EQ(bench.order("o").state().reject_reason, "halted") << before;
        auto const& requests = bench.order("o").state().requests;
        EXPECT_FALSE(requests.has(model::RequestKind::CANCEL)) << before;
        EXPECT_FALSE(requests.has(model::RequestKind::REPLACE)) << before;
        EXPECT_EQ(bench.said("cancel o"), "REFUSED order_closed order") << before;
        EXPECT_EQ(bench.said("replace o 11"), "REFUSED order_closed order") << before;
    }
}

TEST(LedgerPlaceOrder, WasPlacedWhenTheCallerSaysAndIsRecordedNow) {
    LedgerBench bench;
    bench.story(R"(
        deposit 280 USD
        place o BUY 10@10 occurred_at=2012-06-21T13:30:00.000000Z
        place p BUY 1@10
    )");
    auto const& imported = bench.order("o").state();
    EXPECT_EQ(imported.created_at.to_string(), "2012-06-21T13:30:00.000000Z");
    EXPECT_EQ(imported.recorded_at, bench.entries()[2].recorded_at);
    EXPECT_EQ(imported.updated_at, imported.recorded_at);
    EXPECT_EQ(bench.order("p").state().created_at, bench.order("p").state().recorded_at);
}

TEST(LedgerReplace, ChangesAStopPrice) {
    LedgerBench bench;
    bench.story(R"(
        deposit 280 USD
        place o BUY 10@10 type=STOP_LIMIT stop_price_quote=9
        place p BUY 1@10
        replace p stop_price_quote=8      -> REFUSED stop_price_not_allowed stop_price_quote
    )");
    EXPECT_EQ(bench.said("replace o stop_price_quote=8.001"),
              "REFUSED stop_price_must_be_multiple_of_increment stop_price_quote");
    bench.story(R"(
        replace o stop_price_quote=8 key=Y
        report Y r1 REPLACED to=10
    )");
    EXPECT_EQ(bench.order("o").state().terms.stop_price_quote, support::price("8"));
    bench.story("report o r2 REPLACED to=10 stop_price_quote=7");
    EXPECT_EQ(bench.order("o").state().terms.stop_price_quote, support::price("7"));
}

}  // namespace
}  // namespace daybook::services
