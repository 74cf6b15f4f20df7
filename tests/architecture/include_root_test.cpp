#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <regex>

#include "architecture/dependency_rules.hpp"
#include "architecture/process.hpp"
#include "architecture/source_tree.hpp"

namespace daybook::architecture {
namespace {

std::string const include_roots = std::string(DAYBOOK_BUILD_DIR) + "/include_roots";

/// Compiles a source that has one #include as the layer's own sources are compiled.
ProcessResult compile_include(std::string_view layer, std::string const& include) {
    auto const root = include_roots + "/daybook_" + std::string(layer);
    // Named for the test: ctest runs several at once.
    auto const test = std::string(testing::UnitTest::GetInstance()->current_test_info()->name());
    auto const source =
        write_sample("include_root/" + test + ".cpp", "#include \"" + include + "\"\n");
    return run_process(
        shell_line({DAYBOOK_CXX_COMPILER, "-std=c++20", "-fsyntax-only", "-I", root, source}));
}

/// Some header of the layer, as an #include names it.
std::optional<std::string> any_header(std::vector<SourceFile> const& files, Layer const& layer) {
    for (auto const& file : files) {
        if (file.path.ends_with(".hpp") && file.is_below(layer.folder)) {
            return std::string(layer.name) + file.path.substr(layer.folder.size());
        }
    }
    return std::nullopt;
}

bool may_see(Layer const& from, Layer const& to) {
    return from.name == to.name || std::ranges::find(from.sees, to.name) != from.sees.end();
}

TEST(IncludeRoot, AForbiddenIncludeDoesNotCompile) {
    auto const files = read_source_tree(DAYBOOK_SOURCE_DIR);
    int tried = 0;
    for (auto const& from : layers()) {
        if (!any_header(files, from)) continue;
        for (auto const& to : layers()) {
            auto const header = any_header(files, to);
            if (!header || may_see(from, to)) continue;
            auto const [exit_code, output] = compile_include(from.name, *header);
            auto const message = "fatal error: " + *header + ": No such file or directory";
            EXPECT_NE(exit_code, 0) << from.name << " sees " << *header;
            EXPECT_NE(output.find(message), std::string::npos) << output;
            ++tried;
        }
    }
    EXPECT_GT(tried, 0);
}

TEST(IncludeRoot, AnAllowedIncludeCompiles) {
    auto const files = read_source_tree(DAYBOOK_SOURCE_DIR);
    auto const& all = layers();
    auto const model = std::ranges::find(all, "model", &Layer::name);
    auto const header = any_header(files, *model);
    ASSERT_TRUE(header);
    for (auto const& from : all) {
        if (!may_see(from, *model) || !any_header(files, from)) continue;
        auto const [exit_code, output] = compile_include(from.name, *header);
        EXPECT_EQ(exit_code, 0) << from.name << " does not see " << *header << "\n" << output;
    }
}

/// The folders of -I in a compile command of ours that are not a private include root.
std::vector<std::string> foreign_folders(std::string const& commands) {
    static std::regex const flag(R"(\s(-I|-isystem |-iquote )([^\s"]+))");
    std::vector<std::string> folders;
    for (std::sregex_iterator it(commands.begin(), commands.end(), flag), end; it != end; ++it) {
        auto const folder = (*it)[2].str();
        bool const from_source = folder.starts_with(DAYBOOK_SOURCE_DIR "/");
        bool const is_root = folder.starts_with(include_roots + "/");
        if ((from_source && !is_root) || folder == DAYBOOK_SOURCE_DIR) folders.push_back(folder);
    }
    return folders;
}

TEST(IncludeRoot, NoTargetSeesASourceFolder) {
    std::ifstream in(DAYBOOK_BUILD_DIR "/compile_commands.json");
    std::string const commands{std::istreambuf_iterator<char>(in), {}};
    ASSERT_NE(commands.find(include_roots), std::string::npos);
    EXPECT_EQ(foreign_folders(commands), std::vector<std::string>{});
}

TEST(IncludeRoot, ASourceFolderIsNoticed) {
    std::string const command =
        "g++ -I" DAYBOOK_SOURCE_DIR "/adapters -I" + include_roots + "/x a.cpp";
    EXPECT_EQ(foreign_folders(command), std::vector<std::string>{DAYBOOK_SOURCE_DIR "/adapters"});
}

}  // namespace
}  // namespace daybook::architecture
