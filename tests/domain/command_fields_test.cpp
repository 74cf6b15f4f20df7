#include "model/command_fields.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "model/names.hpp"

namespace daybook::model {
namespace {

using Kind = Field::Kind;

/// A command with every member it may have.
struct Sample {
    char const* title;
    Fields fields;
    std::set<std::string> required;
};

Fields with(Fields fields, Fields const& more) {
    fields.insert(fields.end(), more.begin(), more.end());
    return fields;
}

Fields begin(std::string const& command) {
    return {{"command", command, Kind::text},
            {"account_id", "alpha", Kind::text},
            {"idempotency_key", "k-1", Kind::text},
            {"occurred_at", "2026-11-21T09:30:00.000000Z", Kind::text}};
}

Fields definition(std::string const& command) {
    return {{"command", command, Kind::text},
            {"occurred_at", "2026-11-21T09:30:00.000000Z", Kind::text}};
}

Fields text(std::initializer_list<std::pair<char const*, char const*>> members) {
    Fields fields;
    for (auto const& [name, value] : members) fields.push_back({name, value, Kind::text});
    return fields;
}

std::vector<Sample> const& samples() {
    static std::vector<Sample> const all{
        {"define_asset",
         with(definition("define_asset"),
              {{"asset", "USD", Kind::text}, {"display_decimals", "2", Kind::integer}}),
         {"command", "asset", "display_decimals"}},
        {"define_instrument",
         with(definition("define_instrument"), text({{"exchange", "PAPER"},
                                                     {"symbol", "BTC-USD"},
                                                     {"kind", "SPOT"},
                                                     {"base_asset", "BTC"},
                                                     {"quote_asset", "USD"},
                                                     {"price_increment_quote", "0.01"},
                                                     {"quantity_increment_base", "0.001"},
                                                     {"min_quantity_base", "0.01"},
                                                     {"min_notional_quote", "10"},
                                                     {"maker_fee_rate", "-0.001"},
                                                     {"taker_fee_rate", "0.002"},
                                                     {"state", "HALTED"}})),
         {"command", "exchange", "symbol", "base_asset", "quote_asset", "price_increment_quote",
          "quantity_increment_base"}},
        {"open_account",
         with(definition("open_account"),
              text({{"account_id", "alpha"}, {"funding", "MARGIN"}, {"cost_basis", "HIFO"}})),
         {"command", "account_id", "funding", "cost_basis"}},
        {"close_account", begin("close_account"), {"command", "account_id"}},
        {"deposit",
         with(begin("deposit"), text({{"asset", "BTC"},
                                      {"amount", "2"},
                                      {"exchange", "PAPER"},
                                      {"symbol", "BTC-USD"},
                                      {"cost_quote", "150"}})),
         // The last three all or none.
         {"command", "account_id", "idempotency_key", "asset", "amount", "exchange", "symbol",
          "cost_quote"}},
        {"withdraw",
         with(begin("withdraw"), text({{"asset", "USD"}, {"amount", "5"}})),
         {"command", "account_id", "idempotency_key", "asset", "amount"}},
        {"place_order",
         with(begin("place_order"), text({{"exchange", "PAPER"},
                                          {"symbol", "BTC-USD"},
                                          {"side", "BUY"},
                                          {"type", "STOP_LIMIT"},
                                          {"time_in_force", "GTD"},
                                          {"quantity_base", "0.5"},
                                          {"price_quote", "100"},
                                          {"stop_price_quote", "99"},
                                          {"budget_quote", "50"},
                                          {"expires_at", "2026-11-22T00:00:00.000000Z"}})),
         {"command", "account_id", "idempotency_key", "exchange", "symbol", "side", "type",
          "quantity_base"}},
        {"cancel_order",
         with(begin("cancel_order"), text({{"order.exchange_order_id", "E 77"}})),
         {"command", "account_id"}},
        {"replace_order",
         with(begin("replace_order"), text({{"order.id", "018fa0b1-c2d3-7e4f-8091-a2b3c4d5e6f7"},
                                            {"quantity_base", "0.4"},
                                            {"price_quote", "101"}})),
         {"command", "account_id"}},
        {"book_execution",
         with(begin("book_execution"), text({{"order.idempotency_key", "o-1"},
                                             {"exec_id", "x-1"},
                                             {"exec_type", "TRADE_CORRECT"},
                                             {"exchange_order_id", "E77"},
                                             {"last_quantity_base", "0.2"},
                                             {"last_price_quote", "99.5"},
                                             {"fee.asset", "USD"},
                                             {"fee.amount", "-0.02"},
                                             {"liquidity", "MAKER"},
                                             {"exec_ref_id", "x-0"},
                                             {"quantity_base", "1"},
                                             {"price_quote", "98"},
                                             {"reason", "says \"who\"?"}})),
         {"command", "account_id", "exec_id", "exec_type", "last_quantity_base", "last_price_quote",
          "fee.asset", "fee.amount", "exec_ref_id"}},
        {"resolve_discrepancy",
         with(begin("resolve_discrepancy"), {{"discrepancy", "3", Kind::integer},
                                             {"resolution", "ACCEPT", Kind::text},
                                             {"reason", "confirmed by phone", Kind::text},
                                             {"order.idempotency_key", "o-2", Kind::text}}),
         {"command", "account_id", "discrepancy", "resolution", "reason"}},
    };
    return all;
}

Fields without(Fields fields, std::string const& name) {
    std::erase_if(fields, [&](Field const& field) { return field.name == name; });
    return fields;
}

Fields changed(Fields fields, Field const& to) {
    for (auto& field : fields) {
        if (field.name == to.name) field = to;
    }
    return fields;
}

/// `refusal field: detail`, or what the command is.
std::string said(Fields const& fields) {
    auto const command = command_from_fields(fields);
    if (command) return std::string{name_of(kind_of(command->content))};
    auto const& error = command.error();
    EXPECT_TRUE(error.detail.starts_with(error.field + " ")) << error.detail;
    return std::string{name_of(error.refusal)} + " " + error.field;
}

class CommandFields : public testing::TestWithParam<Sample> {};

TEST_P(CommandFields, AreWrittenBackAsTheyWereRead) {
    auto const& [title, fields, required] = GetParam();
    auto const command = command_from_fields(fields);
    ASSERT_TRUE(command) << command.error().detail;
    EXPECT_EQ(name_of(kind_of(command->content)), title);
    auto const sorted = [](Fields list) {
        std::sort(list.begin(), list.end(),
                  [](Field const& a, Field const& b) { return a.name < b.name; });
        return list;
    };
    EXPECT_EQ(sorted(fields_of(*command)), sorted(fields));
    EXPECT_TRUE(command_from_fields(fields_of(*command)));
}

TEST_P(CommandFields, AreKeptInThePayloadWithoutTheEntrysOwn) {
    auto const command = command_from_fields(GetParam().fields);
    ASSERT_TRUE(command);
    auto const payload = payload_of(command->content);
    auto const fields = from_canonical_json(payload);
    ASSERT_TRUE(fields) << payload;
    for (auto const* name : {"command", "account_id", "idempotency_key", "occurred_at"}) {
        EXPECT_EQ(without(*fields, name), *fields) << payload;
    }
    auto const content = content_from_payload(kind_of(command->content), payload);
    ASSERT_TRUE(content) << content.error();
    EXPECT_EQ(payload_of(*content), payload);
    EXPECT_FALSE(content_from_payload(kind_of(command->content), payload + " "));
}

TEST_P(CommandFields, MissingAreRefusedWhereRequired) {
    for (auto const& field : GetParam().fields) {
        auto const answer = said(without(GetParam().fields, field.name));
        auto const is_required = GetParam().required.contains(field.name);
        auto const is_reference = field.name.starts_with("order.");
        if (is_required) {
            EXPECT_EQ(answer, "missing_field " + field.name);
        } else if (is_reference && std::string{GetParam().title} != "resolve_discrepancy") {
            EXPECT_EQ(answer, "missing_field order");
        } else {
            EXPECT_EQ(answer, GetParam().title) << field.name;
        }
    }
}

TEST_P(CommandFields, OfTheWrongTypeAreRefused) {
    for (auto const& field : GetParam().fields) {
        auto const other = field.kind == Kind::text ? Kind::integer : Kind::text;
        EXPECT_EQ(said(changed(GetParam().fields, {field.name, "1", other})),
                  "wrong_type " + field.name);
    }
}

TEST_P(CommandFields, WithAnImpossibleValueAreRefused) {
    // No member of any command may be empty, and none may hold a control character.
    for (auto const& field : GetParam().fields) {
        if (field.name == "command") continue;
        for (auto const* value : {"", "a\nb", "\x7f"}) {
            EXPECT_EQ(said(changed(GetParam().fields, {field.name, value, field.kind})),
                      "invalid_value " + field.name)
                << '"' << value << '"';
        }
    }
}

TEST_P(CommandFields, ThatAreNotKnownAreRefused) {
    for (auto const* name : {"colour", "order.price", "fee.rate", "quantity", "Account_id"}) {
        auto const fields = with(GetParam().fields, {{name, "1", Kind::text}});
        auto const answer = said(fields);
        EXPECT_EQ(answer, std::string{"unknown_field "} + name);
    }
}

INSTANTIATE_TEST_SUITE_P(Of, CommandFields, testing::ValuesIn(samples()),
                         [](auto const& sample) { return std::string{sample.param.title}; });

}  // namespace
}  // namespace daybook::model
