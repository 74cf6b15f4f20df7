#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "e2e/fix_story.hpp"

namespace daybook::e2e {
namespace {

using testing::HasSubstr;

/// CumQty (14), LeavesQty (151), OrdStatus (39), Side (54), Symbol (55), OrderQty (38) and Price
/// (44) of a report against the book, and the question (H) that a difference makes.
constexpr auto compared = std::to_array<FixStory>({
    {"an end with more filled than is booked, and the trade that was missing", R"(
        place BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
        tell 8 150=4|39=4|14=3|151=0 -> CANCELED 0 0, trades_missing
        wire H - 11={o}|37={E}|55=SHARE|54=1
        tell 8 150=F|39=4|32=3|31=10|14=3|151=0 -> CANCELED 3 0, fill_beyond_hold
    )"},
    {"a trade with a sum that it does not make", R"(
        place BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
        tell 8 150=F|39=1|32=1|31=10|14=4|151=6 -> PARTIALLY_FILLED 1 9, held 90 USD, trades_missing
        wire H - 11={o}
        tell 8 150=F|39=1|32=3|31=10|14=4|151=6 -> PARTIALLY_FILLED 4 6, held 60 USD
    )"},
    {"another LeavesQty", R"(
        place BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
        tell 8 150=F|39=1|32=1|31=10|14=1|151=5 -> PARTIALLY_FILLED 1 9, held 90 USD, order_differs
        wire H - 11={o}
        tell 8 150=F|39=1|32=1|31=10|14=2|151=8 -> PARTIALLY_FILLED 2 8, held 80 USD
    )"},
    {"another OrdStatus", R"(
        place BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
        tell 8 150=F|39=4|32=1|31=10|14=1 -> PARTIALLY_FILLED 1 9, held 90 USD, order_differs
        wire H - 11={o}
    )"},
    {"another OrderQty and Price of a trade", R"(
        place BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
        tell 8 150=F|39=1|32=1|31=10|14=1|38=12 -> PARTIALLY_FILLED 1 9, held 90 USD, order_differs
        wire H -
        tell 8 150=F|39=1|32=1|31=10|14=2|151=8|38=10|44=10 -> PARTIALLY_FILLED 2 8, held 80 USD
        tell 8 150=F|39=1|32=1|31=10|14=3|44=11 -> PARTIALLY_FILLED 3 7, held 70 USD, order_differs
        wire H -
    )"},
    {"a price of zero is none where the instrument has no such", R"(
        place BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10|44=0 -> NEW 0 10, held 100 USD
        tell 8 150=F|39=1|32=1|31=10|14=1|151=9|44=0 -> PARTIALLY_FILLED 1 9, held 90 USD
    )"},
    {"another side is not booked, also when it comes twice", R"(
        place BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
        tell 8 17=side|54=2|150=F|39=1|32=1|31=10|14=1|151=9
        -> NEW 0 10, held 100 USD, conflicting_terms
        tell 8 17=side|54=2|150=F|39=1|32=1|31=10|14=1|151=9
        -> NEW 0 10, held 100 USD, conflicting_terms
    )"},
    {"another symbol is not booked", R"(
        place BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
        tell 8 55=OIL|150=F|39=1|32=1|31=10|14=1|151=9 -> NEW 0 10, held 100 USD, conflicting_terms
    )"},
    {"an acknowledgement of another quantity", R"(
        place BUY SHARE 1.5@10
        tell 8 150=0|39=0|38=1|14=0|151=1 -> NEW 0 1, held 10 USD, terms_changed
        tell 8 150=F|39=2|38=1|32=1|31=10|14=1|151=0 -> FILLED 1 0, terms_changed
    )"},
    {"a NEW under a known ExecID with another OrderID", R"(
        place BUY SHARE 10@10
        tell 8 17=n1|37={E}|150=0|39=0|14=0|151=10|60=20261121-10:00:00 -> NEW 0 10, held 100 USD
        tell 8 17=n1|37={E}|150=0|39=0|14=0|151=10|60=20261121-10:00:00 -> NEW 0 10, held 100 USD
        tell 8 17=n1|37={E}x|150=0|39=0|14=0|151=10|60=20261121-10:00:00
        -> NEW 0 10, held 100 USD, conflicting_duplicate
    )"},
    {"a trade below zero where the instrument has such prices", R"(
        place SELL OIL 10@-37.63
        tell 8 150=0|39=0|14=0|151=10|44=-37.63 -> NEW 0 10, held 10 ACME, held 376.3 USD
        tell 8 150=F|39=2|32=10|31=-37.63|14=10|151=0|44=-37.63 -> FILLED 10 0
    )"},
    {"a trade at zero where it has", R"(
        place BUY OIL 10@0
        tell 8 150=0|39=0|14=0|151=10|44=0 -> NEW 0 10
        tell 8 150=F|39=2|32=10|31=0|14=10|151=0|44=0 -> FILLED 10 0
    )"},
    {"a trade below zero where it has none", R"(
        place SELL SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 10 ACME
        tell 8 150=F|39=2|32=10|31=-37.63|14=10|151=0
        -> FILLED 10 0, fill_beyond_hold, price_not_allowed
    )"},
});

constexpr auto stops = std::to_array<FixStory>({
    {"a replace says the stop price that it keeps, or the new one", R"(
        place BUY SHARE 10@10 stop=9
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
        replace Y 12@10
        wire G Y 38=12|44=10|99=9|40=4|41={o}
        tell 8 11={Y}|41={o}|150=5|39=0|38=12|44=10|99=9|14=0|151=12 -> NEW 0 12, held 120 USD
        replace Z stop=9.50
        wire G Z 38=12|44=10|99=9.5|40=4|41={Y}
        tell 8 11={Z}|41={Y}|150=5|39=0|38=12|44=10|99=9.50|14=0|151=12 -> NEW 0 12, held 120 USD
    )"},
    {"a limit order has none", R"(
        place BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
        replace Y 12@10
        wire G Y 38=12|99=-
    )"},
});

class FixStopPriceOnTheWire : public testing::TestWithParam<char const*> {};

TEST_P(FixStopPriceOnTheWire, IsInEveryReplaceOfAnOrderThatHasOne) {
    FixDesk desk{fix::FixRole::order_routing, GetParam()};
    tell_stories(desk, stops);
}

INSTANTIATE_TEST_SUITE_P(Version, FixStopPriceOnTheWire,
                         testing::Values("FIX.4.2", "FIX.4.3", "FIX.4.4"), [](auto const& version) {
                             std::string name{version.param};
                             std::erase(name, '.');
                             return name;
                         });

TEST(FixReportsOnTheWire, AreComparedWithTheBook) {
    FixDesk desk{fix::FixRole::order_routing};
    tell_stories(desk, compared);
}

TEST(FixReportsOnTheWire, ThatNobodyBooksStayRejectedHoweverTheyComeAgain) {
    FixDesk desk{fix::FixRole::order_routing};
    FixStoryTeller story{desk, 1};
    std::string const trade =
        "37=V-1|17=t1|55=SHARE|54=1|150=F|39=1|32=1|31=10|14=1|151=9|60=20261121-10:00:00";
    desk.tell("8", trade);
    EXPECT_THAT(desk.discrepancies("exchange-venue"), HasSubstr("1 unknown_order OPEN"));
    EXPECT_EQ(desk.said(R"({"command":"resolve_discrepancy","account_id":"exchange-venue",)"
                        R"("discrepancy":1,"resolution":"REJECT","reason":"not ours"})"),
              "DONE");
    story.tell(R"(
        place BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
    )");
    desk.tell("8", trade);
    EXPECT_EQ(desk.standing("s1"), "NEW 0 10, held 100 USD");
    desk.tell("8", trade + "|97=Y");
    EXPECT_EQ(desk.standing("s1"), "NEW 0 10, held 100 USD");
    desk.stop();
    desk.tell_nobody("8", trade);
    desk.start();
    EXPECT_EQ(desk.standing("s1"), "NEW 0 10, held 100 USD");
    EXPECT_THAT(desk.discrepancies("exchange-venue"), HasSubstr("1 unknown_order RESOLVED"));
    EXPECT_EQ(desk.faults(), "");
}

}  // namespace
}  // namespace daybook::e2e
