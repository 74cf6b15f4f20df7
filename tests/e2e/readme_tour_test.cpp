#include <gtest/gtest.h>

#include <csignal>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "e2e/daybook_process.hpp"
#include "e2e/http_client.hpp"

namespace daybook::e2e {
namespace {

struct Step {
    std::string command;
    std::string expected;
};

/// The commands of the README's `console` blocks with the output each one shows.
std::vector<Step> steps_of_readme() {
    std::ifstream file{std::string{DAYBOOK_SOURCE_DIR} + "/README.md"};
    std::vector<Step> steps;
    bool within = false;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("```")) {
            within = line == "```console";
        } else if (within && line.starts_with("$ ")) {
            steps.push_back({line.substr(2), {}});
        } else if (within) {
            steps.back().expected += line + "\n";
        }
    }
    return steps;
}

void replace_all(std::string& text, std::string const& from, std::string const& to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
        text.replace(at, from.size(), to);
    }
}

std::string run_in_shell(std::string const& command) {
    auto* const pipe = ::popen(command.c_str(), "r");
    std::string text;
    char buffer[4096];
    for (std::size_t count = 0; (count = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
        text.append(buffer, count);
    }
    ::pclose(pipe);
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
}

/// Whether `text` is `pattern` with anything in place of each `...`.
bool matches(std::string text, std::string pattern) {
    while (!pattern.empty() && pattern.back() == '\n') pattern.pop_back();
    std::size_t at = 0;
    bool anchored = true;
    while (true) {
        auto const dots = pattern.find("...");
        auto const piece = pattern.substr(0, dots);
        auto const found = dots == std::string::npos && !anchored && text.size() >= piece.size()
                               ? text.size() - piece.size()
                               : text.find(piece, at);
        if (found == std::string::npos || found < at || (anchored && found != at)) return false;
        if (text.compare(found, piece.size(), piece) != 0) return false;
        at = found + piece.size();
        if (dots == std::string::npos) return at == text.size();
        pattern.erase(0, dots + 3);
        anchored = false;
    }
}

TEST(ReadmeTour, PatternsMatchWholeLinesAndCanFail) {
    EXPECT_TRUE(matches("abc", "abc\n"));
    EXPECT_TRUE(matches("abc", "a...c"));
    EXPECT_TRUE(matches("abc", "a..."));
    EXPECT_FALSE(matches("abc", "ab"));
    EXPECT_FALSE(matches("abc", "b..."));
    EXPECT_FALSE(matches("abc", "a...d"));
}

TEST(ReadmeTour, EveryBlockPrintsWhatTheReadmeShows) {
    TemporaryFolder folder;
    auto const database = "sqlite:" + folder.file("book.db");
    DaybookProcess process{
        {.arguments = {"worker", "--listen", "127.0.0.1:0", "--database", database},
         .variables = {},
         .input = {},
         .folder = folder.path()}};
    auto const port = std::to_string(port_of(process.wait_for_line("port=")));
    auto const steps = steps_of_readme();
    ASSERT_GE(steps.size(), 10u);
    for (auto const& step : steps) {
        auto command = step.command;
        replace_all(command, "127.0.0.1:7300", "127.0.0.1:" + port);
        replace_all(command, "daybook ", "DATABASE_URL=" + database + " " DAYBOOK_BINARY " ");
        replace_all(command, "docs/", std::string{DAYBOOK_SOURCE_DIR} + "/docs/");
        auto const printed = run_in_shell(command);
        EXPECT_TRUE(matches(printed, step.expected))
            << step.command << "\nprinted  " << printed << "\nexpected " << step.expected;
    }
    process.send(SIGTERM);
    EXPECT_EQ(process.wait().exit_code, 0);
}

}  // namespace
}  // namespace daybook::e2e
