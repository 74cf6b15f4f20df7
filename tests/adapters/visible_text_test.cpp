#include "log/visible_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace daybook::log {
namespace {

TEST(VisibleText, LeavesWhatCanBeSeen) {
    for (std::string const text : {"", "two words, \"quoted\" \\ = ~", "a\nb", "Z\xC3\xBCrich",
                                   "\xE2\x82\xAC 5", "\xF0\x9F\x93\x92", "\xC2\xA0"}) {
        EXPECT_EQ(visible_text(text), text);
        EXPECT_TRUE(hidden_front(text).empty());
    }
}

TEST(VisibleText, EscapesWhatATerminalWouldActOn) {
    EXPECT_EQ(visible_text("\x1b[2Jgone"), R"(\u001b[2Jgone)");
    EXPECT_EQ(visible_text("a\rb\tc\x7f"), R"(a\u000db\u0009c\u007f)");
    EXPECT_EQ(visible_text(std::string(1, '\0')), R"(\u0000)");
    EXPECT_EQ(visible_text("\xC2\x9B"
                           "2J"),
              R"(\u009b2J)");
    EXPECT_EQ(visible_text("\xE2\x80\xAE"
                           "drow"),
              R"(\u202edrow)");
    EXPECT_EQ(visible_text("\xE2\x80\x8F\xE2\x81\xA9\xE2\x80\xA8"), R"(\u200f\u2069\u2028)");
}

TEST(VisibleText, EscapesBytesThatAreNoCharacter) {
    EXPECT_EQ(visible_text("\x9b"
                           "2J"),
              R"(\u009b2J)");
    EXPECT_EQ(visible_text("\xE2\x80"), R"(\u00e2\u0080)");
    EXPECT_EQ(visible_text("\xFFx\xC0\xAF"), R"(\u00ffx\u00c0\u00af)");
}

}  // namespace
}  // namespace daybook::log
