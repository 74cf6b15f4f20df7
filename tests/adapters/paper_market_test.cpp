#include "paper/paper_market.hpp"

#include <gtest/gtest.h>

#include "support/paper_market_bench.hpp"
#include "support/sample_values.hpp"

namespace daybook::paper {
namespace {

using namespace model;
using ports::ClientOrderId;
using ports::ExchangeAction;
using support::paper_order;
using support::PaperMarketBench;
using support::quantity;
using support::said;

PaperRules with_depth(std::string_view depth) {
    PaperRules rules;
    rules.depth_base = quantity(depth);
    return rules;
}

/// Nothing can be taken: every order rests.
PaperRules with_queue(std::string_view ahead) {
    auto rules = with_depth("0");
    rules.queue_ahead_base = quantity(ahead);
    return rules;
}

TEST(PaperMarketTrade, FillsRestingOrdersAtTheirOwnLimitTheBetterPriceFirst) {
    PaperMarketBench bench;
    bench.story(R"(
        place low BUY 5@99    -> low NEW
        place high BUY 5@101  -> high NEW
        trade 4@102
        trade 4@101           -> high TRADE 4@101 MAKER
        trade 7@98            -> high TRADE 1@101 MAKER; low TRADE 5@99 MAKER
        trade 9@1
        place ask SELL 5@50   -> ask NEW
        place best SELL 5@40  -> best NEW
        trade 20@60           -> best TRADE 5@40 MAKER; ask TRADE 5@50 MAKER
    )");
}

TEST(PaperMarketTrade, GivesOneQuantityOnceAndAtOnePriceByTime) {
    PaperMarketBench bench;
    bench.story(R"(
        place o1 BUY 5@100 -> o1 NEW
        place o2 BUY 5@100 -> o2 NEW
        place o3 BUY 5@100 -> o3 NEW
        trade 7@100        -> o1 TRADE 5@100 MAKER; o2 TRADE 2@100 MAKER
        trade 3@100        -> o2 TRADE 3@100 MAKER
        trade 9@100        -> o3 TRADE 5@100 MAKER
        trade 9@100
    )");
}

TEST(PaperMarketTrade, AtTheLimitFillsOnlyWhomTheTakerCameTo) {
    PaperMarketBench bench;
    bench.story(R"(
        place b BUY 5@100  -> b NEW
        place a SELL 5@102 -> a NEW
        trade 3@100 buy
        trade 3@100 sell   -> b TRADE 3@100 MAKER
        trade 3@102 sell
        trade 3@102 buy    -> a TRADE 3@102 MAKER
        trade 9@103 sell   -> a TRADE 2@102 MAKER
        trade 9@99 buy     -> b TRADE 2@100 MAKER
    )");
}

TEST(PaperMarketTrade, DoesNotLetOwnOrdersTradeWithEachOther) {
    PaperMarketBench bench;
    bench.story(R"(
        place b BUY 5@100  -> b NEW
        place a SELL 5@90  -> a NEW
        trade 8@95         -> b TRADE 5@100 MAKER; a TRADE 3@90 MAKER
    )");
}

TEST(PaperMarketQueue, OthersGoFirstAtThePriceAndAreGoneWhenTheMarketTradesThroughIt) {
    PaperMarketBench bench{with_queue("10")};
    bench.story(R"(
        place o1 BUY 5@100 -> o1 NEW
        trade 6@100
        place o2 BUY 5@100 -> o2 NEW
        trade 6@100        -> o1 TRADE 2@100 MAKER
        trade 4@100        -> o1 TRADE 3@100 MAKER
        trade 4@100
        trade 3@100        -> o2 TRADE 2@100 MAKER
        place o3 BUY 5@100 -> o3 NEW
        trade 4@99         -> o2 TRADE 3@100 MAKER; o3 TRADE 1@100 MAKER
        trade 4@100        -> o3 TRADE 4@100 MAKER
    )");
}

TEST(PaperMarketPlace, MarketableOrdersTakeTheLastPriceAndTheirRestRests) {
    PaperMarketBench bench{with_depth("6")};
    bench.story(R"(
        trade 1@100
        place o1 BUY 4@101             -> o1 NEW; o1 TRADE 4@100 TAKER
        place o2 BUY 4@101             -> o2 NEW; o2 TRADE 2@100 TAKER
        place o3 BUY 4 type=MARKET     -> o3 NEW; o3 CANCELED
        place o4 SELL 7 type=MARKET    -> o4 NEW; o4 TRADE 6@100 TAKER; o4 CANCELED
        trade 9@101 buy
        trade 9@101 sell               -> o2 TRADE 2@101 MAKER
        place o5 BUY 4@100             -> o5 NEW
    )");
}

TEST(PaperMarketPlace, ImmediateOrCancelTakesWhatIsThereAndFillOrKillAllOrNothing) {
    PaperMarketBench bench{with_depth("6")};
    bench.story(R"(
        place early BUY 4@100 tif=IOC  -> early NEW; early CANCELED
        trade 1@100
        place i1 BUY 4@99 tif=IOC      -> i1 NEW; i1 CANCELED
        place f1 BUY 7@100 tif=FOK     -> f1 NEW; f1 CANCELED
        place f2 BUY 4@100 tif=FOK     -> f2 NEW; f2 TRADE 4@100 TAKER
        place i2 BUY 4@100 tif=IOC     -> i2 NEW; i2 TRADE 2@100 TAKER; i2 CANCELED
        place f3 BUY 1@100 tif=FOK     -> f3 NEW; f3 CANCELED
        trade 1@100
        place f4 BUY 6@100 tif=FOK     -> f4 NEW; f4 TRADE 6@100 TAKER
    )");
}

TEST(PaperMarketStop, WaitsForItsPriceAndThenTakesOrRests) {
    PaperMarketBench bench;
    bench.story(R"(
        trade 1@100
        place s1 BUY 4 type=STOP stop=105               -> s1 NEW
        place s2 BUY 4@106 type=STOP_LIMIT stop=103     -> s2 NEW
        place s3 SELL 4@99 type=STOP_LIMIT stop=95      -> s3 NEW
        trade 1@102
        trade 1@105     -> s2 TRADE 4@105 TAKER; s1 TRADE 4@105 TAKER
        trade 1@94
        trade 9@99      -> s3 TRADE 4@99 MAKER
        place s4 SELL 4 type=STOP stop=99               -> s4 NEW; s4 TRADE 4@99 TAKER
    )");
}

TEST(PaperMarketStop, SharesTheDepthOfThePriceThatReachedIt) {
    PaperMarketBench bench{with_depth("6")};
    bench.story(R"(
        place s1 BUY 4 type=STOP stop=105            -> s1 NEW
        place s2 BUY 4@110 type=STOP_LIMIT stop=105  -> s2 NEW
        place s3 BUY 4 type=STOP stop=105            -> s3 NEW
        trade 1@105  -> s1 TRADE 4@105 TAKER; s2 TRADE 2@105 TAKER; s3 CANCELED
    )");
}

TEST(PaperMarketPrice, AnythingCanBeTradedAtAPostedPrice) {
    PaperRules rules;
    rules.queue_ahead_base = quantity("10");
    PaperMarketBench bench{rules};
    bench.story(R"(
        place o1 BUY 500@100            -> o1 NEW
        price 101
        price 100                       -> o1 TRADE 500@100 MAKER
        place o2 BUY 500 type=MARKET    -> o2 NEW; o2 TRADE 500@100 TAKER
    )");
}

TEST(PaperMarketReplace, KeepsThePlaceOnlyWhereItReduces) {
    PaperMarketBench bench{with_depth("0")};
    bench.story(R"(
        place o1 BUY 5@100  -> o1 NEW
        place o2 BUY 5@100  -> o2 NEW
        place o3 BUY 5@100  -> o3 NEW
        replace o1 4@100    -> o1 REPLACED 4@100
        trade 1@100         -> o1 TRADE 1@100 MAKER
        replace o1 6@100    -> o1 REPLACED 6@100
        replace o2 5@99     -> o2 REPLACED 5@99
        trade 6@100         -> o3 TRADE 5@100 MAKER; o1 TRADE 1@100 MAKER
        replace o2 5@100    -> o2 REPLACED 5@100
        trade 9@100         -> o1 TRADE 4@100 MAKER; o2 TRADE 5@100 MAKER
    )");
}

TEST(PaperMarketReplace, TakesAtOnceWhenItsNewPriceIsMarketable) {
    PaperMarketBench bench;
    bench.story(R"(
        trade 1@100
        place o1 BUY 5@99  -> o1 NEW
        replace o1 5@102   -> o1 REPLACED 5@102; o1 TRADE 5@100 TAKER
        replace o1 9@102   -> o1 REPLACE_REJECTED
    )");
}

TEST(PaperMarketReplace, BelowWhatIsFilledStopsTheOrder) {
    PaperMarketBench bench;
    bench.story(R"(
        place o1 BUY 5@100 -> o1 NEW
        trade 3@100        -> o1 TRADE 3@100 MAKER
        replace o1 2@100   -> o1 REPLACED 3@100
        trade 3@100
        cancel o1          -> o1 CANCEL_REJECTED
    )");
}

TEST(PaperMarketReplace, ChangesAWaitingStopOrder) {
    PaperMarketBench bench;
    bench.story(R"(
        trade 1@100
        place s1 BUY 4@106 type=STOP_LIMIT stop=103 -> s1 NEW
        replace s1 6@103                            -> s1 REPLACED 6@103
        trade 1@104
        trade 9@103                                 -> s1 TRADE 6@103 MAKER
    )");
}

TEST(PaperMarketReplace, MovesTheStopPriceOfAWaitingOrder) {
    PaperMarketBench bench;
    bench.story(R"(
        trade 1@100
        place s1 BUY 4@120 type=STOP_LIMIT stop=103  -> s1 NEW
        place s2 BUY 4 type=STOP stop=104            -> s2 NEW
        replace s1 4@120 stop=106                    -> s1 REPLACED 4@120
        replace s2 4 stop=107                        -> s2 REPLACED 4
        trade 1@105
        trade 9@106                                  -> s1 TRADE 4@106 TAKER
        replace s2 4 stop=105                        -> s2 REPLACED 4; s2 TRADE 4@106 TAKER
    )");
}

TEST(PaperMarketReplace, AStopPriceThatWasReachedIsNotMoved) {
    PaperMarketBench bench{with_depth("0")};
    bench.story(R"(
        place s1 BUY 4@101 type=STOP_LIMIT stop=100  -> s1 NEW
        trade 1@100
        replace s1 4@101 stop=103                    -> s1 REPLACE_REJECTED
        replace s1 3@101                             -> s1 REPLACED 3@101
    )");
}

TEST(PaperMarketPrice, MayBeZeroAndBelowWhereTheInstrumentAllowsIt) {
    PaperMarketBench bench;
    auto oil = support::sample_instrument(support::btc_usd());
    oil.negative_prices = true;
    bench.market().define(oil);
    bench.story(R"(
        place ask SELL 10@-37.63                     -> ask NEW
        place bid BUY 5@-40                          -> bid NEW
        place stop SELL 1@-50 type=STOP_LIMIT stop=0 -> stop NEW
        trade 4@-37.63
        -> ask TRADE 4@-37.63 MAKER; stop TRADE 1@-37.63 TAKER
        replace ask 10@0                             -> ask REPLACED 10@0
        trade 9@0                                    -> ask TRADE 6@0 MAKER
        trade 9@-41                                  -> bid TRADE 5@-40 MAKER
    )");
}

TEST(PaperMarketCancel, TakesTheOrderOutOfTheMarket) {
    PaperMarketBench bench;
    bench.story(R"(
        place o1 BUY 5@100                -> o1 NEW
        place s1 BUY 5 type=STOP stop=110 -> s1 NEW
        trade 2@100                       -> o1 TRADE 2@100 MAKER
        cancel o1                         -> o1 CANCELED
        cancel s1                         -> s1 CANCELED
        trade 9@100
        trade 9@120
        cancel o1                         -> o1 CANCEL_REJECTED
        cancel nobody                     -> nobody-1 CANCEL_REJECTED
    )");
}

TEST(PaperMarketExpiry, EndsDayOrdersAtTheEndOfTheDayAndOthersAtTheirTime) {
    auto rules = with_depth("0");
    rules.day_ends_at = std::chrono::hours{10};  // Half an hour after the time of the bench begins.
    PaperMarketBench bench{rules};
    bench.story(R"(
        place day BUY 5@100 tif=DAY              -> day NEW
        place gtd BUY 5@100 tif=GTD expires=60   -> gtd NEW
        place gtc BUY 5@100 tif=GTC              -> gtc NEW
        place past BUY 5@100 tif=GTD expires=0   -> past REJECTED
        at 59
        trade 6@100                              -> day TRADE 5@100 MAKER; gtd TRADE 1@100 MAKER
        at 60                                    -> gtd EXPIRED
        place more BUY 5@100 tif=DAY             -> more NEW
        at 1799
        at 1800                                  -> more EXPIRED
        place next BUY 5@100 tif=DAY             -> next NEW
        at 88199
        at 90000                                 -> next EXPIRED
        trade 9@100                              -> gtc TRADE 5@100 MAKER
    )");
}

TEST(PaperMarketExpiry, ComesBeforeATradeOfTheSameTime) {
    PaperMarketBench bench;
    bench.run("place gtd BUY 5@100 tif=GTD expires=60");
    auto const time = Timestamp::from_micros(support::bench_start().micros() + 60'000'000);
    bench.market().trade(support::btc_usd(), {time, support::price("100"), quantity("5"), {}});
    auto const reports = bench.market().take_reports();
    EXPECT_EQ(said(reports), "gtd EXPIRED");
    EXPECT_EQ(reports.front().occurred_at, time);
}

TEST(PaperMarketRefusal, NamesWhatIsWrong) {
    PaperMarketBench bench;
    auto const reason = [&](std::string_view order) {
        auto const request = paper_order(order);
        if (bench.market().receive(request)) bench.market().decide(request);
        auto const reports = bench.market().take_reports();
        EXPECT_EQ(reports.size(), 1U);
        EXPECT_EQ(reports.at(0).report.exec_type, ExecType::REJECTED);
        return reports.at(0).report.reason.value_or("");
    };
    EXPECT_EQ(reason("o1 BUY 5@100 symbol=ETH-USD"), "PAPER ETH-USD is not traded here");
    EXPECT_EQ(reason("o2 BUY 0@100"), "quantity_base must be positive");
    EXPECT_EQ(reason("o3 BUY 5"), "price_quote must be positive for LIMIT");
    EXPECT_EQ(reason("o4 BUY 5 type=STOP"), "stop_price_quote must be positive for STOP");
    EXPECT_EQ(reason("o5 BUY 5 type=MARKET"), "no price of PAPER BTC-USD is known yet");
    EXPECT_EQ(reason("o6 BUY 100000000000000000@10000"),
              "quantity_base times the price is out of range");
    EXPECT_EQ(reason("o1 BUY 5@100"), "client_order_id o1 was used before");
    auto instrument = support::sample_instrument(support::btc_usd());
    instrument.state = InstrumentState::HALTED;
    bench.market().define(instrument);
    EXPECT_EQ(reason("o7 BUY 5@100"), "PAPER BTC-USD is halted");
}

TEST(PaperMarketReport, CarriesFeesByLiquidityAndDeterministicIds) {
    PaperMarketBench bench;
    bench.run("place o1 BUY 3@100");
    bench.run("trade 1@100");
    auto const request = paper_order("o2 SELL 2@90");
    ASSERT_TRUE(bench.market().receive(request));
    bench.market().decide(request);
    auto const taken = bench.market().take_reports().at(1);
    EXPECT_EQ(taken.report.exec_id, ExecId{"P-o2-2"});
    EXPECT_EQ(taken.report.exchange_order_id, ExchangeOrderId{"P-o2"});
    EXPECT_EQ(taken.report.fees, (Fees{{AssetCode{"USD"}, support::amount("0.4")}}));
    EXPECT_EQ(taken.client_order_id, ClientOrderId{"o2"});
    EXPECT_EQ(taken.report.order_status, OrderStatus::FILLED);
    EXPECT_EQ(taken.report.cumulative_base, quantity("2"));
    bench.market().trade(support::btc_usd(),
                         {bench.market().now(), support::price("99"), quantity("9"), {}});
    auto const made = bench.market().take_reports().at(0);
    EXPECT_EQ(made.report.exec_id, ExecId{"P-o1-3"});
    EXPECT_EQ(made.report.fees, (Fees{{AssetCode{"USD"}, support::amount("0.2")}}));
}

TEST(PaperMarketReport, NamesTheRequestThatItAnswers) {
    PaperMarketBench bench;
    bench.run("place o1 BUY 3@100");
    auto replace = paper_order("r1 BUY 2@100");
    replace.action = ExchangeAction::REPLACE;
    replace.original_client_order_id = ClientOrderId{"o1"};
    ASSERT_TRUE(bench.market().receive(replace));
    bench.market().decide(replace);
    auto const replaced = bench.market().take_reports().at(0);
    EXPECT_EQ(replaced.client_order_id, ClientOrderId{"r1"});
    EXPECT_EQ(replaced.original_client_order_id, ClientOrderId{"o1"});
    bench.market().trade(support::btc_usd(),
                         {bench.market().now(), support::price("100"), quantity("1"), {}});
    EXPECT_EQ(bench.market().take_reports().at(0).client_order_id, ClientOrderId{"r1"});
}

TEST(PaperMarketStatus, TellsHowTheOrderStandsAndChangesNoOtherId) {
    PaperMarketBench bench;
    auto request = paper_order("o1 BUY 3@100");
    bench.market().answer_status(request);
    auto const unknown = bench.market().take_reports().at(0);
    EXPECT_TRUE(unknown.is_unknown_order);
    EXPECT_EQ(unknown.client_order_id, ClientOrderId{"o1"});
    bench.run("place o1 BUY 3@100");
    bench.run("trade 1@100");
    bench.market().answer_status(request);
    auto const status = bench.market().take_reports().at(0);
    EXPECT_FALSE(status.is_unknown_order);
    EXPECT_EQ(status.report.exec_type, ExecType::ORDER_STATUS);
    EXPECT_EQ(status.report.exec_id, ExecId{"P-o1-status-1"});
    EXPECT_EQ(status.report.order_status, OrderStatus::PARTIALLY_FILLED);
    EXPECT_EQ(status.report.cumulative_base, quantity("1"));
    EXPECT_EQ(bench.run("trade 1@100"), "o1 TRADE 1@100 MAKER");
    // What may be known already is answered, not placed again.
    request.may_be_known = true;
    EXPECT_FALSE(bench.market().receive(request));
    EXPECT_EQ(bench.market().take_reports().at(0).report.exec_type, ExecType::ORDER_STATUS);
}

}  // namespace
}  // namespace daybook::paper
