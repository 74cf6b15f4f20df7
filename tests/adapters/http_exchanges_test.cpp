#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support/api_under_test.hpp"
#include "support/sample_values.hpp"

namespace daybook::http {
namespace {

using support::ApiUnderTest;
using support::outcome;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Outcome = ports::ExchangeControl::Outcome;
using MarketOutcome = ports::MarketControl::Outcome;

/// The API of a worker that speaks to VENUE.
struct HttpExchanges : testing::Test {
    HttpExchanges() {
        ports::ExchangeStatus venue;
        venue.exchange = model::ExchangeCode{"VENUE"};
        venue.session = ports::ExchangeStatus::Session::up;
        venue.owner = "desk-1";
        venue.lease_expires_at = model::Timestamp::parse("2026-11-21T09:30:00.000000Z").value();
        venue.requests_pending = 3;
        venue.requests_unanswered = 2;
        venue.reports_waiting = 1;
        api.exchanges.rows = {venue};
        auto const instrument =
            support::sample_instrument({venue.exchange, model::Symbol{"BTC-USD"}});
        api.queries.book.instrument_rows = {instrument};
    }
    ApiUnderTest api;
};

constexpr auto venue_json =
    R"({"exchange":"VENUE","session":"up","reason":"","owner":"desk-1",)"
    R"("lease_expires_at":"2026-11-21T09:30:00.000000Z","paused_because":null,)"
    R"("requests_pending":3,"requests_unanswered":2,"reports_waiting":1,)"
    R"("session_restarts":0,"last_report_at":null})";

TEST_F(HttpExchanges, AreListedAndShown) {
    EXPECT_EQ(api.get("/v1/exchanges").body,
              std::string{R"({"items":[)"} + venue_json + R"(],"next_cursor":null})");
    EXPECT_EQ(api.get("/v1/exchanges/VENUE").body, venue_json);
    EXPECT_EQ(outcome(api.get("/v1/exchanges/ELSEWHERE")), "404 unknown_exchange");
    api.exchanges.rows.clear();
    EXPECT_EQ(api.get("/v1/exchanges").body, R"({"items":[],"next_cursor":null})");
}

TEST_F(HttpExchanges, ArePausedWithAReasonAndResumed) {
    auto const paused = api.post("/v1/exchanges/VENUE/pause", R"({"reason":"maintenance"})");
    EXPECT_EQ(paused.status, 200);
    EXPECT_THAT(paused.body, HasSubstr(R"("paused_because":"maintenance")"));
    auto const resumed = api.post("/v1/exchanges/VENUE/resume", "");
    EXPECT_EQ(resumed.status, 200);
    EXPECT_THAT(resumed.body, HasSubstr(R"("paused_because":null)"));
    EXPECT_THAT(api.exchanges.asked, ElementsAre("pause VENUE maintenance", "resume VENUE"));
}

TEST_F(HttpExchanges, ArePausedAndAllOrdersCanceledOnDemand) {
    api.exchanges.cancels = 17;
    auto const paused =
        api.post("/v1/exchanges/VENUE/pause", R"({"reason":"fire","cancel_all":true})");
    EXPECT_EQ(paused.status, 200);
    EXPECT_THAT(paused.body, HasSubstr(R"("cancels_asked":17})"));
    auto const merely =
        api.post("/v1/exchanges/VENUE/pause", R"({"reason":"fire","cancel_all":false})");
    EXPECT_THAT(merely.body, testing::Not(HasSubstr("cancels_asked")));
    EXPECT_THAT(api.exchanges.asked,
                ElementsAre("pause VENUE fire and cancel all", "pause VENUE fire"));
    for (auto const* value : {"1", R"("true")"}) {
        auto const refused =
            api.post("/v1/exchanges/VENUE/pause",
                     std::string{R"({"reason":"fire","cancel_all":)"} + value + "}");
        EXPECT_EQ(outcome(refused), "400 wrong_type cancel_all");
        EXPECT_THAT(refused.body, HasSubstr("cancel_all must be true or false"));
    }
}

TEST_F(HttpExchanges, AreNotPausedByABodyThatCannotBeRead) {
    auto const pause = [&](std::string const& body) {
        return outcome(api.post("/v1/exchanges/VENUE/pause", body));
    };
    EXPECT_EQ(pause(""), "400 missing_field reason");
    EXPECT_EQ(pause("{}"), "400 missing_field reason");
    EXPECT_EQ(pause(R"({"reason":""})"), "400 invalid_value reason");
    EXPECT_EQ(pause(R"({"reason":")" + std::string(501, 'x') + R"("})"),
              "400 invalid_value reason");
    EXPECT_EQ(pause(R"({"reason":7})"), "400 wrong_type reason");
    EXPECT_EQ(pause(R"({"reason":"a\nlevel=error"})"), "400 invalid_value reason");
    EXPECT_EQ(pause(R"({"reason":"a","until":"b"})"), "400 unknown_field until");
    EXPECT_EQ(pause(R"({"reason":"a","reason":"b"})"), "400 duplicate_field reason");
    EXPECT_EQ(pause("["), "400 wrong_type");
    EXPECT_EQ(pause("{"), "400 malformed_json");
    EXPECT_EQ(outcome(api.post("/v1/exchanges/VENUE/resume", R"({"reason":"a"})")),
              "400 unknown_field reason");
    EXPECT_THAT(api.exchanges.asked, IsEmpty());
}

TEST_F(HttpExchanges, AreAskedForTheirOrders) {
    EXPECT_EQ(api.post("/v1/exchanges/VENUE/ask-for-orders", "").status, 202);
    EXPECT_THAT(api.exchanges.asked, ElementsAre("ask VENUE"));
}

TEST_F(HttpExchanges, SayWhyNothingWasDone) {
    api.exchanges.outcome = Outcome::unavailable;
    auto const response = api.post("/v1/exchanges/VENUE/ask-for-orders", "");
    EXPECT_EQ(outcome(response), "503 exchange_unavailable");
    EXPECT_EQ(support::header(response, "Retry-After"), "1");
    api.exchanges.outcome = Outcome::unknown_exchange;
    EXPECT_EQ(outcome(api.post("/v1/exchanges/VENUE/pause", R"({"reason":"a"})")),
              "404 unknown_exchange");
}

TEST_F(HttpExchanges, TakePrices) {
    auto const post = [&](std::string const& body) {
        return outcome(api.post("/v1/exchanges/VENUE/prices", body));
    };
    EXPECT_EQ(post(R"({"symbol":"BTC-USD","price_quote":"100.50"})"), "202");
    EXPECT_EQ(post(R"({"symbol":"BTC-USD","price_quote":"99","quantity_base":"2"})"), "202");
    EXPECT_EQ(post(R"({"price_quote":"1"})"), "400 missing_field symbol");
    EXPECT_EQ(post(R"({"symbol":"BTC-USD"})"), "400 missing_field price_quote");
    EXPECT_EQ(post(R"({"symbol":"BTC-USD","price_quote":"0"})"), "400 invalid_value price_quote");
    EXPECT_EQ(post(R"({"symbol":"BTC-USD","price_quote":"1e3"})"), "400 invalid_value price_quote");
    EXPECT_EQ(post(R"({"symbol":"BTC-USD","price_quote":"1","quantity_base":"-1"})"),
              "400 invalid_value quantity_base");
    EXPECT_THAT(api.market.told, ElementsAre("VENUE BTC-USD 100.5", "VENUE BTC-USD 99 2"));
    api.market.outcome = MarketOutcome::unknown_exchange;
    EXPECT_EQ(post(R"({"symbol":"BTC-USD","price_quote":"1"})"), "404 unknown_exchange");
    EXPECT_EQ(post(R"({"symbol":"ETH-USD","price_quote":"1"})"), "404 unknown_instrument symbol");
    api.market.outcome = MarketOutcome::unavailable;
    EXPECT_EQ(post(R"({"symbol":"BTC-USD","price_quote":"1"})"), "503 exchange_unavailable");
}

TEST_F(HttpExchanges, PlayTheirTapes) {
    auto const play = [&](std::string const& body) {
        return outcome(api.post("/v1/exchanges/VENUE/play", body));
    };
    EXPECT_EQ(play(""), "202");
    EXPECT_EQ(play(R"({"until":"2026-11-21T09:30:00.000000Z"})"), "202");
    EXPECT_EQ(play(R"({"until":"noon"})"), "400 invalid_value until");
    EXPECT_THAT(api.market.told,
                ElementsAre("play VENUE", "play VENUE 2026-11-21T09:30:00.000000Z"));
}

TEST_F(HttpExchanges, DiscrepanciesAreCountedByKind) {
    auto overfill = support::sample_discrepancy("alpha", 1, "{}");
    overfill.kind = model::DiscrepancyKind::overfill;
    auto unknown = support::sample_discrepancy("alpha", 2, "{}");
    unknown.kind = model::DiscrepancyKind::unknown_order;
    auto another = unknown;
    another.number = 3;
    auto resolved = overfill;
    resolved.number = 4;
    resolved.state = model::DiscrepancyState::RESOLVED;
    api.queries.book.discrepancy_rows = {overfill, unknown, another, resolved};
    EXPECT_EQ(api.get("/v1/accounts/alpha/discrepancies/counts").body,
              R"({"open":[{"kind":"overfill","count":1},{"kind":"unknown_order","count":2}]})");
    EXPECT_EQ(outcome(api.get("/v1/accounts/nobody/discrepancies/counts")),
              "404 unknown_account account_id");
}

}  // namespace
}  // namespace daybook::http
