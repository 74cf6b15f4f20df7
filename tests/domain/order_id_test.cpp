#include "model/order_id.hpp"

#include <gtest/gtest.h>

#include <set>

namespace daybook::model {
namespace {

TEST(OrderIdParse, TakesTheTextFormInEitherCase) {
    auto const id = OrderId::parse("018fA0b1-C2d3-7e4F-8091-a2B3c4D5e6f7");
    ASSERT_TRUE(id);
    EXPECT_EQ(id->to_string(), "018fa0b1-c2d3-7e4f-8091-a2b3c4d5e6f7");
    EXPECT_EQ(OrderId::parse(id->to_string()), id);
    EXPECT_EQ(id->bytes()[0], 0x01);
    EXPECT_EQ(id->bytes()[15], 0xf7);
}

TEST(OrderIdParse, RefusesEverythingElse) {
    constexpr std::string_view texts[] = {
        "",
        "018fa0b1c2d37e4f8091a2b3c4d5e6f7",
        "018fa0b1-c2d3-7e4f-8091-a2b3c4d5e6f",
        "018fa0b1-c2d3-7e4f-8091-a2b3c4d5e6f70",
        "018fa0b1-c2d3-7e4f-8091_a2b3c4d5e6f7",
        "018fa0b1c-2d3-7e4f-8091-a2b3c4d5e6f7",
        "018fa0b1-c2d3-7e4f-8091-a2b3c4d5e6g7",
        "018fa0b1-c2d3-7e4f-8091--2b3c4d5e6f7",
        "{18fa0b1-c2d3-7e4f-8091-a2b3c4d5e6f}",
        " 18fa0b1-c2d3-7e4f-8091-a2b3c4d5e6f7",
    };
    for (auto const text : texts) EXPECT_FALSE(OrderId::parse(text)) << text;
}

TEST(OrderIdOrder, IsThatOfTheText) {
    auto const a = *OrderId::parse("018fa0b1-c2d3-7e4f-8091-a2b3c4d5e6f7");
    auto const b = *OrderId::parse("018fa0b1-c2d3-7e4f-8091-a2b3c4d5e6f8");
    auto const c = *OrderId::parse("ff8fa0b1-0000-0000-0000-000000000000");
    EXPECT_LT(a, b);
    EXPECT_LT(b, c);
    EXPECT_NE(std::hash<OrderId>{}(a), std::hash<OrderId>{}(b));
    EXPECT_EQ(OrderId{}.to_string(), "00000000-0000-0000-0000-000000000000");
}

}  // namespace
}  // namespace daybook::model
