#include <gtest/gtest.h>

#include <array>

#include "e2e/fix_story.hpp"

namespace daybook::e2e {
namespace {

/// Source: FIX 4.4 volume 4, Order State Change Matrices, D.2.c and the like: an
/// OrderCancelReject (9) is about the request under its ClOrdID (11) and about no other.
constexpr auto refused_requests = std::to_array<FixStory>({
    {"a refusal takes back the replace that it names, not the newest", R"(
        place BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
        replace Y 12@10
        replace Z 20@10
        is NEW 0 10, held 200 USD
        wire G Y 38=12|41={o}
        tell 9 11={Y}|434=2|39=0|102=0 -> NEW 0 10, held 200 USD
        wire G Z 38=20|41={o}
        tell 8 11={Z}|41={o}|150=5|39=0|38=20|44=10|14=0|151=20 -> NEW 0 20, held 200 USD
    )"},
    {"D.2.c two replaces, the acknowledged one refused", R"(
        place BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
        tell 8 150=F|39=1|32=1|31=10|14=1|151=9 -> PARTIALLY_FILLED 1 9, held 90 USD
        replace Y 8@10
        replace Z 7@10
        is PARTIALLY_FILLED 1 9, held 90 USD
        wire G Y 38=8|41={o}
        tell 8 11={Y}|41={o}|150=E|39=E|14=1|151=9 -> PENDING_REPLACE 1 9, held 90 USD
        tell 9 11={Y}|434=2|39=1|102=0 -> PARTIALLY_FILLED 1 9, held 90 USD
        wire G Z 38=7|41={o}
        tell 8 11={Z}|41={o}|150=E|39=E|14=1|151=9 -> PENDING_REPLACE 1 9, held 90 USD
        tell 9 11={Z}|434=2|39=1|102=0 -> PARTIALLY_FILLED 1 9, held 90 USD
        tell 8 150=F|39=2|32=9|31=10|14=10|151=0 -> FILLED 10 0
    )"},
    {"D.2.c with the second accepted", R"(
        place BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
        replace Y 12@10
        replace Z 15@10
        wire G Y 38=12
        tell 8 11={Y}|41={o}|150=E|39=E|14=0|151=10 -> PENDING_REPLACE 0 10, held 150 USD
        tell 9 11={Y}|434=2|39=0|102=3 -> NEW 0 10, held 150 USD
        wire G Z 38=15
        tell 8 11={Z}|41={o}|150=E|39=E|14=0|151=10 -> PENDING_REPLACE 0 10, held 150 USD
        tell 8 11={Z}|41={o}|150=5|39=0|38=15|44=10|14=0|151=15 -> NEW 0 15, held 150 USD
    )"},
    {"two cancels, the acknowledged one refused", R"(
        place BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
        cancel C
        cancel D
        wire F C 41={o}
        tell 8 11={C}|41={o}|150=6|39=6|14=0|151=10 -> PENDING_CANCEL 0 10, held 100 USD
        tell 9 11={C}|434=1|39=0|102=0 -> NEW 0 10, held 100 USD
        wire F D 41={o}
        tell 8 11={D}|41={o}|150=6|39=6|14=0|151=10 -> PENDING_CANCEL 0 10, held 100 USD
        tell 8 11={D}|41={o}|150=4|39=4|14=0|151=0 -> CANCELED 0 0
    )"},
    {"a refusal that comes twice takes back nothing else", R"(
        place BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
        replace Y 12@10
        replace Z 20@10
        wire G Y 38=12
        tell 9 11={Y}|434=2|39=0|102=0 -> NEW 0 10, held 200 USD
        tell 9 11={Y}|434=2|39=0|102=0|58=again -> NEW 0 10, held 200 USD
        wire G Z 38=20
        tell 9 11={Z}|434=2|39=0|102=0 -> NEW 0 10, held 100 USD
    )"},
    {"a late PENDING_CANCEL of a refused cancel does not stick", R"(
        place BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
        cancel C
        wire F C
        tell 9 11={C}|434=1|39=0|102=0 -> NEW 0 10, held 100 USD
        tell 8 11={C}|41={o}|150=6|39=6|14=0|151=10 -> NEW 0 10, held 100 USD
        tell 8 150=F|39=2|32=10|31=10|14=10|151=0 -> FILLED 10 0
    )"},
});

/// Source: the matrix A.1.a: rejected by the trader or the exchange, at any time of its life.
constexpr auto rejections = std::to_array<FixStory>({
    {"REJECTED after NEW", R"(
        place BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
        tell 8 150=8|39=8|14=0|151=0|103=99|58=trader -> REJECTED 0 0
    )"},
    {"REJECTED with something filled", R"(
        place BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
        tell 8 150=F|39=1|32=3|31=10|14=3|151=7 -> PARTIALLY_FILLED 3 7, held 70 USD
        tell 8 150=8|39=8|14=3|151=0|103=99 -> PARTIALLY_FILLED 3 0
    )"},
    {"REJECTED without an acknowledgement", R"(
        place BUY SHARE 10@10
        tell 8 150=8|39=8|14=0|151=0|103=1 -> REJECTED 0 0
    )"},
    {"REJECTED from PENDING_CANCEL, under the order's name", R"(
        place BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
        cancel C
        wire F C
        tell 8 11={C}|41={o}|150=6|39=6|14=0|151=10 -> PENDING_CANCEL 0 10, held 100 USD
        tell 8 150=8|39=8|14=0|151=0|103=99 -> REJECTED 0 0
    )"},
    {"REJECTED from PENDING_CANCEL, under the cancel's name", R"(
        place BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
        cancel C
        wire F C
        tell 8 11={C}|41={o}|150=6|39=6|14=0|151=10 -> PENDING_CANCEL 0 10, held 100 USD
        tell 8 11={C}|41={o}|150=8|39=8|14=0|151=0|103=99 -> REJECTED 0 0
    )"},
    {"REJECTED from PENDING_REPLACE, under the order's name", R"(
        place BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
        replace Y 12@10
        wire G Y
        tell 8 11={Y}|41={o}|150=E|39=E|14=0|151=10 -> PENDING_REPLACE 0 10, held 120 USD
        tell 8 150=8|39=8|14=0|151=0|103=99 -> REJECTED 0 0
    )"},
    {"REJECTED from PENDING_REPLACE, under the replace's name", R"(
        place BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
        replace Y 12@10
        wire G Y
        tell 8 11={Y}|41={o}|150=E|39=E|14=0|151=10 -> PENDING_REPLACE 0 10, held 120 USD
        tell 8 11={Y}|41={o}|150=8|39=8|14=0|151=0|103=99 -> REJECTED 0 0
    )"},
    {"an ExecutionReport that refuses a cancel, and says that the order works", R"(
        place BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
        cancel C
        wire F C
        tell 8 11={C}|41={o}|150=8|39=0|14=0|151=10|103=99 -> NEW 0 10, held 100 USD
    )"},
    {"the rejection of a duplicate is about another message", R"(
        place BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
        tell 8 150=8|39=8|14=0|151=0|103=6 -> NEW 0 10, held 100 USD
        tell 8 150=F|39=1|32=3|31=10|14=3|151=7 -> PARTIALLY_FILLED 3 7, held 70 USD
        tell 8 37=-|150=8|39=8|14=0|151=0|103=6|58=known -> PARTIALLY_FILLED 3 7, held 70 USD
        tell 8 37=NONE|150=8|39=8|14=9|151=0|103=6 -> PARTIALLY_FILLED 3 7, held 70 USD
    )"},
    {"the refusal of a repeated cancel is about another message", R"(
        place BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
        cancel C
        wire F C
        tell 8 11={C}|41={o}|150=6|39=6|14=0|151=10 -> PENDING_CANCEL 0 10, held 100 USD
        tell 9 11={C}|434=1|39=8|102=6 -> PENDING_CANCEL 0 10, held 100 USD
        tell 8 11={C}|41={o}|150=4|39=4|14=0|151=0 -> CANCELED 0 0
    )"},
});

/// Source: the matrix I.1.b: what an order gets at once, and its end, in one report.
constexpr auto last_trades = std::to_array<FixStory>({
    {"39=4", R"(
        place BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
        tell 8 150=F|39=4|32=3|31=10|14=3|151=0 -> CANCELED 3 0
    )"},
    {"39=2", R"(
        place BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
        tell 8 150=F|39=2|32=3|31=10|14=3|151=0 -> FILLED 3 0
    )"},
    {"39=C", R"(
        place BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
        tell 8 150=F|39=C|32=3|31=10|14=3|151=0 -> EXPIRED 3 0
    )"},
    {"39=8", R"(
        place BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
        tell 8 150=F|39=8|32=3|31=10|14=3|151=0 -> PARTIALLY_FILLED 3 0
    )"},
    {"39=4 without an acknowledgement", R"(
        place SELL SHARE 10@10
        is PENDING_NEW 0 10, held 10 ACME
        tell 8 150=F|39=4|32=3|31=10|14=3|151=0 -> CANCELED 3 0
    )"},
    {"39=4 while something is left ends nothing", R"(
        place BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
        tell 8 150=F|39=1|32=3|31=10|14=3|151=7 -> PARTIALLY_FILLED 3 7, held 70 USD
    )"},
});

/// What the same means where somebody else has placed the order.
constexpr auto copied = std::to_array<FixStory>({
    {"REJECTED after NEW", R"(
        copied BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
        tell 8 150=8|39=8|14=0|151=0|103=99 -> REJECTED 0 0
    )"},
    {"REJECTED from PENDING_CANCEL", R"(
        copied BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
        tell 8 11=their-cancel|41={o}|150=6|39=6|14=0|151=10 -> PENDING_CANCEL 0 10, held 100 USD
        tell 8 11=their-cancel|41={o}|150=8|39=8|14=0|151=0|103=99 -> REJECTED 0 0
    )"},
    {"REJECTED from PENDING_REPLACE", R"(
        copied BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
        tell 8 11=their-replace|41={o}|150=E|39=E|14=0|151=10 -> PENDING_REPLACE 0 10, held 100 USD
        tell 8 150=8|39=8|14=0|151=0|103=99 -> REJECTED 0 0
    )"},
    {"the rejection of a duplicate", R"(
        copied BUY SHARE 10@10
        tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
        tell 8 150=8|39=8|14=0|151=0|103=6 -> NEW 0 10, held 100 USD
    )"},
    {"39=4 of a trade", R"(
        copied BUY SHARE 10@10
        tell 8 150=F|39=4|32=3|31=10|14=3|151=0 -> CANCELED 3 0
    )"},
});

TEST(FixStateMatrixOnTheWire, ARefusalIsOfTheRequestThatItNames) {
    FixDesk desk{fix::FixRole::order_routing};
    tell_stories(desk, refused_requests);
}

TEST(FixStateMatrixOnTheWire, AnOrderIsRejectedAtAnyTimeOfItsLife) {
    FixDesk desk{fix::FixRole::order_routing};
    tell_stories(desk, rejections);
}

TEST(FixStateMatrixOnTheWire, ATradeMayEndItsOrder) {
    FixDesk desk{fix::FixRole::order_routing};
    tell_stories(desk, last_trades);
}

TEST(FixStateMatrixOnTheWire, OrdersPlacedElsewhereStandAsOurs) {
    FixDesk desk{fix::FixRole::drop_copy};
    tell_stories(desk, copied);
}

}  // namespace
}  // namespace daybook::e2e
