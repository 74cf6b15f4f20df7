#include "fix/fix_fee.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "fix/fix_reading.hpp"
#include "support/fix_fixture.hpp"

namespace daybook::fix {
namespace {

using support::fix_text;

/// Of 3 at 33.33, each as `AMOUNT ASSET`; `-` where nothing is said of fees, `none` where nothing
/// is charged; or why there is none.
std::string fee(std::string const& text, FixDialect const& dialect = {}) {
    FixMessage const message{fix_text(text)};
    try {
        auto const fees = fees_of(message, model::Quantity{model::Decimal::parse("3").value()},
                                  model::Price{model::Decimal::parse("33.33").value()}, dialect);
        if (!fees) return "-";
        std::string all;
        for (auto const& fee : *fees) {
            if (!all.empty()) all += ", ";
            all += fee.amount.value().to_string() + " " + fee.asset.value();
        }
        return all.empty() ? "none" : all;
    } catch (Unreadable const& because) {
        return because.what();
    }
}

TEST(FixFeesOf, CommissionIsByItsType) {
    EXPECT_EQ(fee("12=0.01|13=1|479=USD|"), "0.03 USD");
    EXPECT_EQ(fee("12=0.001|13=2|479=USD|"), "0.09999 USD");
    EXPECT_EQ(fee("12=1.25|13=3|479=USD|"), "1.25 USD");
    EXPECT_EQ(fee("12=1.25|479=USD|"), "1.25 USD");
    EXPECT_EQ(fee("12=-0.5|13=3|479=USD|"), "-0.5 USD");
    EXPECT_EQ(fee("12=1|13=6|479=USD|"), "CommType (13) must be 1, 2 or 3, not \"6\"");
}

TEST(FixFeesOf, APercentageIsWhatTheDialectCountsIt) {
    FixDialect dialect;
    dialect.commission_percentage = PercentageUnit::PERCENT;
    EXPECT_EQ(fee("12=0.1|13=2|479=USD|", dialect), "0.09999 USD");
}

TEST(FixFeesOf, NothingSaidIsNotNothingCharged) {
    EXPECT_EQ(fee("32=3|31=33.33|"), "-");
    EXPECT_EQ(fee("12=0.00|13=3|"), "none");
    EXPECT_EQ(fee("12=1|13=3|479=USD|136=1|137=-1|138=USD|"), "none");
}

TEST(FixFeesOf, TheAssetIsTheFieldsOrTheMessagesOrTheDialects) {
    FixDialect dialect;
    dialect.fee_asset = model::AssetCode{"EUR"};
    EXPECT_EQ(fee("12=1|15=USD|", dialect), "1 USD");
    EXPECT_EQ(fee("12=1|", dialect), "1 EUR");
    EXPECT_EQ(fee("12=1|"), "CommCurrency (479) names no currency, and FeeAsset is not configured");
    EXPECT_EQ(fee("12=1|479=us|"),
              "CommCurrency (479) must match [A-Z0-9][A-Z0-9._-]{0,23}, not \"us\"");
}

TEST(FixFeesOf, MiscellaneousFeesAreAddedToTheCommission) {
    EXPECT_EQ(fee("136=2|137=0.10|138=USD|139=4|137=0.20|138=USD|139=7|"), "0.3 USD");
    EXPECT_EQ(fee("12=1|479=USD|136=1|137=0.01|138=USD|139=7|891=1|"), "1.03 USD");
    EXPECT_EQ(fee("136=1|137=0.001|138=USD|139=7|891=2|"), "0.09999 USD");
    EXPECT_EQ(fee("136=1|137=x|138=USD|"),
              "MiscFeeAmt (137) must be a decimal such as 12.5, not \"x\"");
}

TEST(FixFeesOf, EachAssetIsToldOnce) {
    EXPECT_EQ(fee("12=1|479=USD|136=2|137=0.2|138=BNB|137=0.25|138=USD|"), "0.2 BNB, 1.25 USD");
}

}  // namespace
}  // namespace daybook::fix
