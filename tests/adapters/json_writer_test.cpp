#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <string>

#include "json/object_writer.hpp"
#include "json/record_writer.hpp"
#include "json/utf8.hpp"
#include "support/sample_values.hpp"

namespace daybook::json {
namespace {

template <class... Record>
std::string json_of(Record const&... record) {
    std::string out;
    append_json(out, record...);
    return out;
}

std::string string_of(std::string_view text) {
    std::string out;
    append_string(out, text);
    return out;
}

TEST(JsonString, IsEscaped) {
    EXPECT_EQ(string_of("a\"b\\c\n\r\t\b\f\x01\x7F/"),
              "\"a\\\"b\\\\c\\n\\r\\t\\b\\f\\u0001\x7F/\"");
    EXPECT_EQ(string_of("\xE2\x82\xAC"), "\"\xE2\x82\xAC\"");
    EXPECT_EQ(string_of(""), "\"\"");
}

TEST(JsonString, IsAlwaysUtf8) {
    EXPECT_EQ(string_of("a\xE2\x82"), "\"a\xEF\xBF\xBD\xEF\xBF\xBD\"");
    EXPECT_EQ(string_of("\xFF\xE2\x82\xAC\xC0\x80"),
              "\"\xEF\xBF\xBD\xE2\x82\xAC\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

TEST(JsonUtf8, IsChecked) {
    EXPECT_TRUE(is_utf8("\xF4\x8F\xBF\xBF"));
    EXPECT_FALSE(is_utf8("\xF4\x90\x80\x80"));
    EXPECT_FALSE(is_utf8("\xED\xA0\x80"));
    EXPECT_FALSE(is_utf8("\xE0\x80\x80"));
    EXPECT_FALSE(is_utf8("\xC2"));
    EXPECT_EQ(utf8_prefix("a\xE2\x82\xAC", 3), "a");
    EXPECT_EQ(utf8_prefix("abc", 3), "abc");
}

TEST(JsonOrder, HasEveryMemberInOrder) {
    EXPECT_EQ(
        json_of(support::sample_order("alpha", support::order_id(1))),
        R"({"id":"018fff00-0000-0000-0000-000000000001","account_id":"alpha",)"
        R"("exchange":"PAPER","symbol":"BTC-USD","side":"BUY","type":"LIMIT",)"
        R"("time_in_force":"DAY","quantity_base":"0.5","price_quote":"100",)"
        R"("stop_price_quote":null,"budget_quote":null,"status":"PENDING_NEW",)"
        R"("filled_base":"0","filled_quote":"0","leaves_base":"0.5",)"
        R"("average_price_quote":null,"cancel_requested":false,"replace_requested":false,)"
        R"("exchange_order_id":null,"idempotency_key":null,"reject_reason":null,"version":1,)"
        R"("created_at":"2026-11-21T09:30:00.000001Z","recorded_at":"2026-11-21T09:30:00.000001Z",)"
        R"("updated_at":"2026-11-21T09:30:00.000002Z","expires_at":null})");
}

TEST(JsonOrder, OfAnyContentCanBeParsed) {
    auto state = support::complete_order_state("alpha", support::order_id(1));
    auto const text = json_of(model::Order::restore(state));
    auto const value = boost::json::parse(text);
    EXPECT_EQ(value.at("reject_reason").as_string(), *state.reject_reason);
    EXPECT_EQ(value.at("cancel_requested").as_bool(), true);
    EXPECT_EQ(value.at("version").as_int64(), 9'223'372'036'854'775'807);
    EXPECT_EQ(value.at("expires_at").as_string(), "9999-12-31T23:59:59.999999Z");
}

TEST(JsonExecution, HasEveryMemberInOrder) {
    auto const order = support::order_id(1);
    EXPECT_EQ(json_of(support::sample_execution("alpha", order, "x-1", 4)),
              R"({"order_id":"018fff00-0000-0000-0000-000000000001","exchange":"PAPER",)"
              R"("symbol":"BTC-USD","exec_id":"x-1","exec_type":"NEW","last_quantity_base":null,)"
              R"("last_price_quote":null,"fee":null,"fees":[],"liquidity":null,"exec_ref_id":null,)"
              R"("quantity_base":null,"price_quote":null,"stop_price_quote":null,"reason":null,)"
              R"("occurred_at":"2026-11-21T09:30:00.000004Z","entry":4})");
    auto const complete =
        boost::json::parse(json_of(support::complete_execution("alpha", order, "x-2", 5)));
    EXPECT_TRUE(complete.at("fee").is_null());
    auto const& fees = complete.at("fees").as_array();
    ASSERT_EQ(fees.size(), 2u);
    EXPECT_EQ(fees[0].at("amount").as_string(), "-0.1");
    EXPECT_EQ(complete.at("liquidity").as_string(), "TAKER");
}

TEST(JsonEntry, CarriesItsPayloadAsItIs) {
    EXPECT_EQ(json_of(support::sample_entry("alpha", 7)),
              R"({"seq":7,"kind":"deposit","occurred_at":"2026-11-21T09:30:00.000070Z",)"
              R"("recorded_at":"2026-11-21T09:30:00.000075Z","idempotency_key":null,)"
              R"("payload":{"asset":"USD","amount":"10"},"postings":[)"
              R"({"bucket":"AVAILABLE","asset":"USD","exchange":null,"symbol":null,"amount":"10"},)"
              R"({"bucket":"EXTERNAL","asset":"USD","exchange":null,"symbol":null,)"
              R"("amount":"-10"}],"order_id":null,"refusal":null,"instrument_entry":null,)"
              R"("hash":"0700000000000000000000000000000000000000000000000000)"
              R"(0000000000ff"})");
}

TEST(JsonPosition, HasItsAveragePriceUnlessFlat) {
    auto state = support::sample_position("alpha", support::btc_usd());
    state.fees_other = {{model::AssetCode{"BNB"}, support::amount("0.1")}};
    EXPECT_EQ(json_of(state),
              R"({"exchange":"PAPER","symbol":"BTC-USD","quantity_base":"2","cost_quote":"50",)"
              R"("average_price_quote":"25","realized_pnl_quote":"0","fees_quote":"0",)"
              R"("fees_other":{"BNB":"0.1"}})");
    state.quantity_base = {};
    state.cost_quote = {};
    auto const flat = boost::json::parse(json_of(state));
    EXPECT_TRUE(flat.at("average_price_quote").is_null());
}

TEST(JsonPosition, IsMarkedToAPrice) {
    auto state = support::sample_position("alpha", support::btc_usd());
    auto const marked = [&](std::string_view price) {
        return boost::json::parse(json_of(state, std::optional{support::price(price)}));
    };
    EXPECT_EQ(marked("30").at("unrealized_pnl_quote").as_string(), "10");
    EXPECT_EQ(marked("30").at("mark_price_quote").as_string(), "30");
    EXPECT_TRUE(marked(support::decimal_max_text).at("unrealized_pnl_quote").is_null());
    state.quantity_base = support::quantity("-2");
    state.cost_quote = support::amount("-50");
    EXPECT_EQ(marked("30").at("unrealized_pnl_quote").as_string(), "-10");
    EXPECT_EQ(marked("30").at("average_price_quote").as_string(), "25");
}

TEST(JsonSmallRecords, HaveTheirShapes) {
    EXPECT_EQ(json_of(support::sample_asset("USD")), R"({"asset":"USD","display_decimals":2})");
    EXPECT_EQ(json_of(support::sample_balance("alpha", "USD", "5")),
              R"({"asset":"USD","available":"5","held":"0","fees":"0","external":"0",)"
              R"("overdrawn":null})");
    EXPECT_EQ(json_of(support::btc_usd(), support::sample_lot(3)),
              R"({"exchange":"PAPER","symbol":"BTC-USD","lot":3,"quantity_base":"1",)"
              R"("cost_quote":"25","opened_at":"2026-11-21T09:30:00.000003Z"})");
    EXPECT_EQ(json_of(support::sample_instrument(support::btc_usd())),
              R"({"exchange":"PAPER","symbol":"BTC-USD","kind":"SPOT","base_asset":"BTC",)"
              R"("quote_asset":"USD","price_increment_quote":"0.01",)"
              R"("quantity_increment_base":"0.00000001","min_quantity_base":null,)"
              R"("min_notional_quote":null,"maker_fee_rate":"0.001","taker_fee_rate":"0.002",)"
              R"("state":"OPEN","negative_prices":false})");
    EXPECT_EQ(json_of(support::sample_discrepancy("alpha", 3, R"({"exec_id":"x"})")),
              R"({"discrepancy":3,"kind":"unknown_order",)"
              R"("opened_at":"2026-11-21T09:30:00.000003Z","entry":4,)"
              R"("detail":"the report names an unknown order","payload":{"exec_id":"x"},)"
              R"("state":"OPEN","resolution":null,"reason":null,"order_id":null})");
}

TEST(JsonAnswer, HasOnlyWhatApplies) {
    model::Answer answer;
    EXPECT_EQ(json_of(answer), R"({"status":"DONE"})");
    answer.entry_seq = 7;
    EXPECT_EQ(json_of(answer), R"({"status":"DONE","entry":{"seq":7}})");
    answer = {};
    answer.status = model::AnswerStatus::REFUSED;
    answer.refusal = model::Refusal::insufficient_funds;
    answer.field = "price_quote";
    answer.detail = "5 are there";
    EXPECT_EQ(json_of(answer), R"({"status":"REFUSED","refusal":"insufficient_funds",)"
                               R"("field":"price_quote","detail":"5 are there"})");
}

}  // namespace
}  // namespace daybook::json
