#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "e2e/fix_story.hpp"

namespace daybook::e2e {
namespace {

using testing::HasSubstr;

constexpr char const* acknowledged = R"(
    place BUY SHARE 10@10
    tell 8 150=0|39=0|14=0|151=10 -> NEW 0 10, held 100 USD
)";

/// What the book has been told of fees, over the wire, and the money that is left of 1000.
struct Fees {
    char const* name;
    char const* reports;
    /// `"asset":"...","amount":"..."` of each execution's `fees`, or the whole member.
    std::vector<std::string> executions;
    char const* usd;
};

std::vector<Fees> const fees{
    {"Commission",
     "tell 8 17=t1|150=F|39=2|32=10|31=10|14=10|151=0|12=0.50|13=3|479=USD",
     {R"([{"asset":"USD","amount":"0.5"}])"},
     "899.5"},
    {"Commission and NoMiscFees in three currencies",
     "tell 8 17=t1|150=F|39=2|32=10|31=10|14=10|151=0|12=0.50|13=3|479=USD|136=2|137=0.10|138=EUR|"
     "139=4|137=0.25|138=ACME|139=7",
     {R"({"asset":"ACME","amount":"0.25"},{"asset":"EUR","amount":"0.1"},)"
      R"({"asset":"USD","amount":"0.5"})"},
     "899.5"},
    {"NoMiscFees of one currency are one fee, a rebate among them",
     "tell 8 17=t1|150=F|39=2|32=10|31=10|14=10|151=0|136=3|137=0.30|138=USD|139=1|137=-0.10|"
     "138=USD|139=4|137=1|138=EUR|139=4",
     {R"({"asset":"EUR","amount":"1"},{"asset":"USD","amount":"0.2"})"},
     "899.8"},
    {"a correction that says nothing of fees keeps them",
     R"(tell 8 17=t1|150=F|39=2|32=10|31=10|14=10|151=0|12=0.50|13=3|479=USD
        tell 8 17=c1|19=t1|150=G|39=2|32=10|31=9|14=10|151=0)",
     {R"([{"asset":"USD","amount":"0.5"}])"},
     "909.5"},
    {"a correction that says 12=0.00 takes them back",
     R"(tell 8 17=t1|150=F|39=2|32=10|31=10|14=10|151=0|12=0.50|13=3|479=USD
        tell 8 17=c1|19=t1|150=G|39=2|32=10|31=9|14=10|151=0|12=0.00|13=3)",
     {R"("fees":[])"},
     "910"},
    {"a fee that comes late, with the same report again, corrects it",
     R"(tell 8 17=t1|150=F|39=2|32=10|31=10|14=10|151=0|60=20261121-10:00:00 -> FILLED 10 0
        tell 8 17=t1|150=F|39=2|32=10|31=10|14=10|151=0|60=20261121-10:00:00|12=0.50|13=3|479=USD
        -> FILLED 10 0
        tell 8 17=t1|150=F|39=2|32=10|31=10|14=10|151=0|60=20261121-10:00:00|12=0.50|13=3|479=USD
        -> FILLED 10 0
        tell 8 17=t1|150=F|39=2|32=10|31=10|14=10|151=0|60=20261121-10:00:00 -> FILLED 10 0)",
     {R"([{"asset":"USD","amount":"0.5"}])"},
     "899.5"},
};

TEST(FixFeesOnTheWire, AreAListOfWhatEachAssetWasCharged) {
    FixDesk desk{fix::FixRole::order_routing};
    int number = 0;
    for (auto const& each : fees) {
        SCOPED_TRACE(each.name);
        FixStoryTeller story{desk, ++number};
        story.tell(acknowledged);
        story.tell(each.reports);
        auto const begin = "/v1/accounts/" + story.account();
        for (auto const& fee : each.executions) {
            EXPECT_THAT(desk.get(begin + "/executions"), HasSubstr(fee));
        }
        EXPECT_THAT(desk.get(begin + "/balances"),
                    HasSubstr(R"("asset":"USD","available":")" + std::string{each.usd} + "\""));
        EXPECT_EQ(desk.discrepancies(story.account()).find("conflicting"), std::string::npos)
            << desk.discrepancies(story.account());
    }
    EXPECT_EQ(desk.faults(), "");
}

}  // namespace
}  // namespace daybook::e2e
