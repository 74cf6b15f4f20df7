#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "app/duration_option.hpp"
#include "app/exit_code.hpp"
#include "app/fresh_file.hpp"
#include "support/temporary_folder.hpp"

namespace daybook::app {
namespace {

using std::chrono::milliseconds;

TEST(DurationOption, IsAWholeNumberWithItsUnit) {
    EXPECT_EQ(duration_option("500ms"), milliseconds{500});
    EXPECT_EQ(duration_option("30s"), milliseconds{30'000});
    EXPECT_EQ(duration_option("5m"), milliseconds{300'000});
    EXPECT_EQ(duration_option("0s"), milliseconds{0});
    EXPECT_EQ(duration_option("1440m"), milliseconds{86'400'000});
    for (auto const* wrong :
         {"", "s", "30", "-1s", "1.5s", "30 s", "30S", "1441m", "1h", "99999999999999999999s"}) {
        EXPECT_EQ(duration_option(wrong), std::nullopt) << wrong;
    }
}

std::size_t files_in(std::string const& folder) {
    auto const entries = std::filesystem::directory_iterator{folder};
    return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

TEST(FreshFile, AppearsWholeOrNotAtAll) {
    support::TemporaryFolder const folder;
    auto const file = folder.file("copy");
    {
        FreshFile unfinished{file};
        std::ofstream{unfinished.draft()} << "half";
        EXPECT_FALSE(std::filesystem::exists(file));
    }
    EXPECT_EQ(files_in(std::filesystem::path{file}.parent_path()), 0u);
    FreshFile finished{file};
    std::ofstream{finished.draft()} << "whole";
    finished.publish();
    EXPECT_EQ(std::filesystem::file_size(file), 5u);
}

TEST(FreshFile, NeverReplacesAnother) {
    support::TemporaryFolder const folder;
    auto const file = folder.file("copy");
    FreshFile late{file};
    std::ofstream{late.draft()} << "late";
    std::ofstream{file} << "first";
    EXPECT_THROW(late.publish(), Failure);
    EXPECT_THROW(FreshFile{file}, Failure);
    EXPECT_THROW(FreshFile{folder.file("no folder/copy")}, Failure);
    EXPECT_EQ(std::filesystem::file_size(file), 5u);
}

}  // namespace
}  // namespace daybook::app
