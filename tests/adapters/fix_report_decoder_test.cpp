#include "fix/fix_report_decoder.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "model/names.hpp"
#include "support/fix_fixture.hpp"

namespace daybook::fix {
namespace {

using model::ExecType;
using model::OrderStatus;
using support::fix_text;

FixDialect dialect() {
    FixDialect dialect;
    dialect.exchange = model::ExchangeCode{"VENUE"};
    dialect.fee_asset = model::AssetCode{"USD"};
    return dialect;
}

ports::ExchangeReport decoded(std::string const& text, FixDialect const& with = dialect()) {
    FixMessage const message{fix_text(text)};
    return decode_report(message, with);
}

std::string written(std::optional<model::Quantity> const& quantity) {
    return quantity ? quantity->value().to_string() : "-";
}

std::string written(std::optional<model::Price> const& price) {
    return price ? price->value().to_string() : "-";
}

std::string const fill = "35=8|37=E1|11=a1|17=x1|32=2.50|31=100.5|14=2.5|151=4.5|54=1|55=S|";

TEST(FixReportDecoderDecode, EveryExecTypeIsWhatItIsInTheBook) {
    std::vector<std::pair<std::string, ExecType>> const table = {{"0", ExecType::NEW},
                                                                 {"1", ExecType::TRADE},
                                                                 {"2", ExecType::TRADE},
                                                                 {"3", ExecType::DONE_FOR_DAY},
                                                                 {"4", ExecType::CANCELED},
                                                                 {"5", ExecType::REPLACED},
                                                                 {"6", ExecType::PENDING_CANCEL},
                                                                 {"7", ExecType::STOPPED},
                                                                 {"8", ExecType::REJECTED},
                                                                 {"9", ExecType::SUSPENDED},
                                                                 {"A", ExecType::PENDING_NEW},
                                                                 {"B", ExecType::CALCULATED},
                                                                 {"C", ExecType::EXPIRED},
                                                                 {"D", ExecType::RESTATED},
                                                                 {"E", ExecType::PENDING_REPLACE},
                                                                 {"F", ExecType::TRADE},
                                                                 {"G", ExecType::TRADE_CORRECT},
                                                                 {"H", ExecType::TRADE_CANCEL},
                                                                 {"I", ExecType::ORDER_STATUS},
                                                                 {"L", ExecType::ORDER_STATUS}};
    for (auto const& [code, type] : table) {
        auto const report = decoded(fill + "38=7|44=100.5|19=x0|39=1|150=" + code + "|");
        EXPECT_EQ(report.report.exec_type, type) << code;
        EXPECT_EQ(report.unreadable_because, std::nullopt) << code;
    }
}

TEST(FixReportDecoderDecode, EveryOrdStatusIsAStatusOfTheBook) {
    std::vector<std::pair<std::string, OrderStatus>> const table = {
        {"0", OrderStatus::NEW},
        {"1", OrderStatus::PARTIALLY_FILLED},
        {"2", OrderStatus::FILLED},
        {"3", OrderStatus::DONE_FOR_DAY},
        {"4", OrderStatus::CANCELED},
        {"5", OrderStatus::NEW},
        {"6", OrderStatus::PENDING_CANCEL},
        {"7", OrderStatus::STOPPED},
        {"8", OrderStatus::REJECTED},
        {"9", OrderStatus::SUSPENDED},
        {"A", OrderStatus::PENDING_NEW},
        {"B", OrderStatus::CALCULATED},
        {"C", OrderStatus::EXPIRED},
        {"D", OrderStatus::NEW},
        {"E", OrderStatus::PENDING_REPLACE}};
    for (auto const& [code, status] : table) {
        auto const report = decoded("35=8|37=E1|11=a1|17=0|150=I|14=2.50|39=" + code + "|");
        EXPECT_EQ(report.report.order_status, status) << code;
        EXPECT_EQ(written(report.report.cumulative_base), "2.5");
    }
}

TEST(FixReportDecoderDecode, AFillCarriesItsQuantityItsPriceAndItsLiquidity) {
    auto const report = decoded(fill + "150=F|39=1|851=1|60=20261121-09:30:00.123456|");
    EXPECT_EQ(report.report.exec_id.value(), "x1");
    EXPECT_EQ(report.report.exchange_order_id->value(), "E1");
    EXPECT_EQ(report.client_order_id->value(), "a1");
    EXPECT_EQ(written(report.report.last_quantity_base), "2.5");
    EXPECT_EQ(written(report.report.last_price_quote), "100.5");
    EXPECT_EQ(report.report.liquidity, model::Liquidity::MAKER);
    EXPECT_EQ(report.occurred_at->to_string(), "2026-11-21T09:30:00.123456Z");
    EXPECT_EQ(decoded(fill + "150=F|851=2|").report.liquidity, model::Liquidity::TAKER);
    EXPECT_EQ(decoded(fill + "150=F|851=3|").report.liquidity, std::nullopt);
}

TEST(FixReportDecoderDecode, WithoutTransactTimeItOccurredWhenItWasFirstSent) {
    EXPECT_EQ(decoded(fill + "150=F|52=20261121-10:00:00|").occurred_at->to_string(),
              "2026-11-21T10:00:00.000000Z");
    EXPECT_EQ(decoded(fill + "150=F|43=Y|122=20261121-10:00:00|52=20261122-11:00:00|")
                  .occurred_at->to_string(),
              "2026-11-21T10:00:00.000000Z");
    EXPECT_EQ(decoded(fill + "150=F|").occurred_at, std::nullopt);
}

TEST(FixReportDecoderDecode, ExecTransTypeOfFix42SaysWhetherItIsABustACorrectionOrAStatus) {
    auto const bust = decoded(fill + "20=1|150=1|19=x0|");
    EXPECT_EQ(bust.report.exec_type, ExecType::TRADE_CANCEL);
    EXPECT_EQ(bust.report.exec_ref_id->value(), "x0");
    EXPECT_EQ(bust.report.last_quantity_base, std::nullopt);
    auto const correction = decoded(fill + "20=2|150=1|19=x0|");
    EXPECT_EQ(correction.report.exec_type, ExecType::TRADE_CORRECT);
    EXPECT_EQ(written(correction.report.last_quantity_base), "2.5");
    EXPECT_EQ(decoded(fill + "20=3|150=1|").report.exec_type, ExecType::ORDER_STATUS);
    EXPECT_EQ(decoded(fill + "20=0|150=1|").report.exec_type, ExecType::TRADE);
    EXPECT_EQ(decoded(fill + "20=0|").report.exec_type, ExecType::TRADE);
}

TEST(FixReportDecoderDecode, AStatusWithoutExecTypeIsAnOrderStatus) {
    auto const report = decoded("35=8|37=E1|11=a1|17=0|39=2|14=7|151=0|6=100|");
    EXPECT_EQ(report.report.exec_type, ExecType::ORDER_STATUS);
    EXPECT_EQ(report.report.order_status, OrderStatus::FILLED);
    EXPECT_EQ(report.unreadable_because, std::nullopt);
    // An answer to our status request is a status, whatever it says of its type.
    EXPECT_EQ(decoded(fill + "150=2|39=2|790=a1|").report.exec_type, ExecType::ORDER_STATUS);
}

TEST(FixReportDecoderDecode, AnUnknownOrderIsNoReport) {
    EXPECT_TRUE(decoded("35=8|37=NONE|11=a1|17=0|150=I|39=8|103=5|").is_unknown_order);
    EXPECT_TRUE(decoded("35=8|37=NONE|11=a1|17=0|150=I|39=8|").is_unknown_order);
    EXPECT_TRUE(decoded("35=8|11=a1|17=0|39=8|103=5|").is_unknown_order);
    EXPECT_FALSE(decoded("35=8|37=E1|11=a1|17=0|150=I|39=8|103=0|").is_unknown_order);
    EXPECT_FALSE(decoded("35=8|37=E1|11=a1|17=0|150=8|39=8|103=5|").is_unknown_order);
}

TEST(FixReportDecoderDecode, AStatusTellsTheTermsThatCanBeRead) {
    auto const status = decoded("35=8|37=E1|11=a1|17=0|150=I|39=0|38=9.00|44=101.25|14=0|").report;
    EXPECT_EQ(status.quantity_base.value().value().to_string(), "9");
    EXPECT_EQ(status.price_quote.value().value().to_string(), "101.25");
    auto const other = decoded("35=8|37=E1|11=a1|17=0|150=I|39=0|38=many|44=none|14=0|").report;
    EXPECT_EQ(other.exec_type, ExecType::ORDER_STATUS);
    EXPECT_EQ(other.quantity_base, std::nullopt);
    EXPECT_EQ(other.price_quote, std::nullopt);
}

TEST(FixReportDecoderDecode, ARefusedRepeatSaysNothingOfTheOrderThatIsKnown) {
    auto const report = decoded("35=8|37=NONE|11=a1|17=4|150=8|39=8|103=6|58=duplicate|");
    EXPECT_EQ(report.report.exec_type, ExecType::ORDER_STATUS);
    EXPECT_EQ(report.report.order_status, std::nullopt);
    EXPECT_FALSE(report.is_unknown_order);
    auto const numbers = decoded("35=8|37=E1|11=a1|17=4|150=8|39=8|103=6|14=3|151=0|").report;
    EXPECT_EQ(numbers.cumulative_base, std::nullopt);
    EXPECT_EQ(numbers.leaves_base, std::nullopt);
    auto const cancel = decoded("35=9|37=E1|11=c1|41=a1|39=8|434=1|102=6|").report;
    EXPECT_EQ(cancel.exec_type, ExecType::ORDER_STATUS);
    EXPECT_EQ(cancel.order_status, std::nullopt);
}

TEST(FixReportDecoderDecode, ARejectionSaysWhy) {
    EXPECT_EQ(decoded("35=8|37=E1|11=a1|17=1|150=8|39=8|58=no \x02margin|").report.reason,
              "no ?margin");
    EXPECT_EQ(decoded("35=8|37=E1|11=a1|17=1|150=8|39=8|103=3|").report.reason,
              "OrdRejReason (103) 3");
    EXPECT_EQ(decoded("35=8|37=E1|17=1|150=8|39=8|58=" + std::string(900, 'x') + "|")
                  .report.reason->size(),
              500u);
}

TEST(FixReportDecoderDecode, AReplaceCarriesTheNewTerms) {
    auto const report = decoded("35=8|37=E1|11=a2|41=a1|17=2|150=5|39=0|38=9.00|44=101|14=0|");
    EXPECT_EQ(report.original_client_order_id->value(), "a1");
    EXPECT_EQ(written(report.report.quantity_base), "9");
    EXPECT_EQ(written(report.report.price_quote), "101");
    EXPECT_EQ(written(decoded("35=8|37=E1|11=a2|17=2|150=5|39=1|14=2|151=5|").report.quantity_base),
              "7");
    EXPECT_EQ(written(decoded("35=8|37=E1|11=a2|17=2|150=D|39=0|38=5|44=9|").report.price_quote),
              "-");
}

TEST(FixReportDecoderDecode, ACancelRejectNamesTheKindOfItsRequest) {
    std::string const reject = "35=9|37=E1|11=c1|41=a1|39=1|102=0|58=too late|434=";
    auto const cancel = decoded(reject + "1|");
    EXPECT_EQ(cancel.report.exec_type, ExecType::CANCEL_REJECTED);
    EXPECT_EQ(cancel.report.reason, "too late");
    EXPECT_EQ(cancel.client_order_id->value(), "c1");
    EXPECT_EQ(cancel.original_client_order_id->value(), "a1");
    EXPECT_EQ(decoded(reject + "2|").report.exec_type, ExecType::REPLACE_REJECTED);
    EXPECT_EQ(decoded(reject + "1|").report.exec_id, cancel.report.exec_id);
    EXPECT_NE(decoded(reject + "2|").report.exec_id, cancel.report.exec_id);
    EXPECT_EQ(decoded("35=9|37=NONE|11=c1|41=a1|39=8|434=1|").report.exchange_order_id,
              std::nullopt);
    EXPECT_NE(decoded("35=9|37=E1|11=c1|").unreadable_because, std::nullopt);
}

TEST(FixReportDecoderDecode, OnlyNamesThatCanBeOursAreRequests) {
    EXPECT_EQ(decoded(fill + "150=F|").client_order_id->value(), "a1");
    EXPECT_EQ(decoded("35=8|37=E1|17=1|150=0|11=other desk|").client_order_id, std::nullopt);
    EXPECT_EQ(decoded("35=8|37=E1|17=1|150=0|11=" + std::string(37, 'a') + "|").client_order_id,
              std::nullopt);
}

TEST(FixReportDecoderDecode, WhatCannotBeBookedIsUnreadableWithItsMessage) {
    std::vector<std::pair<std::string, std::string>> const table = {
        {"35=8|37=E1|17=1|150=F|31=1|", "LastQty (32) is missing"},
        {"35=8|37=E1|17=1|150=F|32=1|", "LastPx (31) is missing"},
        {"35=8|37=E1|17=1|150=F|32=0|31=1|", "LastQty (32) must be greater than zero, not \"0\""},
        {"35=8|37=E1|17=1|150=F|32=1,5|31=1|", "LastQty (32) must be a decimal such as 12.5"},
        {"35=8|37=E1|17=1|150=Q|", "ExecType (150) must be one of FIX 4.4's, not \"Q\""},
        {"35=8|37=E1|17=1|150=H|", "ExecRefID (19) is missing"},
        {"35=8|37=E1|17=1|150=5|", "OrderQty (38) is missing"},
        {"35=8|37=E1|17=1|39=1|32=5|31=2|", "whether it is a fill is not said"},
        {"35=8|37=\x7f|17=1|150=0|", "OrderID (37) must be printable ASCII"}};
    for (auto const& [text, because] : table) {
        auto const report = decoded(text);
        ASSERT_TRUE(report.unreadable_because) << text;
        EXPECT_NE(report.unreadable_because->find(because), std::string::npos)
            << *report.unreadable_because;
        EXPECT_TRUE(report.report.reason->starts_with("35=8|37=")) << *report.report.reason;
        EXPECT_TRUE(report.report.exec_id.value().starts_with("unreadable~"));
    }
}

TEST(FixReportDecoderDecode, AnUnreadableResendHasTheIdOfItsFirst) {
    auto const first = decoded("35=8|34=7|52=20261121-10:00:00|37=E1|17=1|150=Q|");
    auto const again =
        decoded("35=8|34=7|43=Y|52=20261121-11:00:00|122=20261121-10:00:00|37=E1|17=1|150=Q|");
    auto const other = decoded("35=8|34=7|52=20261121-10:00:00|37=E1|17=2|150=Q|");
    EXPECT_EQ(first.report.exec_id, again.report.exec_id);
    EXPECT_NE(first.report.exec_id, other.report.exec_id);
}

}  // namespace
}  // namespace daybook::fix
