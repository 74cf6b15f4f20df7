#include <gtest/gtest.h>

#include <string>

#include "model/command_fields.hpp"
#include "model/names.hpp"

namespace daybook::model {
namespace {

using Kind = Field::Kind;

Fields deposit() {
    return {{"command", "deposit", Kind::text},
            {"account_id", "alpha", Kind::text},
            {"idempotency_key", "k", Kind::text},
            {"asset", "USD", Kind::text},
            {"amount", "1", Kind::text}};
}

Fields report(std::string const& type) {
    return {{"command", "book_execution", Kind::text},
            {"account_id", "alpha", Kind::text},
            {"order.idempotency_key", "o", Kind::text},
            {"exec_id", "x", Kind::text},
            {"exec_type", type, Kind::text}};
}

Fields with(Fields fields, std::string const& name, std::string const& value) {
    for (auto& field : fields) {
        if (field.name == name) {
            field.value = value;
            return fields;
        }
    }
    fields.push_back({name, value, Kind::text});
    return fields;
}

std::string said(Fields const& fields) {
    auto const command = command_from_fields(fields);
    if (command) return "read";
    return std::string{name_of(command.error().refusal)} + " " + command.error().field;
}

struct Case {
    std::string name;
    std::string value;
    bool is_valid;
};

TEST(CommandValues, AreReadByTheirRules) {
    std::string const nine(9, 'a');
    std::vector<Case> const cases{
        {"account_id", "a", true},
        {"account_id", "0.a_b-c", true},
        {"account_id", std::string(64, 'a'), true},
        {"account_id", std::string(65, 'a'), false},
        {"account_id", "A", false},
        {"account_id", ".a", false},
        {"account_id", "-a", false},
        {"account_id", "a b", false},
        {"account_id", "@book", false},
        {"account_id", "\xc3\xa9", false},
        {"asset", "0", true},
        {"asset", "BTC.P-1_X", true},
        {"asset", std::string(24, 'A'), true},
        {"asset", std::string(25, 'A'), false},
        {"asset", "usd", false},
        {"asset", "-USD", false},
        {"idempotency_key", std::string(255, 'x'), true},
        {"idempotency_key", std::string(256, 'x'), false},
        {"idempotency_key", "any \"text\" \\ \xe2\x82\xac", true},
        {"idempotency_key", "tab\there", false},
        {"amount", "-1", true},
        {"amount", "1e3", false},
        {"amount", "0.0000000000000000001", false},
        {"amount", "200000000000000000000", false},
        {"occurred_at", "2026-11-21T09:30:00Z", true},
        {"occurred_at", "2026-11-21T09:30:00+01:00", false},
    };
    for (auto const& [name, value, is_valid] : cases) {
        EXPECT_EQ(said(with(deposit(), name, value)), is_valid ? "read" : "invalid_value " + name)
            << value;
    }
}

TEST(CommandValues, AreNamedInTheSentenceOfTheRefusal) {
    auto const error = command_from_fields(with(deposit(), "amount", "1e3")).error();
    EXPECT_EQ(error.detail,
              "amount must be a plain decimal such as 12.5, without exponent, '+' or spaces, not "
              "\"1e3\"");
    auto const unknown = command_from_fields(with(deposit(), "command", "steal")).error();
    EXPECT_EQ(unknown.refusal, Refusal::unknown_command);
    EXPECT_EQ(unknown.field, "command");
    EXPECT_TRUE(unknown.detail.starts_with("command must be one of define_asset, "))
        << unknown.detail;
    EXPECT_TRUE(unknown.detail.ends_with(", not \"steal\"")) << unknown.detail;
}

TEST(CommandValues, OfEachExecutionTypeAreRequired) {
    struct TypeCase {
        std::string type;
        std::string first_missing;
    };
    std::vector<TypeCase> const cases{
        {"TRADE", "missing_field last_quantity_base"},
        {"TRADE_CORRECT", "missing_field last_quantity_base"},
        {"TRADE_CANCEL", "missing_field exec_ref_id"},
        {"REPLACED", "missing_field quantity_base"},
        {"RESTATED", "read"},
        {"STOPPED", "read"},
        {"ORDER_STATUS", "read"},
        {"CANCEL_REJECTED", "read"},
        {"NOTHING", "invalid_value exec_type"},
    };
    for (auto const& [type, expected] : cases) EXPECT_EQ(said(report(type)), expected) << type;
    auto const quantity = with(report("TRADE"), "last_quantity_base", "1");
    EXPECT_EQ(said(quantity), "missing_field last_price_quote");
    EXPECT_EQ(said(with(quantity, "last_price_quote", "1")), "read");
}

TEST(CommandValues, OfAnOpeningPositionStandAllOrNone) {
    EXPECT_EQ(said(with(deposit(), "cost_quote", "1")), "missing_field exchange");
    EXPECT_EQ(said(with(deposit(), "exchange", "P")), "missing_field symbol");
    EXPECT_EQ(said(with(with(deposit(), "exchange", "P"), "symbol", "S")),
              "missing_field cost_quote");
}

TEST(CommandValues, NameAnOrderExactlyOnce) {
    auto const twice = with(report("NEW"), "order.exchange_order_id", "E");
    EXPECT_EQ(said(twice), "invalid_value order");
    auto plain = report("NEW");
    plain[2] = {"order", "o", Kind::text};
    EXPECT_EQ(said(plain), "wrong_type order");
    EXPECT_EQ(said(with(report("NEW"), "fee", "0.1")), "wrong_type fee");
}

TEST(CommandValues, BreakTheRuleOfTheHighestPrecedence) {
    // Each row breaks two rules; the declaration's order of the members does not matter.
    auto const no_amount = [](Fields fields) {
        std::erase_if(fields, [](Field const& field) { return field.name == "amount"; });
        return fields;
    };
    EXPECT_EQ(said(no_amount(with(deposit(), "account_id", "A"))), "missing_field amount");
    EXPECT_EQ(said(no_amount(with(deposit(), "colour", "1"))), "missing_field amount");
    EXPECT_EQ(said(with(with(deposit(), "amount", "x"), "colour", "1")), "unknown_field colour");
    auto wrong_type = with(deposit(), "account_id", "A");
    wrong_type.back().kind = Kind::integer;
    EXPECT_EQ(said(wrong_type), "wrong_type amount");
    EXPECT_EQ(said(with(wrong_type, "colour", "1")), "unknown_field colour");
    // Among equals, the first member of the declaration.
    EXPECT_EQ(said(with(with(deposit(), "amount", "x"), "asset", "x")), "invalid_value asset");
}

TEST(FirstDifference, NamesTheFirstMemberThatDiffers) {
    struct DifferenceCase {
        std::string a;
        std::string b;
        std::optional<std::string> expected;
    };
    std::vector<DifferenceCase> const cases{
        {R"({"a":"1"})", R"({"a":"1"})", std::nullopt},
        {R"({"a":"1","b":"2"})", R"({"a":"1","b":"3"})", "b"},
        {R"({"a":"1","b":"2"})", R"({"a":"2","b":"3"})", "a"},
        {R"({"a":"1"})", R"({"a":"1","b":"3"})", "b"},
        {R"({"a":"1","b":"3"})", R"({"a":"1"})", "b"},
        {R"({"a":"1"})", R"({"a":1})", "a"},
        {R"({"o":{"id":"1"}})", R"({"o":{"key":"1"}})", "o.id"},
    };
    for (auto const& [a, b, expected] : cases) {
        EXPECT_EQ(first_difference(a, b), expected) << a << " against " << b;
    }
}

}  // namespace
}  // namespace daybook::model
