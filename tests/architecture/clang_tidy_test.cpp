#include <gtest/gtest.h>

#include <array>
#include <filesystem>

#include "architecture/process.hpp"
#include "architecture/source_tree.hpp"

namespace daybook::architecture {
namespace {

std::string const tool = "clang-tidy-19";

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif

/// The .clang-tidy rules over the layers without heavy headers: seconds a file, not a minute.
class ClangTidy : public testing::Test {
  protected:
    void SetUp() override {
        if (sanitized) GTEST_SKIP() << "said once, by the builds without a sanitizer";
        if (is_tool_present(tool)) return;
        ASSERT_FALSE(are_tools_required()) << tool << " is not installed";
        GTEST_SKIP() << tool << " is not installed";
    }

    static ProcessResult check(std::vector<std::string> const& paths, std::string const& layer) {
        return run_process("printf '%s\\0'" + shell_line(paths) + " | xargs -0 -n 3 -P 2 sh -c " +
                           shell_line({"exec " + tool +
                                           " --quiet --config-file=" DAYBOOK_SOURCE_DIR
                                           "/.clang-tidy \"$@\" -- -std=c++20 -I" DAYBOOK_BUILD_DIR
                                           "/include_roots/daybook_" +
                                           layer,
                                       "sh"}));
    }

    /// The sources of a layer, or of a layer of headers the source that includes them all.
    static std::vector<std::string> sources_of(std::string const& folder,
                                               std::string const& layer) {
        std::vector<std::string> paths;
        for (auto const& file : read_source_tree(DAYBOOK_SOURCE_DIR)) {
            if (file.is_below(folder) && file.path.ends_with(".cpp")) {
                paths.push_back(DAYBOOK_SOURCE_DIR "/" + file.path);
            }
        }
        if (paths.empty()) {
            paths.push_back(DAYBOOK_BUILD_DIR "/generated/daybook_" + layer + "_headers.cpp");
        }
        return paths;
    }

    static void expect_clean(std::string const& folder, std::string const& layer) {
        auto const [exit_code, output] = check(sources_of(folder, layer), layer);
        EXPECT_EQ(exit_code, 0) << output;
    }
};

TEST_F(ClangTidy, ModelIsClean) { expect_clean("domain/model", "model"); }
TEST_F(ClangTidy, ServicesAreClean) { expect_clean("domain/services", "services"); }
TEST_F(ClangTidy, PortsAreClean) { expect_clean("ports", "ports"); }

TEST_F(ClangTidy, AFindingIsNoticed) {
    auto const good = write_sample("tidy/good.cpp", "int add(int a, int b) { return a + b; }\n");
    auto const bad = write_sample("tidy/bad.cpp", "long mul(int a, int b) { return a * b; }\n");
    EXPECT_EQ(check({good}, "model").exit_code, 0);
    auto const [exit_code, output] = check({bad}, "model");
    EXPECT_NE(exit_code, 0);
    EXPECT_NE(output.find("bugprone-implicit-widening"), std::string::npos) << output;
}

}  // namespace
}  // namespace daybook::architecture
