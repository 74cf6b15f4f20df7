#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <variant>

#include "json/record_writer.hpp"
#include "model/names.hpp"
#include "support/api_under_test.hpp"
#include "support/sample_values.hpp"

namespace daybook::http {
namespace {

using support::ApiUnderTest;
using support::header;
using support::outcome;

std::string const orders = "/v1/accounts/alpha/orders";
std::string const order_id = "018fff00-0000-0000-0000-000000000001";
std::string const limit_order =
    R"({"exchange":"PAPER","symbol":"BTC-USD","side":"BUY","type":"LIMIT",)"
    R"("time_in_force":"GTC","quantity_base":"0.5","price_quote":"100"})";
std::string const ten_dollars = R"({"asset":"USD","amount":"10"})";
std::string const fill = R"({"order":{"idempotency_key":"o-1"},"exec_id":"x-1","exec_type":"NEW"})";

model::Answer answer_with_order(model::AnswerStatus status) {
    model::Answer answer;
    answer.status = status;
    answer.entry_seq = 7;
    answer.order = support::sample_order("alpha", support::order_id(1));
    return answer;
}

std::string order_json() {
    std::string out;
    json::append_json(out, support::sample_order("alpha", support::order_id(1)));
    return out;
}

TEST(HttpPlaceOrder, IsCreatedWithItsPlace) {
    ApiUnderTest api;
    api.commands.answer = [](auto const&) { return answer_with_order(model::AnswerStatus::DONE); };
    auto const response = api.post(orders, limit_order, "o-1");
    EXPECT_EQ(response.status, 201);
    EXPECT_EQ(response.body, order_json());
    EXPECT_EQ(header(response, "Location"), orders + "/" + order_id);
    EXPECT_FALSE(header(response, "Idempotency-Replayed"));
    auto const command = api.last_command();
    EXPECT_EQ(command.account_id.value(), "alpha");
    EXPECT_EQ(command.idempotency_key->value(), "o-1");
    EXPECT_TRUE(std::holds_alternative<model::PlaceOrder>(command.content));
}

TEST(HttpPlaceOrder, AReplayIsToldFromANewOrder) {
    ApiUnderTest api;
    api.commands.answer = [](auto const&) {
        return answer_with_order(model::AnswerStatus::REPLAYED);
    };
    auto const response = api.post(orders, limit_order, "o-1");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(header(response, "Idempotency-Replayed"), "true");
    EXPECT_EQ(response.body, order_json());
}

TEST(HttpPlaceOrder, ARecordedNoShowsTheOrderAndIsReplayed) {
    ApiUnderTest api;
    auto answer = answer_with_order(model::AnswerStatus::REFUSED);
    answer.refusal = model::Refusal::insufficient_funds;
    answer.field = "quantity_base";
    answer.detail = "50.1 USD are needed, 50 are available";
    api.commands.answer = [&](auto const&) { return answer; };
    auto const refused = api.post(orders, limit_order, "o-1");
    EXPECT_EQ(outcome(refused), "422 insufficient_funds quantity_base");
    EXPECT_EQ(refused.content_type, "application/problem+json");
    EXPECT_EQ(refused.body,
              R"({"type":"/problems/insufficient_funds","title":"Insufficient funds",)"
              R"("status":422,"detail":"50.1 USD are needed, 50 are available",)"
              R"("refusal":"insufficient_funds","field":"quantity_base","order":)" +
                  order_json() + "}");
    answer.status = model::AnswerStatus::REPLAYED;
    auto const replayed = api.post(orders, limit_order, "o-1");
    EXPECT_EQ(outcome(replayed), "422 insufficient_funds quantity_base");
    EXPECT_EQ(header(replayed, "Idempotency-Replayed"), "true");
}

TEST(HttpCancelAndReplace, AreAcceptedWithTheOrder) {
    ApiUnderTest api;
    for (auto const status : {model::AnswerStatus::DONE, model::AnswerStatus::REPLAYED,
                              model::AnswerStatus::DUPLICATE}) {
        api.commands.answer = [&](auto const&) { return answer_with_order(status); };
        auto const canceled = api.post(orders + "/" + order_id + "/cancel", "");
        EXPECT_EQ(canceled.status, 202);
        EXPECT_EQ(canceled.body, order_json());
        auto const replaced =
            api.post(orders + "/" + order_id + "/replace", R"({"quantity_base":"0.4"})", "r-1");
        EXPECT_EQ(replaced.status, 202);
        EXPECT_EQ(api.last_command().idempotency_key->value(), "r-1");
    }
}

TEST(HttpDefinitions, AreCreatedOnce) {
    ApiUnderTest api;
    auto const put = ApiUnderTest::request("PUT", "/v1/assets/USD", R"({"display_decimals":2})");
    EXPECT_EQ(api.ask(put).status, 201);
    EXPECT_TRUE(std::holds_alternative<model::DefineAsset>(api.last_command().content));
    api.commands.answer = [](auto const&) {
        model::Answer answer;
        answer.status = model::AnswerStatus::DUPLICATE;
        return answer;
    };
    EXPECT_EQ(api.ask(put).status, 200);
    auto const instrument = ApiUnderTest::request(
        "PUT", "/v1/instruments/PAPER/BTC%2FUSD",
        R"({"base_asset":"BTC","quote_asset":"USD","price_increment_quote":"0.01",)"
        R"("quantity_increment_base":"0.001"})");
    EXPECT_EQ(api.ask(instrument).status, 200);
    auto const command = api.last_command();
    auto const& define = std::get<model::DefineInstrument>(command.content);
    EXPECT_EQ(define.instrument.key.symbol.value(), "BTC/USD");
}

TEST(HttpDeposit, IsCreatedAndReplayed) {
    ApiUnderTest api;
    EXPECT_EQ(api.post("/v1/accounts/alpha/deposits", ten_dollars, "d-1").status, 201);
    api.commands.answer = [](auto const&) {
        model::Answer answer;
        answer.status = model::AnswerStatus::REPLAYED;
        answer.entry_seq = 3;
        return answer;
    };
    auto const response = api.post("/v1/accounts/alpha/withdrawals", ten_dollars, "d-1");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(header(response, "Idempotency-Replayed"), "true");
    EXPECT_EQ(response.body, R"({"status":"REPLAYED","entry":{"seq":3}})");
}

TEST(HttpExecutions, OneIsAnsweredAloneAndAnArrayInOrder) {
    ApiUnderTest api;
    auto const target = "/v1/accounts/alpha/executions";
    EXPECT_EQ(api.post(target, fill).body, R"({"status":"DONE"})");
    api.commands.answer = [](model::Command const& command) {
        model::Answer answer;
        if (std::holds_alternative<model::Malformed>(command.content)) {
            answer.status = model::AnswerStatus::REFUSED;
        }
        return answer;
    };
    auto const response = api.post(target, "[" + fill + ",7," + fill + "]");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body,
              R"({"answers":[{"status":"DONE"},{"status":"REFUSED"},{"status":"DONE"}]})");
    EXPECT_EQ(api.post(target, "[]").body, R"({"answers":[]})");
}

TEST(HttpCommands, AreBookedAsOneBatch) {
    ApiUnderTest api;
    auto const response = api.post(
        "/v1/commands",
        R"({"atomic":true,"commands":[{"command":"define_asset","asset":"USD",)"
        R"("display_decimals":2},{"command":"define_asset","asset":"BTC","display_decimals":8}]})");
    EXPECT_EQ(response.body, R"({"answers":[{"status":"DONE"},{"status":"DONE"}]})");
    ASSERT_EQ(api.commands.batches().size(), 1u);
    EXPECT_TRUE(api.commands.batches()[0].atomic);
    EXPECT_EQ(api.post("/v1/commands", R"({"commands":[]})").body, R"({"answers":[]})");
    EXPECT_EQ(api.commands.batches().size(), 1u);
}

TEST(HttpResolve, NamesTheDiscrepancyByItsNumber) {
    ApiUnderTest api;
    auto const body = R"({"resolution":"ACCEPT","reason":"confirmed by phone"})";
    EXPECT_EQ(api.post("/v1/accounts/alpha/discrepancies/3/resolve", body).status, 200);
    auto const command = api.last_command();
    EXPECT_EQ(std::get<model::ResolveDiscrepancy>(command.content).discrepancy, 3u);
    EXPECT_EQ(outcome(api.post("/v1/accounts/alpha/discrepancies/x/resolve", body)),
              "404 unknown_discrepancy discrepancy");
}

TEST(HttpBusy, SaysWhenToComeBack) {
    ApiUnderTest api;
    api.commands.result = ports::CommandService::Submitted::busy;
    auto const busy = api.post("/v1/accounts/alpha/deposits", ten_dollars, "d-1");
    EXPECT_EQ(outcome(busy), "429 busy");
    EXPECT_EQ(header(busy, "Retry-After"), "1");
    api.commands.result = ports::CommandService::Submitted::stopping;
    auto const stopping = api.post("/v1/accounts/alpha/deposits", ten_dollars, "d-1");
    EXPECT_EQ(outcome(stopping), "503 stopping");
    EXPECT_EQ(header(stopping, "Retry-After"), "1");
}

TEST(HttpStorage, ThatDoesNotBookSaysWhy) {
    ApiUnderTest api;
    api.commands.unavailable = true;
    auto const response = api.post("/v1/accounts/alpha/deposits", ten_dollars, "d-1");
    EXPECT_EQ(outcome(response), "503 storage_unavailable");
    EXPECT_THAT(response.body,
                testing::HasSubstr("\"detail\":\"a right is missing; nothing was booked; send "
                                   "it again later with the same key\""));
}

TEST(HttpRefusal, EveryOneHasAClientStatusAndATitle) {
    ApiUnderTest api;
    for (std::size_t i = 0; i < model::names_of<model::Refusal>.size(); ++i) {
        model::Answer answer;
        answer.status = model::AnswerStatus::REFUSED;
        answer.refusal = static_cast<model::Refusal>(i);
        api.commands.answer = [&](auto const&) { return answer; };
        auto const response = api.post("/v1/accounts/alpha/deposits", ten_dollars, "d-1");
        EXPECT_GE(response.status, 400) << response.body;
        EXPECT_LT(response.status, 500) << response.body;
    }
}

struct BadCommand {
    std::string target;
    std::string body;
    std::string key;
    std::string outcome;
};

class HttpBadCommand : public testing::TestWithParam<BadCommand> {};

TEST_P(HttpBadCommand, IsRefusedWithoutABatch) {
    ApiUnderTest api;
    auto const& bad = GetParam();
    auto const key = bad.key.empty() ? std::nullopt : std::optional{bad.key};
    EXPECT_EQ(outcome(api.post(bad.target, bad.body, key)), bad.outcome);
    EXPECT_TRUE(api.commands.batches().empty());
}

INSTANTIATE_TEST_SUITE_P(
    All, HttpBadCommand,
    testing::Values(
        BadCommand{orders, limit_order, "", "400 missing_field idempotency_key"},
        BadCommand{orders, limit_order, std::string(256, 'k'), "400 invalid_value idempotency_key"},
        BadCommand{orders, limit_order, "\xFF", "400 invalid_value idempotency_key"},
        BadCommand{orders, "", "o-1", "400 missing_field exchange"},
        BadCommand{orders, "{", "o-1", "400 malformed_json"},
        BadCommand{orders, "[" + limit_order + "]", "o-1", "400 wrong_type"},
        BadCommand{orders, limit_order.substr(0, limit_order.size() - 1) + R"(,"expires_at":1})",
                   "o-1", "400 wrong_type expires_at"},
        BadCommand{orders, R"({"account_id":"beta"})", "o-1", "400 missing_field exchange"},
        BadCommand{orders, limit_order.substr(0, limit_order.size() - 1) + R"(,"x":"y"})", "o-1",
                   "400 unknown_field x"},
        BadCommand{orders, limit_order.substr(0, limit_order.size() - 1) + R"(,"side":"BUY"})",
                   "o-1", "400 duplicate_field side"},
        BadCommand{orders,
                   limit_order.substr(0, limit_order.size() - 1) + R"(,"account_id":"beta"})",
                   "o-1", "400 duplicate_field account_id"},
        BadCommand{orders,
                   limit_order.substr(0, limit_order.size() - 1) + R"(,"idempotency_key":"o-2"})",
                   "o-1", "400 duplicate_field idempotency_key"},
        BadCommand{"/v1/accounts/Alpha/orders", limit_order, "o-1", "400 invalid_value account_id"},
        BadCommand{"/v1/accounts/@book/deposits", ten_dollars, "d-1",
                   "400 invalid_value account_id"},
        BadCommand{"/v1/accounts/alpha/deposits", R"({"asset":"USD","amount":10})", "d-1",
                   "400 wrong_type amount"},
        BadCommand{"/v1/accounts/alpha/deposits", R"({"asset":"USD","amount":"1e3"})", "d-1",
                   "400 invalid_value amount"},
        BadCommand{orders + "/not-an-id/cancel", "", "", "404 unknown_order id"},
        BadCommand{orders + "/" + order_id + "/cancel", R"({"order":{"id":"x"}})", "",
                   "400 duplicate_field order.id"},
        BadCommand{"/v1/accounts/alpha/executions", "", "", "400 missing_field order"},
        BadCommand{"/v1/accounts/alpha/executions", "7", "", "400 wrong_type"},
        BadCommand{"/v1/accounts/alpha/discrepancies/99999999999999999999/resolve", "{}", "",
                   "404 unknown_discrepancy discrepancy"},
        BadCommand{"/v1/commands", "", "", "400 malformed_json"},
        BadCommand{"/v1/commands", "{}", "", "400 missing_field commands"},
        BadCommand{"/v1/commands", R"({"commands":[],"atomic":"no"})", "",
                   "400 wrong_type atomic"}));

}  // namespace
}  // namespace daybook::http
