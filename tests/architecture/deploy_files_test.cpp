#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

#include "architecture/process.hpp"

namespace daybook::architecture {
namespace {

namespace fs = std::filesystem;

fs::path const root{DAYBOOK_SOURCE_DIR};

std::string text_of(fs::path const& path) {
    std::ifstream in{root / path, std::ios::binary};
    return {std::istreambuf_iterator<char>(in), {}};
}

/// The first group of each match.
std::vector<std::string> all_of(std::string const& text, std::string const& pattern) {
    std::regex const regex{pattern};
    std::vector<std::string> found;
    for (std::sregex_iterator it{text.begin(), text.end(), regex}, end; it != end; ++it) {
        found.push_back((*it)[1]);
    }
    return found;
}

TEST(DeployFiles, WhatTheImageIsMadeOfExists) {
    auto const sources = all_of(text_of("deploy/Dockerfile"), R"(\nCOPY ([^-\s]\S*) )");
    EXPECT_EQ(sources.size(), 3U);
    for (auto const& source : sources) EXPECT_TRUE(fs::exists(root / source)) << source;
    auto const dockerfiles = all_of(text_of("deploy/compose.yaml"), R"(dockerfile: (\S+))");
    EXPECT_EQ(dockerfiles.size(), 1U);
    for (auto const& file : dockerfiles) EXPECT_TRUE(fs::exists(root / file)) << file;
}

TEST(DeployFiles, TheImageIsMadeOfWhatOneDigestNames) {
    auto const dockerfile = text_of("deploy/Dockerfile");
    EXPECT_EQ(all_of(dockerfile, R"(\nARG BASE=(\S+@sha256:[0-9a-f]{64})\n)").size(), 1U);
    for (auto const& stage : all_of(dockerfile, R"(\nFROM (\S+))")) EXPECT_EQ(stage, "$BASE");
}

TEST(DeployFiles, EveryLinkOfTheDocumentationLeadsToAFile) {
    int links = 0;
    std::vector<fs::path> pages{"README.md"};
    for (auto const& entry : fs::recursive_directory_iterator{root / "docs"}) {
        if (entry.path().extension() == ".md") pages.push_back(fs::relative(entry.path(), root));
    }
    for (auto const& page : pages) {
        for (auto const& link : all_of(text_of(page), R"(\]\(([^):#]+)[)#])")) {
            EXPECT_TRUE(fs::exists(root / page.parent_path() / link)) << page << ": " << link;
            ++links;
        }
    }
    EXPECT_GT(links, 5);
}

TEST(DeployFiles, EveryExitCodeIsInTheManual) {
    auto const codes = all_of(text_of("app/exit_code.hpp"), R"(\n    \w+ = (\d+))");
    EXPECT_GT(codes.size(), 15U);
    auto const manual = text_of("docs/operations.md");
    for (auto const& code : codes) {
        EXPECT_NE(manual.find("\n| " + code + " | "), std::string::npos) << code;
    }
}

TEST(DeployFiles, SystemdTriesAgainWhatMayPass) {
    auto const unit = text_of("deploy/systemd/daybook.service");
    auto const given_up = all_of(unit, R"(\nRestartPreventExitStatus=(.*)\n)");
    ASSERT_EQ(given_up.size(), 1U);
    auto const codes = all_of(given_up.front() + " ", R"((\d+) )");
    // Unreachable, an address in use, a missing right.
    for (std::string const code : {"9", "15", "16"}) {
        EXPECT_EQ(std::count(codes.begin(), codes.end(), code), 0) << code;
    }
    EXPECT_EQ(std::count(codes.begin(), codes.end(), "10"), 1);
    EXPECT_NE(unit.find("\nStartLimitIntervalSec=0\n"), std::string::npos);
}

TEST(DeployFiles, ComposePublishesOnTheLoopbackAloneAndHoldsNoPassword) {
    auto const text = text_of("deploy/compose.yaml");
    auto const ports = all_of(text, R"(ports: \[([^\]]+)\])");
    EXPECT_EQ(ports.size(), 2U);
    for (auto const& port : ports) EXPECT_TRUE(port.starts_with("\"127.0.0.1:")) << port;
    EXPECT_TRUE(all_of(text, "(PASSWORD: |://[^/\\s]*:[^/\\s]*@)").empty());
}

TEST(DeployFiles, ComposeIsUnderstoodByDocker) {
    std::string const plugin = "docker compose version >/dev/null 2>&1";
    std::string const command = run_process(plugin).exit_code == 0  ? "docker compose"
                                : is_tool_present("docker-compose") ? "docker-compose"
                                                                    : "";
    if (command.empty()) GTEST_SKIP() << "neither docker compose nor docker-compose is installed";
    auto const [exit_code, output] = run_process("cd '" DAYBOOK_SOURCE_DIR "/deploy' && " +
                                                 command + " -f compose.yaml config -q");
    EXPECT_EQ(exit_code, 0) << output;
}

class DeployUnit : public testing::TestWithParam<char const*> {
  protected:
    void SetUp() override {
        if (!is_tool_present("systemd-analyze")) GTEST_SKIP() << "systemd is not installed";
    }
    static std::string unit() { return "'" DAYBOOK_SOURCE_DIR "/deploy/systemd/" + path_end(); }
    static std::string path_end() { return std::string{GetParam()} + "'"; }
};

TEST_P(DeployUnit, IsUnderstoodBySystemd) {
    // The two units name each other, and a binary that is not installed here.
    auto const output = run_process("systemd-analyze verify " + unit()).output;
    static std::regex const expected{
        "[^\n]*(Command /usr/local/bin/daybook is not executable|"
        "Unit daybook-migrate.service not found)[^\n]*\n"};
    EXPECT_EQ(std::regex_replace(output, expected, ""), "");
}

TEST_P(DeployUnit, IsLessExposedThanTwoInTen) {
    auto const [exit_code, output] =
        run_process("systemd-analyze security --offline=true --no-pager --threshold=20 " + unit());
    EXPECT_EQ(exit_code, 0) << output;
}

INSTANTIATE_TEST_SUITE_P(Of, DeployUnit,
                         testing::Values("daybook.service", "daybook-migrate.service"),
                         [](auto const& unit) {
                             return std::string{unit.param}.starts_with("daybook-") ? "Migrate"
                                                                                    : "Worker";
                         });

}  // namespace
}  // namespace daybook::architecture
