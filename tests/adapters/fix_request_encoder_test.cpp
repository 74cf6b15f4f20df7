#include "fix/fix_request_encoder.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support/fix_fixture.hpp"

namespace daybook::fix {
namespace {

using ports::ExchangeAction;
using support::sample_request;

std::string written(OutgoingMessage const& message) {
    auto text = "35=" + message.type + "|" + (message.may_be_known ? "97=Y|" : "");
    for (auto const& field : message.body) {
        text += std::to_string(field.tag) + "=" + field.value + "|";
    }
    return text;
}

TEST(FixRequestEncoderEncode, AnOrderIsANewOrderSingle) {
    EXPECT_EQ(written(encode_request(sample_request(ExchangeAction::PLACE, "a1"), {})),
              "35=D|11=a1|1=alpha|55=BTC-USD|54=1|60=20261121-09:30:00.123|21=1|38=7|40=2|"
              "44=100.5|59=0|");
}

TEST(FixRequestEncoderEncode, EveryTypeAndTimeInForceHasItsCode) {
    auto request = sample_request(ExchangeAction::PLACE, "a1");
    request.terms.side = model::Side::SELL;
    request.terms.type = model::OrderType::STOP_LIMIT;
    request.terms.stop_price_quote = model::Price{model::Decimal::from_integer(90)};
    request.terms.time_in_force = model::TimeInForce::GTD;
    request.terms.expires_at = model::Timestamp::parse("2026-12-24T12:00:00Z");
    EXPECT_EQ(written(encode_request(request, {})),
              "35=D|11=a1|1=alpha|55=BTC-USD|54=2|60=20261121-09:30:00.123|21=1|38=7|40=4|"
              "44=100.5|99=90|59=6|126=20261224-12:00:00.000|");
    request.terms.expires_at.reset();
    using model::OrderType;
    using model::TimeInForce;
    for (auto const& [type, code] :
         {std::pair{OrderType::MARKET, "40=1|"}, std::pair{OrderType::LIMIT, "40=2|"},
          std::pair{OrderType::STOP, "40=3|"}, std::pair{OrderType::STOP_LIMIT, "40=4|"}}) {
        request.terms.type = type;
        EXPECT_NE(written(encode_request(request, {})).find(code), std::string::npos);
    }
    for (auto const& [time, code] :
         {std::pair{TimeInForce::DAY, "59=0|"}, std::pair{TimeInForce::GTC, "59=1|"},
          std::pair{TimeInForce::IOC, "59=3|"}, std::pair{TimeInForce::FOK, "59=4|"},
          std::pair{TimeInForce::GTD, "59=6|"}}) {
        request.terms.time_in_force = time;
        EXPECT_NE(written(encode_request(request, {})).find(code), std::string::npos);
    }
}

TEST(FixRequestEncoderEncode, ACancelAndAReplaceNameWhatTheyConcern) {
    auto request = sample_request(ExchangeAction::CANCEL, "c1");
    request.original_client_order_id = ports::ClientOrderId{"a1"};
    request.exchange_order_id = model::ExchangeOrderId{"E1"};
    EXPECT_EQ(written(encode_request(request, {})),
              "35=F|11=c1|41=a1|1=alpha|37=E1|55=BTC-USD|54=1|60=20261121-09:30:00.123|38=7|");
    request.action = ExchangeAction::REPLACE;
    EXPECT_EQ(written(encode_request(request, {})),
              "35=G|11=c1|41=a1|1=alpha|37=E1|55=BTC-USD|54=1|60=20261121-09:30:00.123|21=1|38=7|"
              "40=2|44=100.5|59=0|");
}

TEST(FixRequestEncoderEncode, WhatMayBeKnownIsAPossResend) {
    auto request = sample_request(ExchangeAction::PLACE, "a1");
    request.may_be_known = true;
    EXPECT_TRUE(written(encode_request(request, {})).starts_with("35=D|97=Y|"));
}

TEST(FixRequestEncoderEncode, TheDialectDecidesOnSpellings) {
    FixDialect dialect;
    dialect.account_spellings[model::AccountId{"alpha"}] = "ACME-7";
    dialect.price_decimals = 4;
    dialect.quantity_decimals = 2;
    auto const text = written(encode_request(sample_request(ExchangeAction::PLACE, "a1"), dialect));
    EXPECT_NE(text.find("|1=ACME-7|"), std::string::npos);
    EXPECT_NE(text.find("|38=7.00|40=2|44=100.5000|"), std::string::npos);
    dialect.sends_account = false;
    EXPECT_EQ(
        written(encode_request(sample_request(ExchangeAction::PLACE, "a1"), dialect)).find("|1="),
        std::string::npos);
}

TEST(FixRequestEncoderEncode, AStatusIsAskedOfTheOrderAsItWasLastAccepted) {
    auto request = sample_request(ExchangeAction::PLACE, "a1");
    EXPECT_EQ(written(encode_status_request(request, {})),
              "35=H|11=a1|790=a1|1=alpha|55=BTC-USD|54=1|");
    request = sample_request(ExchangeAction::CANCEL, "c1");
    request.original_client_order_id = ports::ClientOrderId{"a1"};
    EXPECT_EQ(written(encode_status_request(request, {})),
              "35=H|11=a1|790=c1|1=alpha|55=BTC-USD|54=1|");
    EXPECT_EQ(written(encode_mass_status_request("m1")), "35=AF|584=m1|585=7|");
}

TEST(FixRequestEncoderEncode, AStatusRequestHasAnIdOfItsOwnFromFix44On) {
    FixDialect dialect;
    for (auto const version : {FixVersion::FIX_4_2, FixVersion::FIX_4_3}) {
        dialect.version = version;
        auto const request = sample_request(ExchangeAction::PLACE, "a1");
        EXPECT_EQ(written(encode_status_request(request, dialect)),
                  "35=H|11=a1|1=alpha|55=BTC-USD|54=1|");
    }
}

}  // namespace
}  // namespace daybook::fix
