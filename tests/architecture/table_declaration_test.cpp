#include <string>

#include <gtest/gtest.h>

#include "architecture/process.hpp"
#include "architecture/source_tree.hpp"

namespace daybook::architecture {
namespace {

/// Compiles the declaration of a table of `Row` as the sources of adapters/sql are compiled.
ProcessResult compile_table(std::string const& columns, std::string const& key = "id") {
    // Named for the test: ctest runs several at once.
    auto const test = std::string(testing::UnitTest::GetInstance()->current_test_info()->name());
    auto const source = write_sample("table_declaration/" + test + ".cpp", R"(
#include "sql/sql_table.hpp"
using namespace daybook;
struct Row {
    model::OrderId id;
    model::Side side{};
    std::optional<std::string> reason;
    double price = 0;
};
struct Other {
    model::OrderId id;
};
struct Sound {
    model::OrderId id;
    model::Side side{};
    std::optional<std::string> reason;
};
constexpr sql::Table table{"rows", ")" + key + R"(", sql::columns()" + columns +
                                                                               R"()};
static_assert(table.binds_each_member_once());
)");
    auto const root = std::string(DAYBOOK_BUILD_DIR) + "/include_roots/daybook_sql";
    return run_process(
        shell_line({DAYBOOK_CXX_COMPILER, "-std=c++20", "-fsyntax-only", "-I", root, source}));
}

std::string const id = R"(sql::Column{"id", &Sound::id})";
std::string const side = R"(sql::Column{"side", &Sound::side})";
std::string const reason = R"(sql::Column{"reason", &Sound::reason})";

void expect_refused(ProcessResult const& result, std::string const& reason_given) {
    EXPECT_NE(result.exit_code, 0);
    EXPECT_NE(result.output.find(reason_given), std::string::npos) << result.output;
}

TEST(TableDeclaration, WhatFitsTogetherCompiles) {
    auto const result = compile_table(id + ", " + side + ", " + reason);
    EXPECT_EQ(result.exit_code, 0) << result.output;
}

TEST(TableDeclaration, AMisspeltMemberDoesNotCompile) {
    expect_refused(compile_table(id + R"(, sql::Column{"side", &Sound::sied}, )" + reason), "sied");
}

TEST(TableDeclaration, AMemberOfAnotherStructDoesNotCompile) {
    expect_refused(compile_table(R"(sql::Column{"id", &Other::id}, )" + side + ", " + reason),
                   "conflicting types");
}

TEST(TableDeclaration, ADoubleDoesNotCompile) {
    expect_refused(compile_table(R"(sql::Column{"price", &Row::price})", "price"), "ColumnValue");
}

TEST(TableDeclaration, AForgottenFieldDoesNotCompile) {
    expect_refused(compile_table(id + ", " + side),
                   "a table has a column for each field of its row");
}

TEST(TableDeclaration, AMemberThatIsBoundTwiceDoesNotCompile) {
    expect_refused(compile_table(id + ", " + side + R"(, sql::Column{"side2", &Sound::side})"),
                   "binds_each_member_once");
}

TEST(TableDeclaration, AKeyOfNoColumnDoesNotCompile) {
    expect_refused(compile_table(id + ", " + side + ", " + reason, "order_id"),
                   "a key names a column that is not one");
}

}  // namespace
}  // namespace daybook::architecture
