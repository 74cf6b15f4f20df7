#include "fix/fix_exec_id.hpp"

#include <gtest/gtest.h>

#include <string>

#include "fix/fix_report_decoder.hpp"
#include "support/fix_fixture.hpp"

namespace daybook::fix {
namespace {

using support::fix_text;

std::string id(std::string const& text, ExecIdScope scope = ExecIdScope::UNIQUE) {
    FixDialect dialect;
    dialect.exec_id_scope = scope;
    FixMessage const message{fix_text(text)};
    return decode_report(message, dialect).report.exec_id.value();
}

std::string const trade = "35=8|37=E1|11=a1|17=1|150=F|39=1|31=100|";

TEST(FixExecIdOf, ATradeIsNamedByItsExecId) {
    EXPECT_EQ(id(trade + "32=2|14=2|"), "1");
    EXPECT_EQ(id(trade + "32=5|14=7|"), "1");
    EXPECT_EQ(id("35=8|37=E1|17=9|150=H|19=1|"), "9");
}

TEST(FixExecIdOf, OtherReportsNeverCollideWithATradeOrEachOther) {
    auto const accepted = id("35=8|37=E1|11=a1|17=1|150=0|39=0|14=0|");
    auto const canceled = id("35=8|37=E1|11=a1|17=1|150=4|39=4|14=0|");
    EXPECT_TRUE(accepted.starts_with("1~"));
    EXPECT_NE(accepted, canceled);
    EXPECT_NE(accepted, "1");
}

TEST(FixExecIdOf, WhereExecIdsBeginAgainATradeIsNamedByItsContentToo) {
    auto const first = id(trade + "32=2|14=2|", ExecIdScope::RESTARTING);
    EXPECT_TRUE(first.starts_with("1~"));
    EXPECT_NE(first, id(trade + "32=5|14=7|", ExecIdScope::RESTARTING));
}

TEST(FixExecIdOf, AnotherOrderIdContradictsAReportUnlessExecIdsBeginAgain) {
    std::string const accepted = "|11=a1|17=1|150=0|39=0|14=0|";
    EXPECT_EQ(id("35=8|37=E1" + accepted), id("35=8|37=E2" + accepted));
    EXPECT_NE(id("35=8|37=E1" + accepted, ExecIdScope::RESTARTING),
              id("35=8|37=E2" + accepted, ExecIdScope::RESTARTING));
    EXPECT_NE(id("35=8|37=E1|11=a1|17=0|150=0|39=0|"), id("35=8|37=E2|11=a1|17=0|150=0|39=0|"));
}

TEST(FixExecIdOf, AResendHasTheSameId) {
    auto const first = id(trade + "34=5|32=2|14=2|60=20261121-09:30:00|", ExecIdScope::RESTARTING);
    EXPECT_EQ(first,
              id(trade + "34=5|43=Y|32=2|14=2|60=20261121-09:30:00|", ExecIdScope::RESTARTING));
    EXPECT_EQ(first,
              id(trade + "34=9|97=Y|32=2.00|14=2.0|58=again|9001=own|", ExecIdScope::RESTARTING));
}

TEST(FixExecIdOf, ABustOfATradeWhoseIdIsNotUniqueIsForTheOperator) {
    FixDialect dialect;
    dialect.exec_id_scope = ExecIdScope::RESTARTING;
    FixMessage const message{fix_text("35=8|37=E1|17=9|150=H|19=1|")};
    auto const report = decode_report(message, dialect);
    ASSERT_TRUE(report.unreadable_because);
    EXPECT_NE(report.unreadable_because->find("ExecRefID (19)"), std::string::npos);
}

TEST(FixExecIdOf, AnswersToStatusRequestsDifferByWhatTheySay) {
    auto const working = id("35=8|37=E1|11=a1|17=0|150=I|39=0|14=0|");
    EXPECT_TRUE(working.starts_with("ORDER_STATUS~"));
    EXPECT_EQ(working, id("35=8|37=E1|11=a1|17=0|150=I|39=0|14=0.00|"));
    EXPECT_NE(working, id("35=8|37=E1|11=a1|17=0|150=I|39=1|14=2|"));
}

}  // namespace
}  // namespace daybook::fix
