#include <gtest/gtest.h>

#include <string>
#include <variant>
#include <vector>

#include "json/command_decoder.hpp"
#include "model/names.hpp"

namespace daybook::json {
namespace {

std::string const deposit_line =
    R"({"command":"deposit","account_id":"alpha","idempotency_key":"d-1","asset":"USD",)"
    R"("amount":"10"})";

std::string refusal_in(model::Command const& command) {
    auto const* malformed = std::get_if<model::Malformed>(&command.content);
    if (malformed == nullptr) return "none";
    return std::string{model::name_of(malformed->refusal)} + " " + malformed->field;
}

template <class Result>
std::string refusal_in_error(Result const& result) {
    if (result) return "none";
    return std::string{model::name_of(result.error().refusal)} + " " + result.error().field;
}

TEST(JsonCommandFromLine, EveryMemberOfACommandIsRead) {
    auto const command = command_from_line(
        R"( {"command":"book_execution","account_id":"alpha","order":{"idempotency_key":"o-1"},)"
        R"("exec_id":"x \u20ac","exec_type":"TRADE","last_quantity_base":"0.2",)"
        R"("last_price_quote":"99.50","fee":{"asset":"USD","amount":"0.0199"},)"
        R"("liquidity":"MAKER","occurred_at":"2026-11-21T09:30:00.000000Z"} )");
    auto const& execution = std::get<model::BookExecution>(command.content);
    EXPECT_EQ(command.account_id.value(), "alpha");
    EXPECT_EQ(std::get<model::IdempotencyKey>(execution.order).value(), "o-1");
    EXPECT_EQ(execution.exec_id.value(), "x \xE2\x82\xAC");
    EXPECT_EQ(execution.fees->at(0).amount.value().to_string(), "0.0199");
    EXPECT_EQ(execution.liquidity, model::Liquidity::MAKER);
}

TEST(JsonCommandFromLine, IntegersAreNumbers) {
    auto const command =
        command_from_line(R"({"command":"define_asset","asset":"USD","display_decimals":2})");
    EXPECT_EQ(std::get<model::DefineAsset>(command.content).asset.display_decimals, 2);
}

struct BadLine {
    std::string line;
    std::string refusal;
};

class JsonBadLine : public testing::TestWithParam<BadLine> {};

TEST_P(JsonBadLine, IsRefused) {
    EXPECT_EQ(refusal_in(command_from_line(GetParam().line)), GetParam().refusal);
}

std::string with(std::string const& members) {
    return deposit_line.substr(0, deposit_line.size() - 1) + "," + members + "}";
}

INSTANTIATE_TEST_SUITE_P(
    All, JsonBadLine,
    testing::Values(
        BadLine{"", "malformed_json "}, BadLine{"{", "malformed_json "},
        BadLine{"nonsense", "malformed_json "}, BadLine{deposit_line + " x", "malformed_json "},
        BadLine{deposit_line + deposit_line, "malformed_json "},
        BadLine{R"({"command":"deposit",})", "malformed_json "},
        BadLine{R"({'command':'deposit'})", "malformed_json "},
        BadLine{"{\"command\":\"\xFF\"}", "malformed_json "},
        BadLine{"{\"command\":\"\xC0\xAF\"}", "malformed_json "},
        BadLine{R"({"command":"\ud800"})", "malformed_json "},
        BadLine{"{\"command\":\"a\nb\"}", "malformed_json "},
        BadLine{"\xEF\xBB\xBF" + deposit_line, "malformed_json "},
        BadLine{std::string(100, '['), "wrong_type "}, BadLine{"[]", "wrong_type "},
        BadLine{"42", "wrong_type "}, BadLine{"\"text\"", "wrong_type "},
        BadLine{"null", "wrong_type "}, BadLine{"{}", "missing_field command"},
        BadLine{R"({"command":"rob_bank"})", "unknown_command command"},
        BadLine{R"({"command":"rob_bank","amount":1.5})", "unknown_command command"},
        BadLine{R"({"command":7})", "wrong_type command"},
        BadLine{R"({"command":"deposit","account_id":"alpha"})", "missing_field idempotency_key"},
        BadLine{with(R"("colour":"red")"), "unknown_field colour"},
        BadLine{with(R"("colour":1)"), "unknown_field colour"},
        BadLine{with(R"("colour":null)"), "unknown_field colour"},
        BadLine{with(R"("colour":1.5)"), "unknown_field colour"},
        BadLine{with(R"("colour":[1,{"x":2}])"), "unknown_field colour"},
        BadLine{with(R"("a.b":"c")"), "unknown_field a.b"},
        BadLine{with(R"("":"c")"), "unknown_field "},
        BadLine{with("\"" + std::string(1000, 'n') + "\":1"),
                "unknown_field " + std::string(64, 'n')},
        BadLine{with(R"("amount":"10")"), "duplicate_field amount"},
        BadLine{with(R"("amount":10)"), "duplicate_field amount"},
        BadLine{with(R"("occurred_at":10)"), "wrong_type occurred_at"},
        BadLine{with(R"("occurred_at":1e3)"), "wrong_type occurred_at"},
        BadLine{with(R"("occurred_at":1e400)"), "wrong_type occurred_at"},
        BadLine{with(R"("occurred_at":true)"), "wrong_type occurred_at"},
        BadLine{with(R"("occurred_at":null)"), "wrong_type occurred_at"},
        BadLine{with(R"("occurred_at":["1"])"), "wrong_type occurred_at"},
        BadLine{with(R"("occurred_at":"yesterday")"), "invalid_value occurred_at"},
        BadLine{R"({"command":"define_asset","asset":"USD","display_decimals":"2"})",
                "wrong_type display_decimals"},
        BadLine{R"({"command":"define_asset","asset":"USD","display_decimals":2.0})",
                "wrong_type display_decimals"},
        BadLine{R"({"command":"define_asset","asset":"USD","display_decimals":99999999999999})",
                "invalid_value display_decimals"},
        BadLine{R"({"command":"define_asset","asset":"US\u0000D","display_decimals":2})",
                "invalid_value asset"},
        BadLine{R"({"command":"cancel_order","account_id":"a","order":{"id":{"x":"y"}}})",
                "wrong_type order.id"},
        BadLine{R"({"command":"cancel_order","account_id":"a","order":{"id":"x","id":"y"}})",
                "duplicate_field order.id"},
        BadLine{R"({"command":"cancel_order","account_id":"a","order":{}})",
                "missing_field order"}));

TEST(JsonCommandFromLine, ManyMembersCostNothing) {
    std::string line = R"({"command":"deposit")";
    for (int i = 0; i < 100'000; ++i) line += ",\"m" + std::to_string(i) + "\":1";
    EXPECT_EQ(refusal_in(command_from_line(line + "}")), "missing_field account_id");
}

TEST(JsonCommandFromLine, ATextThatIsTooLongIsTheWrongType) {
    auto const line = with(R"("occurred_at":")" + std::string(100'000, '1') + "\"");
    EXPECT_EQ(refusal_in(command_from_line(line)), "wrong_type occurred_at");
}

TEST(JsonCommandFromLine, AMalformedCommandKeepsItsAccount) {
    auto const command = command_from_line(R"({"command":"deposit","account_id":"alpha"})");
    EXPECT_EQ(command.account_id.value(), "alpha");
}

TEST(JsonBatchFromBody, CommandsKeepTheirOrder) {
    auto const batch =
        batch_from_body(R"({"atomic":true,"commands":[)" + deposit_line +
                            R"(,{"command":"open_account","account_id":"b","funding":"MARGIN",)" +
                            R"("cost_basis":"FIFO"}]})",
                        10);
    ASSERT_TRUE(batch);
    EXPECT_TRUE(batch->atomic);
    ASSERT_EQ(batch->commands.size(), 2u);
    EXPECT_TRUE(std::holds_alternative<model::Deposit>(batch->commands[0].content));
    EXPECT_TRUE(std::holds_alternative<model::OpenAccount>(batch->commands[1].content));
}

TEST(JsonBatchFromBody, WhatIsNoCommandKeepsItsPlace) {
    auto const batch = batch_from_body(
        R"({"commands":[7,)" + deposit_line + R"(,[[{"a":1}],{}],null,"x",{"command":1.5}]})", 10);
    ASSERT_TRUE(batch);
    EXPECT_FALSE(batch->atomic);
    std::vector<std::string> refusals;
    for (auto const& command : batch->commands) refusals.push_back(refusal_in(command));
    EXPECT_EQ(refusals,
              (std::vector<std::string>{"wrong_type ", "none", "wrong_type ", "wrong_type ",
                                        "wrong_type ", "wrong_type command"}));
}

struct BadBatch {
    std::string body;
    std::string refusal;
};

class JsonBadBatch : public testing::TestWithParam<BadBatch> {};

TEST_P(JsonBadBatch, IsRefusedWhole) {
    EXPECT_EQ(refusal_in_error(batch_from_body(GetParam().body, 2)), GetParam().refusal);
}

INSTANTIATE_TEST_SUITE_P(
    All, JsonBadBatch,
    testing::Values(BadBatch{"", "malformed_json "}, BadBatch{"[]", "wrong_type "},
                    BadBatch{"{}", "missing_field commands"},
                    BadBatch{R"({"commands":{}})", "wrong_type commands"},
                    BadBatch{R"({"commands":null})", "wrong_type commands"},
                    BadBatch{R"({"commands":[],"commands":[]})", "duplicate_field commands"},
                    BadBatch{R"({"commands":[],"atomic":1})", "wrong_type atomic"},
                    BadBatch{R"({"commands":[],"atomic":"yes"})", "wrong_type atomic"},
                    BadBatch{R"({"commands":[],"atomic":[]})", "wrong_type atomic"},
                    BadBatch{R"({"commands":[],"colour":1})", "unknown_field colour"},
                    BadBatch{R"({"commands":[{},{},{}]})", "invalid_value commands"},
                    BadBatch{R"({"commands":[{})", "malformed_json "},
                    BadBatch{R"({"commands":[]}})", "malformed_json "}));

TEST(JsonCommandFromBody, MembersOfThePathComeFirst) {
    auto const command = command_from_body(
        R"({"asset":"USD","amount":"1"})",
        {{"command", "withdraw"}, {"account_id", "alpha"}, {"idempotency_key", "w-1"}});
    ASSERT_TRUE(command);
    EXPECT_EQ(command->idempotency_key->value(), "w-1");
    EXPECT_TRUE(std::holds_alternative<model::Withdraw>(command->content));
}

TEST(JsonCommandFromBody, MembersOfThePathMayBeRepeatedButNotChanged) {
    model::Fields const given{
        {"command", "withdraw"}, {"account_id", "alpha"}, {"idempotency_key", "w-1"}};
    auto const body = [](std::string const& account) {
        return R"({"account_id":")" + account + R"(","asset":"USD","amount":"1"})";
    };
    EXPECT_EQ(refusal_in_error(command_from_body(body("alpha"), given)), "none");
    EXPECT_EQ(refusal_in_error(command_from_body(body("beta"), given)),
              "duplicate_field account_id");
}

TEST(JsonCommandsFromBody, OneOrAnArray) {
    model::Fields const given{{"command", "open_account"}};
    std::string const one = R"({"account_id":"a","funding":"MARGIN","cost_basis":"FIFO"})";
    auto const single = commands_from_body(one, given, 10);
    ASSERT_TRUE(single);
    EXPECT_FALSE(single->is_array);
    auto const array = commands_from_body("[" + one + ",{}," + one + "]", given, 10);
    ASSERT_TRUE(array);
    EXPECT_TRUE(array->is_array);
    ASSERT_EQ(array->commands.size(), 3u);
    EXPECT_EQ(refusal_in(array->commands[1]), "missing_field account_id");
    EXPECT_EQ(refusal_in_error(commands_from_body("{}", given, 10)), "missing_field account_id");
    EXPECT_EQ(refusal_in_error(commands_from_body("[7", given, 10)), "malformed_json ");
}

}  // namespace
}  // namespace daybook::json
