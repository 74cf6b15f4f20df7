#include "model/names.hpp"

#include <gtest/gtest.h>

#include <set>

namespace daybook::model {
namespace {

template <class Enum>
class Names : public testing::Test {};

using Enums =
    testing::Types<Funding, CostBasis, AccountState, InstrumentKind, InstrumentState, Side,
                   OrderType, TimeInForce, OrderStatus, ExecType, Liquidity, Bucket, EntryKind,
                   DiscrepancyKind, DiscrepancyState, Resolution, AnswerStatus, Refusal>;
TYPED_TEST_SUITE(Names, Enums);

TYPED_TEST(Names, AreDistinctAndReadBack) {
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < names_of<TypeParam>.size(); ++i) {
        auto const value = static_cast<TypeParam>(i);
        EXPECT_FALSE(name_of(value).empty());
        EXPECT_TRUE(names.insert(name_of(value)).second) << name_of(value);
        EXPECT_EQ(from_name<TypeParam>(name_of(value)), value);
    }
    EXPECT_FALSE(names.empty());
    for (auto const* text : {"", "open", "BUY ", "NONE"}) {
        EXPECT_EQ(from_name<TypeParam>(text).has_value(), names.contains(text));
    }
}

TEST(NamesOfStatuses, StandInFixsOrderOfPrecedence) {
    EXPECT_LT(OrderStatus::PENDING_CANCEL, OrderStatus::PENDING_REPLACE);
    EXPECT_EQ(name_of(OrderStatus::CALCULATED), "CALCULATED");
    EXPECT_EQ(name_of(ExecType::ORDER_STATUS), "ORDER_STATUS");
    EXPECT_EQ(name_of(Refusal::insufficient_funds), "insufficient_funds");
    EXPECT_EQ(name_of(Refusal::amount_out_of_range), "amount_out_of_range");
    EXPECT_EQ(name_of(Bucket::EXTERNAL), "EXTERNAL");
}

}  // namespace
}  // namespace daybook::model
