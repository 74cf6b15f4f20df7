#include <gtest/gtest.h>

#include "architecture/process.hpp"
#include "architecture/source_tree.hpp"

namespace daybook::architecture {
namespace {

std::string const tool = "clang-format-19";

class ClangFormat : public testing::Test {
  protected:
    void SetUp() override {
        if (is_tool_present(tool)) return;
        ASSERT_FALSE(are_tools_required()) << tool << " is not installed";
        GTEST_SKIP() << tool << " is not installed";
    }

    static ProcessResult check(std::vector<std::string> const& paths) {
        std::vector<std::string> words = {tool, "--dry-run", "--Werror",
                                          "--style=file:" DAYBOOK_SOURCE_DIR "/.clang-format"};
        words.insert(words.end(), paths.begin(), paths.end());
        return run_process(shell_line(words));
    }
};

TEST_F(ClangFormat, EveryFileOfTheTreeIsFormatted) {
    std::vector<std::string> paths;
    for (auto const& file : read_source_tree(DAYBOOK_SOURCE_DIR)) {
        if (file.is_cpp()) paths.push_back(DAYBOOK_SOURCE_DIR "/" + file.path);
    }
    auto const [exit_code, output] = check(paths);
    EXPECT_EQ(exit_code, 0) << output << "\nTo format: " << tool << " -i FILE";
}

TEST_F(ClangFormat, AnUnformattedFileIsNoticed) {
    EXPECT_EQ(check({write_sample("format/good.cpp", "int a = 1;\n")}).exit_code, 0);
    EXPECT_NE(check({write_sample("format/bad.cpp", "int  a=1 ;\n")}).exit_code, 0);
}

}  // namespace
}  // namespace daybook::architecture
