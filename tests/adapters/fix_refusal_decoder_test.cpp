#include "fix/fix_refusal_decoder.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support/fix_fixture.hpp"

namespace daybook::fix {
namespace {

using model::ExecType;
using support::fix_text;

std::optional<ports::ExchangeReport> decoded(std::string const& text) {
    FixMessage const message{fix_text(text)};
    return decode_refusal(message, [](int number) -> std::string {
        switch (number) {
            case 2:
                return fix_text("35=D|34=2|11=a1|55=S|");
            case 3:
                return fix_text("35=F|34=3|11=c1|41=a1|");
            case 4:
                return fix_text("35=G|34=4|11=r1|41=a1|");
            case 5:
                return fix_text("35=H|34=5|11=a1|790=c1|");
            case 6:
                return fix_text("35=0|34=6|");
            case 7:
                return fix_text("35=H|34=7|11=a1|");
            case 8:
                return fix_text("35=H|34=8|11=a2|");
            default:
                return {};
        }
    });
}

TEST(FixRefusalDecoderDecode, ARefusedRequestIsFoundByItsNumber) {
    auto const order = decoded("35=3|45=2|372=D|373=5|58=bad symbol|");
    EXPECT_EQ(order->report.exec_type, ExecType::REJECTED);
    EXPECT_EQ(order->client_order_id->value(), "a1");
    EXPECT_EQ(order->report.reason, "bad symbol");
    auto const cancel = decoded("35=j|45=3|380=4|");
    EXPECT_EQ(cancel->report.exec_type, ExecType::CANCEL_REJECTED);
    EXPECT_EQ(cancel->client_order_id->value(), "c1");
    EXPECT_EQ(cancel->original_client_order_id->value(), "a1");
    EXPECT_EQ(cancel->report.reason, "refused; BusinessRejectReason (380) 4");
    EXPECT_EQ(decoded("35=3|45=4|")->report.exec_type, ExecType::REPLACE_REJECTED);
}

TEST(FixRefusalDecoderDecode, ARefusalThatIsRepeatedHasTheSameId) {
    EXPECT_EQ(decoded("35=3|34=9|45=2|373=5|")->report.exec_id,
              decoded("35=3|34=12|45=2|373=5|58=again|")->report.exec_id);
    EXPECT_NE(decoded("35=3|45=2|373=5|")->report.exec_id,
              decoded("35=3|45=4|373=5|")->report.exec_id);
}

TEST(FixRefusalDecoderDecode, ARefusedStatusRequestMaySayThatTheOrderIsUnknown) {
    auto const unknown = decoded("35=j|45=5|372=H|380=1|");
    EXPECT_TRUE(unknown->is_unknown_order);
    EXPECT_EQ(unknown->client_order_id->value(), "a1");
    EXPECT_EQ(decoded("35=j|45=5|372=H|380=3|"), std::nullopt);
    // FIX 4.2 and 4.3 have no OrdStatusReqID (790).
    EXPECT_TRUE(decoded("35=j|45=7|372=H|380=1|")->is_unknown_order);
    EXPECT_NE(decoded("35=j|45=7|372=H|380=1|")->report.exec_id,
              decoded("35=j|45=8|372=H|380=1|")->report.exec_id);
}

TEST(FixRefusalDecoderDecode, WhatConcernsNoOrderIsNoReport) {
    EXPECT_EQ(decoded("35=3|45=6|373=5|"), std::nullopt);
    EXPECT_EQ(decoded("35=j|45=99|372=AF|380=3|"), std::nullopt);
}

TEST(FixRefusalDecoderDecode, ARefusalOfAnUnknownNumberIsForTheOperator) {
    for (auto const* text : {"35=3|45=99|", "35=3|45=99|372=D|", "35=3|", "35=3|45=x|"}) {
        auto const report = decoded(text);
        ASSERT_TRUE(report && report->unreadable_because) << text;
        EXPECT_NE(report->unreadable_because->find("RefSeqNum (45)"), std::string::npos);
    }
    auto const named = decoded("35=j|45=99|372=D|379=a7|380=4|");
    EXPECT_EQ(named->report.exec_type, ExecType::REJECTED);
    EXPECT_EQ(named->client_order_id->value(), "a7");
}

}  // namespace
}  // namespace daybook::fix
