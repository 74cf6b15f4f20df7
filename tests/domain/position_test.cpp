#include "model/position.hpp"

#include <gtest/gtest.h>

#include <map>
#include <sstream>
#include <string>

#include "model/names.hpp"
#include "support/sample_values.hpp"

namespace daybook::model {
namespace {

using support::amount;
using support::decimal;
using support::quantity;

/// Reads `BUY 2@100 base=0.1 fee=1 bnb=2 at=5` or `OPEN 2 at cost`: `OPEN 2@100`, whose second
/// number is the whole cost.
PositionEvent event(std::string const& text, std::uint64_t seq) {
    std::istringstream in{text};
    std::string kind;
    std::string terms;
    in >> kind >> terms;
    auto const at = terms.find('@');
    auto const size = quantity(terms.substr(0, at));
    auto const price = decimal(terms.substr(at + 1));
    auto occurred_at = support::at_micros(0);
    Fill fill;
    for (std::string word; in >> word;) {
        auto const equals = word.find('=');
        auto const name = word.substr(0, equals);
        auto const value = word.substr(equals + 1);
        if (name == "base") fill.fee_base = amount(value);
        if (name == "fee") fill.fee_quote = amount(value);
        if (name == "bnb") fill.fees_other = {{AssetCode{"BNB"}, amount(value)}};
        if (name == "at") occurred_at = support::at_micros(std::stoll(value));
    }
    if (kind == "OPEN") return Opening{size, Amount{price}, occurred_at, seq};
    fill.side = *from_name<Side>(kind);
    fill.quantity_base = size;
    fill.notional_quote = Amount{*multiply(price, size.value())};
    fill.occurred_at = occurred_at;
    fill.seq = seq;
    return fill;
}

std::vector<PositionEvent> events(std::string const& text) {
    std::vector<PositionEvent> all;
    std::istringstream in{text};
    for (std::string part; std::getline(in, part, ',');) all.push_back(event(part, all.size() + 1));
    return all;
}

Position flat(CostBasis basis) {
    return {AccountId{"alpha"}, support::btc_usd(), AssetCode{"BTC"}, basis};
}

/// `quantity cost realised | lots`.
std::string said(Position const& position) {
    auto const& state = position.state();
    auto text = state.quantity_base.value().to_string() + " " +
                state.cost_quote.value().to_string() + " " +
                state.realized_pnl_quote.value().to_string() + " |";
    for (auto const& lot : position.lots()) {
        text +=
            " " + lot.quantity_base.value().to_string() + "@" + lot.cost_quote.value().to_string();
    }
    return text;
}

struct Case {
    char const* events;
    /// Of AVERAGE, FIFO, LIFO and HIFO; one for all where the others are empty.
    char const* expected[4];
};

TEST(PositionApply, TakesCostByTheBasis) {
    constexpr Case cases[] = {
        {"BUY 2@100", {"2 200 0 | 2@200"}},
        {"SELL 2@100", {"-2 -200 0 | -2@-200"}},
        {"BUY 1@100, BUY 1@110, BUY 1@90, SELL 1.5@120",
         {"1.5 150 30 | 1.5@150", "1.5 145 25 | 0.5@55 1@90", "1.5 155 35 | 1@100 0.5@55",
          "1.5 140 20 | 0.5@50 1@90"}},
        {"SELL 1@100, SELL 1@110, SELL 1@90, BUY 1.5@80",
         {"-1.5 -150 30 | -1.5@-150", "-1.5 -145 35 | -0.5@-55 -1@-90",
          "-1.5 -155 25 | -1@-100 -0.5@-55", "-1.5 -160 20 | -0.5@-50 -1@-110"}},
        // Through zero: what is over opens at the fill's price.
        {"BUY 1@100, SELL 3@110", {"-2 -220 10 | -2@-220"}},
        {"SELL 1@100, BUY 3@90", {"2 180 10 | 2@180"}},
        {"BUY 1@100, BUY 1@120, SELL 3@110, BUY 2@100", {"1 100 10 | 1@100"}},
        // Exactly to zero: no cost is left.
        {"BUY 1@100, BUY 2@110, SELL 3@100", {"0 0 -20 |"}},
        {"SELL 3@0.01, BUY 3@0.03", {"0 0 -0.06 |"}},
        // Thirds: what rounding leaves goes with the last piece.
        {"OPEN 3@100, SELL 1@50",
         {"2 66.666666666666666667 16.666666666666666667 | "
          "2@66.666666666666666667"}},
        {"OPEN 3@100, SELL 1@50, SELL 1@50",
         {"1 33.333333333333333333 33.333333333333333333 | 1@33.333333333333333333"}},
        {"OPEN 3@100, SELL 1@50, SELL 1@50, SELL 1@50", {"0 0 50 |"}},
        // The dearest first, and the oldest among equals.
        {"BUY 1@100, BUY 2@100, BUY 1@99, SELL 1@100",
         {"3 299.25 0.25 | 3@299.25", "3 299 0 | 2@200 1@99", "3 300 1 | 1@100 2@200",
          "3 299 0 | 2@200 1@99"}},
        // A lot's age is its trade's own time, then the book's order.
        {"BUY 1@100 at=10, BUY 1@90 at=5, SELL 1@120 at=20",
         {"1 95 25 | 1@95", "1 100 30 | 1@100", "1 90 20 | 1@90", "1 90 20 | 1@90"}},
        {"BUY 1@100 at=5, BUY 1@90 at=5, SELL 1@120 at=1",
         {"1 95 25 | 1@95", "1 90 20 | 1@90", "1 100 30 | 1@100", "1 90 20 | 1@90"}},
        // Openings.
        {"OPEN 2@150, BUY 1@100, SELL 1@100",
         {"2 166.666666666666666667 16.666666666666666667 | 2@166.666666666666666667",
          "2 175 25 | 1@75 1@100", "2 150 0 | 2@150", "2 150 0 | 2@150"}},
        {"SELL 2@100, OPEN 3@240", {"1 80 40 | 1@80"}},
        {"OPEN 2@0, SELL 1@10", {"1 0 10 | 1@0"}},
        // Trades for nothing.
        {"BUY 1@0, SELL 1@5", {"0 0 5 |"}},
    };
    for (auto const& [text, expected] : cases) {
        for (std::size_t i = 0; i < 4; ++i) {
            auto position = flat(static_cast<CostBasis>(i));
            for (auto const& each : events(text)) {
                ASSERT_TRUE(position.fits(each));
                position.apply(each);
            }
            EXPECT_EQ(said(position), expected[i] == nullptr ? expected[0] : expected[i])
                << text << ", " << name_of(static_cast<CostBasis>(i));
        }
    }
}

TEST(PositionApply, TakesFeesWhereTheyCount) {
    struct FeeCase {
        char const* events;
        char const* expected;
        char const* fees_quote;
        char const* fees_other;
    };
    constexpr FeeCase cases[] = {
        {"BUY 1@100 fee=0.2", "1 100 0 | 1@100", "0.2", ""},
        {"BUY 1@100 fee=-0.1, SELL 1@100 fee=0.3", "0 0 0 |", "0.2", ""},
        // A fee in base on a BUY: less of it, for the same cost.
        {"BUY 1@100 base=0.1", "0.9 100 0 | 0.9@100", "0", "BTC=0.1"},
        {"BUY 1@100 base=0.1, SELL 0.9@120", "0 0 8 |", "0", "BTC=0.1"},
        {"BUY 1@90, BUY 1@100 base=0.1", "1.9 190 0 | 1@90 0.9@100", "0", "BTC=0.1"},
        {"BUY 1@100 base=-0.1", "1.1 100 0 | 1.1@100", "0", "BTC=-0.1"},
        // On a SELL it comes out of what is left.
        {"BUY 2@100, SELL 1@110 base=0.1", "0.9 100 10 | 0.9@100", "0", "BTC=0.1"},
        {"BUY 2@100, SELL 2@110 base=0.1", "-0.1 0 20 | -0.1@0", "0", "BTC=0.1"},
        {"SELL 1@100 base=0.1", "-1.1 -100 0 | -1.1@-100", "0", "BTC=0.1"},
        {"SELL 1@100 base=-0.1", "-0.9 -100 0 | -0.9@-100", "0", "BTC=-0.1"},
        // Nothing left to carry the cost: it is lost.
        {"BUY 1@100 base=1", "0 0 -100 |", "0", "BTC=1"},
        {"BUY 1@100 base=3", "-2 0 -100 | -2@0", "0", "BTC=3"},
        {"BUY 2@100, SELL 1@100 base=1", "0 0 -100 |", "0", "BTC=1"},
        // Through zero with a fee in base.
        {"SELL 1@100, BUY 2@90 base=0.1", "0.9 90 10 | 0.9@90", "0", "BTC=0.1"},
        {"SELL 3@100, BUY 1@90 base=0.1", "-2.1 -200 10 | -2@-200 -0.1@0", "0", "BTC=0.1"},
        // A third asset leaves the position alone.
        {"BUY 1@100 bnb=0.5, BUY 1@100 bnb=-0.2", "2 200 0 | 1@100 1@100", "0", "BNB=0.3"},
    };
    for (auto const& each : cases) {
        auto position = flat(CostBasis::FIFO);
        for (auto const& one : events(each.events)) position.apply(one);
        EXPECT_EQ(said(position), each.expected) << each.events;
        auto const& state = position.state();
        EXPECT_EQ(state.fees_quote, amount(each.fees_quote)) << each.events;
        std::string other;
        for (auto const& [asset, fee] : state.fees_other) {
            other += asset.value() + "=" + fee.value().to_string();
        }
        EXPECT_EQ(other, each.fees_other) << each.events;
    }
}

constexpr char const* long_story =
    "BUY 1@100 at=9, BUY 2@110 at=2, SELL 0.7@120 at=3, BUY 1@90 base=0.05 at=1, SELL 4@95 at=7,"
    "SELL 1.1@97 base=0.01 at=8, BUY 0.3@101 bnb=1 at=4, OPEN 2@180 at=5, BUY 3@99 fee=1 at=6,"
    "SELL 0.123456789@100.01 at=6, SELL 7@102 at=10, BUY 7@98 base=-0.2 at=11";

class PositionOfBasis : public testing::TestWithParam<CostBasis> {};

TEST_P(PositionOfBasis, RebuiltWithoutATradeIsThePositionThatNeverHadIt) {
    auto const all = events(long_story);
    for (std::size_t out = 0; out < all.size(); ++out) {
        auto busted = flat(GetParam());
        auto without = flat(GetParam());
        std::vector<PositionEvent> left;
        for (std::size_t i = 0; i < all.size(); ++i) {
            busted.apply(all[i]);
            if (i == out) continue;
            without.apply(all[i]);
            left.push_back(all[i]);
        }
        ASSERT_TRUE(busted.rebuild(left));
        EXPECT_EQ(busted.state(), without.state());
        EXPECT_EQ(busted.lots(), without.lots());
    }
}

/// Lots as a store keeps them, told of changes alone.
void store(std::map<std::uint64_t, Lot>& stored, Position& position) {
    for (auto const number : position.removed_lots()) {
        EXPECT_FALSE(position.changed_lots().contains(number));
        stored.erase(number);
    }
    for (auto const& lot : position.lots()) {
        if (position.changed_lots().contains(lot.number)) stored[lot.number] = lot;
    }
    position.mark_stored();
    ASSERT_EQ(stored.size(), position.lots().size());
    for (auto const& lot : position.lots()) EXPECT_EQ(stored[lot.number], lot);
}

TEST_P(PositionOfBasis, TellsEveryLotThatChanged) {
    for (std::size_t step : {1U, 2U, 3U, 5U}) {
        std::map<std::uint64_t, Lot> stored;
        auto position = flat(GetParam());
        auto const all = events(long_story);
        for (std::size_t i = 0; i < all.size(); ++i) {
            position.apply(all[i]);
            if (i % step == 0) store(stored, position);
        }
        auto const fewer = std::vector(all.begin() + 1, all.end() - 2);
        ASSERT_TRUE(position.rebuild(fewer));
        store(stored, position);
        ASSERT_TRUE(position.rebuild({}));
        store(stored, position);
        EXPECT_TRUE(stored.empty());
    }
}

TEST_P(PositionOfBasis, RestoredGoesOnAsIfNeverStored) {
    auto const all = events(long_story);
    auto position = flat(GetParam());
    auto restored = flat(GetParam());
    for (auto const& each : all) {
        position.apply(each);
        restored.apply(each);
        auto const& lots = restored.lots();
        std::vector<Lot> backwards{lots.rbegin(), lots.rend()};
        restored = Position::restore(restored.state(), backwards, AssetCode{"BTC"}, GetParam());
        EXPECT_EQ(restored.state(), position.state());
        EXPECT_EQ(restored.lots(), position.lots());
    }
}

TEST(PositionWithoutItsLots, TakesWhatIsAdded) {
    for (auto const basis : {CostBasis::FIFO, CostBasis::LIFO, CostBasis::HIFO}) {
        auto whole = flat(basis);
        whole.apply(event("BUY 2@100", 1));
        whole.apply(event("BUY 1@90", 2));
        auto part = Position::restore(whole.state(), {}, AssetCode{"BTC"}, basis);
        for (auto* position : {&whole, &part}) {
            position->mark_stored();
            position->apply(event("BUY 3@80", 3));
        }
        EXPECT_EQ(part.state(), whole.state());
        EXPECT_EQ(part.changed_lots(), whole.changed_lots());
        EXPECT_TRUE(part.removed_lots().empty());
        ASSERT_EQ(part.lots().size(), 1u);
        EXPECT_EQ(part.lots().front(), whole.lots().back());
    }
}

TEST(PositionWithoutItsLots, LetsNothingBeTaken) {
    auto position = flat(CostBasis::FIFO);
    position.apply(event("BUY 2@100", 1));
    auto part = Position::restore(position.state(), {}, AssetCode{"BTC"}, CostBasis::FIFO);
    EXPECT_DEATH(part.apply(event("SELL 1@100", 2)), "lots_are_known_");
}

INSTANTIATE_TEST_SUITE_P(Basis, PositionOfBasis,
                         testing::Values(CostBasis::AVERAGE, CostBasis::FIFO, CostBasis::LIFO,
                                         CostBasis::HIFO),
                         [](auto const& basis) { return std::string{name_of(basis.param)}; });

TEST(PositionFits, RefusesWhatWouldLeaveTheRange) {
    auto position = flat(CostBasis::FIFO);
    auto const half = "80000000000000000000";
    EXPECT_TRUE(position.fits(event("BUY " + std::string{half} + "@1", 1)));
    EXPECT_FALSE(position.fits(event("BUY 90000000000000000000@1", 1)));
    position.apply(event("BUY " + std::string{half} + "@1", 1));
    EXPECT_FALSE(position.fits(event("BUY 10000000000000000000@0", 2)));
    EXPECT_FALSE(position.fits(event("BUY 1@10000000000000000000", 2)));
    EXPECT_FALSE(position.fits(event("BUY 1@1 fee=90000000000000000000", 2)));
    EXPECT_FALSE(position.fits(event("BUY 1@1 bnb=-90000000000000000000", 2)));
    EXPECT_FALSE(position.fits(event("OPEN 10000000000000000000@1", 2)));
    EXPECT_FALSE(position.fits(event("OPEN 1@90000000000000000000", 2)));
    auto const before = position.state();
    auto const too_much = events("BUY 80000000000000000000@1, BUY 80000000000000000000@1");
    EXPECT_FALSE(position.rebuild(too_much));
    EXPECT_EQ(position.state(), before);
}

}  // namespace
}  // namespace daybook::model
