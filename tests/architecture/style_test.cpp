#include <gtest/gtest.h>

#include <ostream>
#include <set>

#include "architecture/source_tree.hpp"
#include "architecture/style_rules.hpp"

namespace daybook::architecture {
namespace {

std::vector<SourceFile> const& tree() {
    static std::vector<SourceFile> const files = read_source_tree(DAYBOOK_SOURCE_DIR);
    return files;
}

class Style : public testing::TestWithParam<StyleRule> {};

TEST_P(Style, HoldsForEveryFileOfTheTree) {
    std::vector<Finding> findings;
    for (auto const& file : tree()) {
        for (auto const& finding : GetParam().check(file)) findings.push_back(finding);
    }
    EXPECT_TRUE(findings.empty()) << to_string(findings);
}

INSTANTIATE_TEST_SUITE_P(Rule, Style, testing::ValuesIn(style_rules()),
                         [](auto const& rule) { return std::string(rule.param.name); });

TEST(StyleTree, BaseNamesAreUnique) {
    auto const findings = check_base_names(tree());
    EXPECT_TRUE(findings.empty()) << to_string(findings);
}

TEST(StyleTree, IsRead) { EXPECT_GT(tree().size(), 10U); }

struct Sample {
    std::string path;
    std::string text;
    /// The names of the rules it breaks.
    std::set<std::string_view> broken;
};

void PrintTo(Sample const& sample, std::ostream* out) {
    *out << sample.path << ": " << sample.text;
}

class StyleSample : public testing::TestWithParam<Sample> {};

TEST_P(StyleSample, BreaksTheRulesItShould) {
    SourceFile const file(GetParam().path, GetParam().text);
    std::set<std::string_view> broken;
    for (auto const& rule : style_rules()) {
        if (!rule.check(file).empty()) broken.insert(rule.name);
    }
    EXPECT_EQ(broken, GetParam().broken);
}

std::string repeat(std::string const& text, int count) {
    std::string out;
    for (int i = 0; i < count; ++i) out += text;
    return out;
}

INSTANTIATE_TEST_SUITE_P(
    Text, StyleSample,
    testing::Values(Sample{"app/a.cpp", "int a;\n", {}},           //
                    Sample{"app/a.cpp", "int a;\r\n", {"Bytes"}},  //
                    Sample{"app/a.cpp", "int a;", {"Bytes"}},
                    Sample{"migrations/0001_init/sqlite.sql", "-- caf\xc3\xa9\n", {"Bytes"}},
                    Sample{"app/a.cpp", repeat("x", 100) + "\n", {}},
                    Sample{"app/a.cpp", repeat("x", 101) + "\n", {"Size"}},
                    Sample{"app/a.cpp", repeat("x\n", 500), {}},
                    Sample{"app/a.cpp", repeat("x\n", 501), {"Size"}},
                    Sample{"app/a.hpp", "#pragma once\n", {}},
                    Sample{"app/a.hpp", "// #pragma once\n", {"PragmaOnce"}},
                    Sample{"deploy/a.sh", std::string("# TO") + "DO\n", {"Leftovers"}}));

INSTANTIATE_TEST_SUITE_P(
    PureCode, StyleSample,
    testing::Values(
        Sample{"domain/model/a.cpp", "double a;\n", {"FloatingPoint"}},
        Sample{"ports/a.cpp", "int a; long float b;\n", {"FloatingPoint"}},
        Sample{"adapters/http/a.cpp", "double a;\n", {}},
        Sample{"domain/model/a.cpp", "// a double\nint undouble = '\"';\n", {}},
        Sample{"domain/model/a.cpp", "auto a = \"double\"; /* float */ int b;\n", {}},
        Sample{"domain/model/a.cpp", "auto a = R\"(double \")\"; int b;\n", {}},
        Sample{"domain/model/a.cpp", "int a = 1'000; double b = 1'0;\n", {"FloatingPoint"}},
        Sample{"domain/services/a.cpp",
               "auto t = std::chrono::system_clock::now();\n",
               {"ClockAndRandomness"}},
        Sample{"domain/services/a.cpp", "auto t = time(nullptr);\n", {"ClockAndRandomness"}},
        Sample{"domain/services/a.cpp", "std::random_device device;\n", {"ClockAndRandomness"}},
        Sample{"domain/services/a.cpp", "auto t = clock.now();\n", {}},
        Sample{"adapters/system/a.cpp", "auto t = Clock::now();\n", {}}));

INSTANTIATE_TEST_SUITE_P(
    Waiting, StyleSample,
    testing::Values(
        Sample{"tests/a_test.cpp", "std::this_thread::sleep_for(1s);\n", {"Sleep"}},
        Sample{"adapters/http/a.cpp", "co_await service.post(dto);\n", {}},
        Sample{"adapters/http/a.cpp", "if (co_await f(a[1])) { g(); }\n", {}},
        Sample{"adapters/http/a.cpp", "auto f() { co_return co_await g(); }\n", {}},
        Sample{"adapters/http/a.cpp", "co_await f(Dto{1});\n", {"Await"}},
        Sample{"adapters/http/a.cpp", "co_await f({1, 2});\n", {"Await"}},
        Sample{"adapters/http/a.cpp", "int n = 0;\nco_await f([a](int b) { g(a); });\n", {"Await"}},
        Sample{"adapters/http/a.cpp", "// co_await f({});\n", {}}));

TEST(StyleTree, FindsATakenBaseName) {
    std::vector<SourceFile> const files = {
        {"domain/model/order.cpp", ""},
        {"domain/model/order.hpp", ""},
        {"adapters/http/order.hpp", ""},
    };
    auto const findings = check_base_names(files);
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].path, "adapters/http/order.hpp");
}

}  // namespace
}  // namespace daybook::architecture
