#include "app/suggestion.hpp"

#include <gtest/gtest.h>

#include <array>

namespace daybook::app {
namespace {

std::string suggestion(std::string_view given) {
    static std::array<std::string, 8> const names{"worker", "apply",   "show",   "verify",
                                                  "export", "migrate", "--json", "--jobs"};
    return suggest(given, names).value_or("");
}

TEST(Suggestion, FindsWhatWasMistyped) {
    EXPECT_EQ(suggestion("wroker"), "worker");
    EXPECT_EQ(suggestion("worke"), "worker");
    EXPECT_EQ(suggestion("workers"), "worker");
    EXPECT_EQ(suggestion("exprot"), "export");
    EXPECT_EQ(suggestion("aply"), "apply");
    EXPECT_EQ(suggestion("verfiy"), "verify");
    EXPECT_EQ(suggestion("--jsn"), "--json");
}

TEST(Suggestion, FindsTheOnlyOneThatBeginsSo) {
    EXPECT_EQ(suggestion("mig"), "migrate");
    EXPECT_EQ(suggestion("--j"), "");
}

TEST(Suggestion, FindsNothingThatIsFarAway) {
    EXPECT_EQ(suggestion("trade"), "");
    EXPECT_EQ(suggestion("x"), "");
    EXPECT_EQ(suggestion(""), "");
}

}  // namespace
}  // namespace daybook::app
