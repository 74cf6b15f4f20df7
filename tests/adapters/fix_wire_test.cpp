#include <gtest/gtest.h>

#include <string>

#include "fix/engine/repeating_groups.hpp"
#include "fix/engine/secret_redaction.hpp"
#include "support/fix_fixture.hpp"

namespace daybook::fix {
namespace {

using support::fix_text;

std::vector<int> members(RepeatingGroups const& groups, std::string const& type, int count) {
    auto const found = groups.groups().find({type, count});
    return found == groups.groups().end() ? std::vector<int>{} : found->second.members;
}

TEST(RepeatingGroupsLearn, WhatRepeatsIsAGroupCountedByTheFieldBefore) {
    RepeatingGroups groups;
    EXPECT_TRUE(groups.learn(fix_text("8=FIX|35=8|37=E|453=2|448=a|452=1|448=b|452=2|58=x|10=0|")));
    EXPECT_EQ(members(groups, "8", 453), (std::vector<int>{448, 452}));
    EXPECT_FALSE(groups.learn(fix_text("8=FIX|35=8|453=2|448=c|452=1|448=d|452=2|10=0|")));
    EXPECT_TRUE(groups.learn(fix_text("8=FIX|35=8|453=2|448=c|447=D|448=d|447=D|10=0|")));
    EXPECT_EQ(members(groups, "8", 453), (std::vector<int>{448, 452, 447}));
}

TEST(RepeatingGroupsLearn, GroupsWithinGroupsAndSeveralGroupsAreLearned) {
    RepeatingGroups groups;
    EXPECT_TRUE(groups.learn(fix_text(
        "35=8|555=2|600=a|539=2|524=x|524=y|600=b|539=1|524=z|9100=2|9101=p|9101=q|58=t|")));
    EXPECT_EQ(members(groups, "8", 555), (std::vector<int>{600, 539, 524}));
    EXPECT_EQ(members(groups, "8", 9100), (std::vector<int>{9101}));
    EXPECT_FALSE(groups.learn(fix_text(
        "35=8|555=2|600=a|539=2|524=x|524=y|600=b|539=1|524=z|9100=2|9101=p|9101=q|58=t|")));
}

TEST(RepeatingGroupsLearn, MessagesWithoutRepetitionTeachNothing) {
    RepeatingGroups groups;
    EXPECT_FALSE(groups.learn(fix_text("35=8|34=1|11=a|58=x|10=0|")));
    EXPECT_FALSE(groups.learn(fix_text("35=8|136=2|137=1|138=USD|137=2|138=USD|58=x|")));
    EXPECT_FALSE(groups.learn("no message at all"));
    EXPECT_FALSE(groups.learn(""));
}

TEST(RepeatingGroupsLearn, ItIsBounded) {
    RepeatingGroups groups;
    for (int message = 0; message < 50; ++message) {
        std::string text = "35=8|1=x|";
        for (int tag = 0; tag < 200; ++tag) {
            text += std::to_string(5'000 + message * 200 + tag) + "=x|";
        }
        static_cast<void>(groups.learn(fix_text(text + text.substr(9))));
    }
    std::size_t count = 0;
    for (auto const& known : groups.groups()) count += known.second.members.size();
    EXPECT_LE(count, RepeatingGroups::members_max + 200);
}

TEST(SecretRedaction, NoPasswordIsInAMessageOrASentence) {
    EXPECT_EQ(redact_secrets(fix_text("35=A|553=desk|554=hunter2|925=new|10=1|"), ""),
              fix_text("35=A|553=desk|554=***|925=***|10=1|"));
    EXPECT_EQ(redact_secrets(fix_text("not found for: 8=FIX|554=hunter2|"), ""),
              fix_text("not found for: 8=FIX|554=***|"));
    EXPECT_EQ(redact_secrets("wrong password hunter2", "hunter2"), "wrong password ***");
    EXPECT_EQ(redact_secrets(fix_text("35=A|95=7|96=a|b=c|d|10=1|"), ""),
              fix_text("35=A|95=7|96=***|10=1|"));
    EXPECT_EQ(redact_secrets(fix_text("95=999|96=abc|10=1|"), ""), fix_text("95=999|96=***|10=1|"));
    EXPECT_EQ(redact_secrets(fix_text("1554=x|11=554=|"), ""), fix_text("1554=x|11=554=|"));
    EXPECT_EQ(redact_secrets(fix_text("554="), ""), "554=***");
}

}  // namespace
}  // namespace daybook::fix
