#include <gtest/gtest.h>

#include "model/command_fields.hpp"
#include "support/command_text.hpp"
#include "support/ledger_bench.hpp"

namespace daybook::services {
namespace {

using support::LedgerBench;

TEST(LedgerExternalOrder, IsTakenWithoutFunds) {
    LedgerBench bench;
    bench.story(R"(
        deposit 50 USD
        place o1 BUY 2@100 origin=EXTERNAL
        place o2 SELL 1@100 origin=EXTERNAL
        place o3 BUY 1@1     -> REFUSED insufficient_funds
    )");
    EXPECT_EQ(bench.balance("USD"), "-150.4 200.4");
    EXPECT_EQ(bench.balance("BTC"), "-1 1");
    EXPECT_EQ(bench.order("o1").state().origin, model::OrderOrigin::EXTERNAL);
    EXPECT_EQ(bench.order("o3").state().origin, model::OrderOrigin::DAYBOOK);
    bench.story("report o1 x1 TRADE 2@100 fee=0.4:USD");
    EXPECT_EQ(bench.balance("USD"), "-150.4 0");
    EXPECT_EQ(bench.discrepancies(), "1 overdrawn OPEN, 2 overdrawn RESOLVED");
}

TEST(LedgerExternalOrder, IsTakenByAClosedAccount) {
    LedgerBench bench;
    bench.story(R"(
        close
        place o1 BUY 2@100 origin=EXTERNAL
        place o2 BUY 2@100 -> REFUSED account_closed
    )");
}

TEST(LedgerExternalOrder, IsTakenOnAHaltedInstrument) {
    LedgerBench bench;
    bench.run(
        "define_instrument exchange=PAPER symbol=BTC-USD base_asset=BTC quote_asset=USD "
        "price_increment_quote=0.01 quantity_increment_base=0.00000001 maker_fee_rate=0.001 "
        "taker_fee_rate=0.002 state=HALTED");
    bench.story(R"(
        place o1 BUY 2@100 origin=EXTERNAL
        place o2 BUY 2@100 -> REFUSED instrument_halted
    )");
}

TEST(LedgerExternalOrder, NeedsNoBudgetAndItsFillsHaveNoHoldToGoBeyond) {
    LedgerBench bench;
    bench.story(R"(
        place o1 BUY 2 origin=EXTERNAL
        place o2 BUY 2 type=STOP stop_price_quote=9 origin=EXTERNAL
        place o3 BUY 2 origin=EXTERNAL budget_quote=150
        place o4 BUY 2             -> REFUSED budget_required budget_quote
    )");
    EXPECT_EQ(bench.balance("USD"), "-150 150");
    bench.story(R"(
        report o1 x1 TRADE 1@70
        report o3 y1 TRADE 2@90    -> DISCREPANCY fill_beyond_hold
    )");
    EXPECT_EQ(bench.balance("USD"), "-250 0");
}

TEST(LedgerExternalOrder, MayHaveExpired) {
    LedgerBench bench;
    std::string const gtd = "BUY 2@100 time_in_force=GTD expires_at=1970-01-01T00:00:00.000001Z";
    EXPECT_EQ(bench.said("place o1 " + gtd + " origin=EXTERNAL"), "DONE");
    EXPECT_EQ(bench.said("place o2 " + gtd), "REFUSED expiry_must_be_in_the_future expires_at");
    EXPECT_EQ(bench.said("place o3 BUY 2@100 time_in_force=GTD origin=EXTERNAL"),
              "REFUSED expiry_required expires_at");
}

TEST(LedgerExternalOrder, ObeysTheOtherRulesOfItsTerms) {
    LedgerBench bench;
    bench.story(R"(
        place o1 BUY 0@100 origin=EXTERNAL      -> REFUSED quantity_must_be_positive quantity_base
        place o1 BUY 1@100.001 origin=EXTERNAL
            -> REFUSED price_must_be_multiple_of_increment price_quote
        place o1 BUY 1 type=LIMIT origin=EXTERNAL -> REFUSED price_required price_quote
        place o1 BUY 1@100 origin=EXTERNAL symbol=NONE -> REFUSED unknown_instrument symbol
        place o1 BUY 1@100 origin=ELSEWHERE     -> REFUSED invalid_value origin
    )");
}

TEST(LedgerExternalOrder, IsCancelledAndReplacedOnlyWhereItWasPlaced) {
    LedgerBench bench;
    bench.story(R"(
        place o1 BUY 2@100 origin=EXTERNAL
        cancel o1              -> REFUSED order_placed_elsewhere order
        cancel o1 key=c-1      -> REFUSED order_placed_elsewhere order
        replace o1 3@100       -> REFUSED order_placed_elsewhere order
        report o1 x1 REPLACED to=1@100
        report o1 x2 CANCELED
        cancel o1              -> DUPLICATE
        replace o1 3@100       -> REFUSED order_closed order
    )");
    EXPECT_EQ(bench.status("o1"), "CANCELED 0 0");
    EXPECT_EQ(bench.balance("USD"), "0 0");
}

TEST(LedgerExternalOrder, IsAnotherCommandThanOneOfOurs) {
    LedgerBench bench;
    bench.story(R"(
        deposit 1000 USD
        place o1 BUY 2@100 origin=DAYBOOK
        place o1 BUY 2@100                  -> REPLAYED
        place o1 BUY 2@100 origin=EXTERNAL  -> REFUSED idempotency_key_reused origin
    )");
}

TEST(PlaceOrderPayload, NamesTheOriginOnlyWhereItIsExternal) {
    auto const payload = [](std::string const& origin) {
        return model::payload_of(support::command("place o1 BUY 2@100" + origin).content);
    };
    EXPECT_EQ(payload(" origin=DAYBOOK"), payload(""));
    EXPECT_EQ(payload("").find("origin"), std::string::npos);
    EXPECT_TRUE(payload(" origin=EXTERNAL").ends_with(R"(,"origin":"EXTERNAL"})"))
        << payload(" origin=EXTERNAL");
    auto const read =
        model::content_from_payload(model::EntryKind::place_order, payload(" origin=EXTERNAL"));
    ASSERT_TRUE(read);
    EXPECT_EQ(std::get<model::PlaceOrder>(*read).origin, model::OrderOrigin::EXTERNAL);
}

}  // namespace
}  // namespace daybook::services
