#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>

#include "e2e/daybook_process.hpp"
#include "e2e/http_client.hpp"

namespace daybook::e2e {
namespace {

struct Step {
    std::string command;
    std::string expected;
};

/// The commands of the README's `console` blocks with the output each one shows, and each worker
/// that its `sh` blocks start.
std::vector<Step> steps_of_readme() {
    std::ifstream file{DAYBOOK_SOURCE_DIR "/README.md"};
    std::vector<Step> steps;
    std::string block;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("```")) {
            block = line.substr(3);
        } else if (block == "console" && line.starts_with("$ ")) {
            steps.push_back({line.substr(2), {}});
        } else if (block == "console") {
            steps.back().expected += line + "\n";
        } else if (block == "sh" && line.starts_with("daybook worker")) {
            steps.push_back({line, {}});
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

/// Whether a command only looks at what may be on its way yet.
bool only_looks(std::string const& command) {
    return command.starts_with("curl ") && command.find(" --json ") == std::string::npos &&
           command.find(" -X ") == std::string::npos;
}

/// The book of the tour, and the worker that is on it.
class Tour {
  public:
    void run(Step const& step) {
        auto command = step.command;
        replace_all(command, "docs/", DAYBOOK_SOURCE_DIR "/docs/");
        if (command.starts_with("daybook worker")) return start(command);
        replace_all(command, "127.0.0.1:7300", "127.0.0.1:" + port_);
        replace_all(command, "daybook ", "DATABASE_URL=" + database_ + " " DAYBOOK_BINARY " ");
        auto const deadline = std::chrono::steady_clock::now() + std::chrono::minutes{1};
        auto printed = run_in_shell(command);
        while (!matches(printed, step.expected) && only_looks(step.command) &&
               std::chrono::steady_clock::now() < deadline) {
            printed = run_in_shell(command);
        }
        EXPECT_TRUE(matches(printed, step.expected))
            << step.command << "\nprinted  " << printed << "\nexpected " << step.expected;
    }

    void start(std::string const& command) {
        stop();
        std::istringstream words{command.substr(command.find(' '))};
        std::vector<std::string> arguments{std::istream_iterator<std::string>{words}, {}};
        arguments.insert(arguments.end(), {"--listen", "127.0.0.1:0", "--database", database_});
        process_.emplace(DaybookProcess::Options{
            .arguments = arguments, .variables = {}, .input = {}, .folder = folder_.path()});
        port_ = std::to_string(port_of(process_->wait_for_line("port=")));
    }

    void stop() {
        if (!process_) return;
        process_->send(SIGTERM);
        EXPECT_EQ(process_->wait().exit_code, 0);
        process_.reset();
    }

  private:
    TemporaryFolder folder_;
    std::string database_ = "sqlite:" + folder_.file("book.db");
    std::optional<DaybookProcess> process_;
    std::string port_;
};

TEST(ReadmeTour, EveryBlockPrintsWhatTheReadmeShows) {
    auto const steps = steps_of_readme();
    ASSERT_GE(steps.size(), 20u);
    EXPECT_TRUE(std::any_of(steps.begin(), steps.end(), [](Step const& step) {
        return step.command.starts_with("daybook worker --exchange paper");
    }));
    Tour tour;
    tour.start("daybook worker");
    for (auto const& step : steps) tour.run(step);
    tour.stop();
}

}  // namespace
}  // namespace daybook::e2e
