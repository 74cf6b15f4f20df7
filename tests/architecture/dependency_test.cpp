#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "architecture/dependency_rules.hpp"
#include "architecture/source_tree.hpp"

namespace daybook::architecture {
namespace {

std::vector<SourceFile> const& tree() {
    static std::vector<SourceFile> const files = read_source_tree(DAYBOOK_SOURCE_DIR);
    return files;
}

TEST(DependencyRule, HoldsForEveryIncludeOfTheTree) {
    auto const findings = check_includes(tree());
    EXPECT_TRUE(findings.empty()) << to_string(findings);
}

TEST(DependencyRule, EveryLayerHoldsASource) {
    auto const findings = check_layers_are_filled(DAYBOOK_SOURCE_DIR, tree());
    EXPECT_TRUE(findings.empty()) << to_string(findings);
}

TEST(DependencyRule, IncludesHaveNoCycle) {
    auto const findings = check_include_cycles(tree());
    EXPECT_TRUE(findings.empty()) << to_string(findings);
}

struct Sample {
    std::string_view path;
    std::string_view line;
    bool allowed;
};

class IncludeSample : public testing::TestWithParam<Sample> {};

TEST_P(IncludeSample, IsJudged) {
    auto const& sample = GetParam();
    SourceFile const file(std::string(sample.path), std::string(sample.line) + "\n");
    auto const findings = check_includes({file});
    ASSERT_EQ(includes_of(file).size(), 1U);
    EXPECT_EQ(findings.empty(), sample.allowed) << sample.path << ": " << sample.line;
}

INSTANTIATE_TEST_SUITE_P(
    DependencyRule, IncludeSample,
    testing::Values(
        Sample{"domain/model/order.cpp", "#include \"model/order.hpp\"", true},
        Sample{"domain/model/order.cpp", "#include \"order.hpp\"", false},
        Sample{"domain/model/order.cpp", "#include \"../ports/clock.hpp\"", false},
        Sample{"domain/model/order.cpp", "#include \"ports/outbound/clock.hpp\"", false},
        Sample{"domain/model/order.cpp", "  #  include \"services/desk.hpp\"", false},
        Sample{"domain/model/order.cpp", "#include <tl/expected.hpp>", true},
        Sample{"domain/model/order.cpp", "#include <unistd.h>", false},
        Sample{"domain/model/order.cpp", "#include <spdlog/spdlog.h>", false},
        Sample{"adapters/log/logging.cpp", "#include <spdlog/spdlog.h>", true},
        Sample{"adapters/http/routes.cpp", "#include <spdlog/spdlog.h>", false},
        Sample{"app/worker.cpp", "#include <fmt/format.h>", false},
        Sample{"domain/model/order.cpp", "#include <boost/multiprecision/cpp_int.hpp>", false},
        Sample{"domain/model/decimal.cpp", "#include <boost/multiprecision/cpp_int.hpp>", true},
        Sample{"domain/model/decimal.hpp", "#include <boost/multiprecision/cpp_int.hpp>", false},
        Sample{"domain/services/desk.cpp", "#include \"ports/outbound/clock.hpp\"", true},
        Sample{"domain/services/desk.cpp", "#include \"sqlite/connection.hpp\"", false},
        Sample{"ports/outbound/clock.hpp", "#include \"model/timestamp.hpp\"", true},
        Sample{"ports/outbound/clock.hpp", "#include \"services/desk.hpp\"", false},
        Sample{"ports/outbound/clock.hpp", "#include <fmt/format.h>", false},
        Sample{"adapters/sqlite/store.cpp", "#include <sqlite3.h>", true},
        Sample{"adapters/memory/store.cpp", "#include <sqlite3.h>", false},
        Sample{"adapters/memory/store.cpp", "#include \"sqlite/store.hpp\"", false},
        Sample{"adapters/memory/store.cpp", "#include \"services/desk.hpp\"", false},
        Sample{"adapters/http/routes.cpp", "#include \"json/order_json.hpp\"", true},
        Sample{"adapters/paper/tape.cpp", "#include \"json/order_json.hpp\"", false},
        Sample{"adapters/sqlite/store.cpp", "#include <pqxx/pqxx>", false},
        Sample{"adapters/postgres/store.cpp", "#include <pqxx/pqxx>", true},
        Sample{"app/worker.cpp", "#include <boost/asio/io_context.hpp>", true},
        Sample{"app/worker.cpp", "#include <boost/json.hpp>", false},
        Sample{"app/worker.cpp", "#include <boost/fusion/tuple.hpp>", false},
        Sample{"app/worker.cpp", "#include \"http/server.hpp\"", true},
        Sample{"app/worker.cpp", "#include <http/server.hpp>", false},
        Sample{"app/worker.cpp", "#include <memory>", true},
        Sample{"app/worker.cpp", "#include \"support/fixture.hpp\"", false},
        Sample{"app/worker.cpp", "#include <unistd.h>", true},
        Sample{"app/worker.cpp", "#include <openssl/evp.h>", false},
        Sample{"adapters/http/metrics.cpp", "#include <prometheus/counter.h>", true},
        Sample{"app/worker.cpp", "#include <gtest/gtest.h>", false},
        Sample{"tests/domain/order_test.cpp", "#include \"support/fixture.hpp\"", true},
        Sample{"tests/domain/order_test.cpp", "#include <sqlite3.h>", false},
        Sample{"tests/adapters/sqlite_test.cpp", "#include <sqlite3.h>", true}));

TEST(DependencyRule, DoesNotReadCommentsAsIncludes) {
    SourceFile const file("domain/model/order.cpp",
                          "// #include \"app/main.hpp\"\n/*\n#include <x/y>\n*/");
    EXPECT_TRUE(includes_of(file).empty());
}

TEST(DependencyRule, FindsACycle) {
    std::vector<SourceFile> const files = {
        {"domain/model/a.hpp", "#include \"model/b.hpp\"\n"},
        {"domain/model/b.hpp", "\n#include \"model/c.hpp\"\n"},
        {"domain/model/c.hpp", "#include \"model/a.hpp\"\n"},
        {"domain/model/d.cpp", "#include \"model/a.hpp\"\n"},
    };
    auto const findings = check_include_cycles(files);
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].path, "domain/model/c.hpp");
}

TEST(DependencyRule, FindsEmptyLayersAndUnknownFolders) {
    namespace fs = std::filesystem;
    auto const root = fs::path(DAYBOOK_BUILD_DIR) / "architecture_samples" / "empty_layer";
    fs::remove_all(root);
    fs::create_directories(root / "adapters" / "fix");
    fs::create_directories(root / "adapters" / "telepathy");
    fs::create_directories(root / "domain" / "model");
    std::ofstream(root / "domain" / "model" / "order.hpp") << "#pragma once\n";

    auto const text = to_string(check_layers_are_filled(root, read_source_tree(root)));

    EXPECT_NE(text.find("adapters/fix:0"), std::string::npos) << "present but empty";
    EXPECT_EQ(text.find("adapters/paper"), std::string::npos) << "optional and absent";
    EXPECT_NE(text.find("ports:0"), std::string::npos) << "required and absent";
    EXPECT_EQ(text.find("domain/model:0"), std::string::npos) << "filled";
    EXPECT_NE(text.find("adapters/telepathy:0"), std::string::npos) << "no layer";
}

}  // namespace
}  // namespace daybook::architecture
