#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include <map>
#include <string>

#include "http/route_table.hpp"
#include "support/api_under_test.hpp"
#include "support/json_schema.hpp"
#include "support/sample_values.hpp"

namespace daybook::http {
namespace {

using support::ApiUnderTest;

struct SchemaCase {
    char const* schema;
    char const* value;
    bool fits;
};

void PrintTo(SchemaCase const& each, std::ostream* out) {
    *out << each.value << " against " << each.schema;
}

class JsonSchemaCase : public testing::TestWithParam<SchemaCase> {};

TEST_P(JsonSchemaCase, IsJudged) {
    auto const document =
        boost::json::parse(R"({"schemas":{"Name":{"type":"string","pattern":"^[a-z]+$"}}})");
    auto const& [schema, value, fits] = GetParam();
    auto const faults = support::JsonSchemas{document}.faults(boost::json::parse(value),
                                                              boost::json::parse(schema));
    EXPECT_EQ(faults.empty(), fits) << faults;
}

constexpr auto closed = R"({"type":"object","properties":{"a":{"type":"integer"}}})";
constexpr auto strict =
    R"({"properties":{"a":{"type":"integer"}},"required":["a"],"additionalProperties":false})";
constexpr auto map = R"({"type":"object","additionalProperties":{"type":"string"}})";
constexpr auto name = R"({"$ref":"#/schemas/Name"})";
constexpr auto nullable = R"({"oneOf":[{"type":"null"},{"$ref":"#/schemas/Name"}]})";
constexpr auto list = R"({"type":"array","maxItems":2,"items":{"enum":["a",1]}})";
constexpr auto time_of_day = R"({"type":"string","format":"date-time"})";

INSTANTIATE_TEST_SUITE_P(
    Each, JsonSchemaCase,
    testing::Values(
        SchemaCase{closed, R"({"a":1})", true}, SchemaCase{closed, "{}", true},
        SchemaCase{closed, R"({"a":"1"})", false}, SchemaCase{closed, R"({"a":1,"b":1})", false},
        SchemaCase{closed, "[]", false}, SchemaCase{strict, R"({"a":1})", true},
        SchemaCase{strict, "{}", false}, SchemaCase{strict, R"({"a":1,"b":1})", false},
        SchemaCase{map, R"({"x":"1"})", true}, SchemaCase{map, R"({"x":1})", false},
        SchemaCase{name, R"("abc")", true}, SchemaCase{name, R"("ABC")", false},
        SchemaCase{name, "1", false}, SchemaCase{nullable, "null", true},
        SchemaCase{nullable, R"("abc")", true}, SchemaCase{nullable, "1", false},
        SchemaCase{R"({"oneOf":[{"type":"string"},{"type":"string"}]})", R"("a")", false},
        SchemaCase{R"({"anyOf":[{"type":"string"},{"type":"string"}]})", R"("a")", true},
        SchemaCase{list, R"(["a",1])", true}, SchemaCase{list, R"(["b"])", false},
        SchemaCase{list, R"(["a","a","a"])", false},
        SchemaCase{R"({"type":["string","null"]})", "null", true},
        SchemaCase{R"({"type":["string","null"]})", "1", false},
        SchemaCase{time_of_day, R"("2026-11-21T09:30:00.000000Z")", true},
        SchemaCase{time_of_day, R"("2026-11-21")", false}));

TEST(JsonSchema, WithAnUnknownKeywordIsRefused) {
    auto const schema = boost::json::parse(R"({"type":"string","minLength":3})");
    EXPECT_THROW(static_cast<void>(support::JsonSchemas{schema}.faults("a", schema)),
                 std::runtime_error);
}

/// A book in which every list has a row with as few members as can be, and one with all.
void fill(support::FakeBook& book) {
    auto const id = support::order_id(1);
    auto const key = support::btc_usd();
    auto entry = support::complete_entry("alpha", 2);
    entry.payload = "{}";
    auto discrepancy = support::complete_discrepancy("alpha", 2);
    discrepancy.payload = "{}";
    book.asset_rows = {support::sample_asset("USD")};
    book.instrument_rows = {support::sample_instrument(key), support::complete_instrument(key)};
    book.account_rows = {support::sample_account("alpha"), support::complete_account("beta")};
    book.order_rows = {support::sample_order("alpha", id),
                       model::Order::restore(support::complete_order_state("alpha", id))};
    book.execution_rows = {support::sample_execution("alpha", id, "x-1", 1),
                           support::complete_execution("alpha", id, "x-2", 2)};
    book.balance_rows = {support::sample_balance("alpha", "USD", "-1.5")};
    book.position_rows = {support::sample_position("alpha", key),
                          support::complete_position("alpha", key)};
    book.lot_rows = {{key, support::sample_lot(1)}};
    book.discrepancy_rows = {support::sample_discrepancy("alpha", 1, "{}"), discrepancy};
    book.add_entry(support::sample_entry("alpha", 1));
    book.add_entry(entry);
}

struct Asked {
    std::string target;
    std::string body = {};
};

/// One request that succeeds for each route that answers in JSON.
std::map<std::string_view, Asked> requests() {
    std::string const alpha = "/v1/accounts/alpha";
    auto const order = alpha + "/orders/" + support::order_id(1).to_string();
    std::string const fill_report =
        R"({"order":{"idempotency_key":"o-1"},"exec_id":"x-1","exec_type":"NEW"})";
    return {
        {"listAssets", {"/v1/assets"}},
        {"getAsset", {"/v1/assets/USD"}},
        {"defineAsset", {"/v1/assets/USD", R"({"display_decimals":2})"}},
        {"listInstruments", {"/v1/instruments"}},
        {"getInstrument", {"/v1/instruments/PAPER/BTC-USD"}},
        {"defineInstrument",
         {"/v1/instruments/PAPER/BTC-USD",
          R"({"base_asset":"BTC","quote_asset":"USD","price_increment_quote":"0.01",)"
          R"("quantity_increment_base":"0.001","maker_fee_rate":"0","taker_fee_rate":"0"})"}},
        {"listAccounts", {"/v1/accounts"}},
        {"getAccount", {alpha}},
        {"openAccount", {alpha, R"({"funding":"MARGIN","cost_basis":"FIFO"})"}},
        {"listOrders", {alpha + "/orders"}},
        {"countOrders", {alpha + "/orders/count"}},
        {"placeOrder",
         {alpha + "/orders",
          R"({"exchange":"PAPER","symbol":"BTC-USD","side":"BUY","type":"LIMIT",)"
          R"("time_in_force":"GTC","quantity_base":"0.5","price_quote":"100"})"}},
        {"getOrder", {order}},
        {"cancelOrder", {order + "/cancel", "{}"}},
        {"replaceOrder", {order + "/replace", R"({"quantity_base":"1"})"}},
        {"listExecutions", {alpha + "/executions"}},
        {"bookExecutions", {alpha + "/executions", "[" + fill_report + "," + fill_report + "]"}},
        {"deposit", {alpha + "/deposits", R"({"asset":"USD","amount":"10"})"}},
        {"withdraw", {alpha + "/withdrawals", R"({"asset":"USD","amount":"10"})"}},
        {"listBalances", {alpha + "/balances"}},
        {"listPositions", {alpha + "/positions?mark=BTC-USD:101"}},
        {"listLots", {alpha + "/lots"}},
        {"listEntries", {alpha + "/entries"}},
        {"listDiscrepancies", {alpha + "/discrepancies"}},
        {"countDiscrepancies", {alpha + "/discrepancies/counts"}},
        {"resolveDiscrepancy",
         {alpha + "/discrepancies/1/resolve", R"({"resolution":"ACCEPT","reason":"by phone"})"}},
        {"bookCommands",
         {"/v1/commands",
          R"({"commands":[{"command":"define_asset","asset":"USD","display_decimals":2}]})"}},
        {"listExchanges", {"/v1/exchanges"}},
        {"getExchange", {"/v1/exchanges/PAPER"}},
        {"pauseExchange", {"/v1/exchanges/PAPER/pause", R"({"reason":"maintenance"})"}},
        {"resumeExchange", {"/v1/exchanges/PAPER/resume", "{}"}},
        {"askForOrders", {"/v1/exchanges/PAPER/ask-for-orders", "{}"}},
        {"postPrice", {"/v1/exchanges/PAPER/prices", R"({"symbol":"BTC-USD","price_quote":"9"})"}},
        {"playTape", {"/v1/exchanges/PAPER/play", "{}"}},
        {"isAlive", {"/healthz"}},
        {"isReady", {"/readyz"}},
        {"getOpenApi", {"/openapi.json"}},
    };
}

// ApiUnderTest compares every answer of every test with the document; this adds that no route is
// without an answer.
TEST(HttpAnswers, OfEveryRouteAreAsDescribed) {
    ApiUnderTest api;
    fill(api.queries.book);
    ports::ExchangeStatus paper;
    paper.exchange = model::ExchangeCode{"PAPER"};
    paper.paused_because = "maintenance";
    paper.lease_expires_at = paper.last_report_at = support::at_micros(0);
    api.exchanges.rows = {paper};
    auto const asked = requests();
    std::size_t described = 0;
    for (auto const& route : routes()) {
        if (route.content_type != "application/json") continue;
        ++described;
        ASSERT_TRUE(asked.contains(route.operation)) << route.operation;
        auto const& [target, body] = asked.at(route.operation);
        auto request = ApiUnderTest::request(route.method, target, body);
        if (route.key == KeyHeader::required) request.idempotency_key = "k-1";
        EXPECT_EQ(api.ask(request).status, route.success) << route.operation;
        request.target += target.find('?') == std::string::npos ? "?colour=red" : "&colour=red";
        EXPECT_EQ(api.ask(request).status, 400) << route.operation;
    }
    EXPECT_EQ(described, asked.size());
}

TEST(HttpAnswers, OfAWorkerThatIsNotReadyAreAsDescribed) {
    ApiUnderTest api;
    api.readiness_report.is_ready = false;
    EXPECT_EQ(api.get("/readyz").status, 503);
}

TEST(HttpAnswers, WithAllMembersAreAsDescribed) {
    ApiUnderTest api;
    api.commands.answer = [](model::Command const&) {
        model::Answer answer;
        answer.status = model::AnswerStatus::REFUSED;
        answer.refusal = model::Refusal::insufficient_funds;
        answer.field = "quantity_base";
        answer.detail = "50.1 USD are needed";
        answer.entry_seq = 7;
        answer.order =
            model::Order::restore(support::complete_order_state("alpha", support::order_id(1)));
        return answer;
    };
    auto const asked = requests();
    EXPECT_EQ(api.post(asked.at("bookCommands").target, asked.at("bookCommands").body).status, 200);
    EXPECT_EQ(api.post(asked.at("placeOrder").target, asked.at("placeOrder").body, "k").status,
              422);
}

}  // namespace
}  // namespace daybook::http
