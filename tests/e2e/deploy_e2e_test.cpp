#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <stdexcept>

#include "app/configuration.hpp"
#include "e2e/daybook_process.hpp"
#include "e2e/output_of.hpp"

namespace daybook::e2e {
namespace {

using testing::HasSubstr;

std::string text_of(std::string const& path) {
    std::ifstream file{DAYBOOK_SOURCE_DIR "/deploy/" + path};
    if (!file) throw std::runtime_error{"there is no deploy/" + path};
    return {std::istreambuf_iterator<char>(file), {}};
}

std::set<std::string> all_of(std::string const& text, std::string const& pattern) {
    std::regex const regex{pattern};
    std::set<std::string> found;
    for (std::sregex_iterator it{text.begin(), text.end(), regex}, end; it != end; ++it) {
        found.insert((*it)[1]);
    }
    return found;
}

TEST(Deploy, EveryCommandAndFlagThatIsUsedExists) {
    TemporaryFolder folder;
    auto const compose = text_of("compose.yaml");
    auto const units =
        text_of("systemd/daybook.service") + text_of("systemd/daybook-migrate.service");
    auto commands = all_of(units, R"(ExecStart=/usr/local/bin/daybook ([^\n]+))");
    for (auto const& list : all_of(compose, R"(command: \[([^\]]+)\])")) {
        commands.insert(std::regex_replace(list, std::regex{"[\",]"}, ""));
    }
    EXPECT_EQ(commands.size(), 3u);  // migrate and worker, and worker with flags.
    for (auto const& command : commands) {
        auto const name = command.substr(0, command.find(' '));
        auto const help = run_daybook(folder, {name, "--help"});
        EXPECT_EQ(help.exit_code, 0) << command;
        for (auto const& flag : all_of(command, "(--[a-z-]+)")) {
            EXPECT_THAT(help.out, HasSubstr("  " + flag + " ")) << command;
        }
    }
}

TEST(Deploy, EveryVariableThatIsSetIsKnown) {
    auto const known = app::configuration_variables();
    for (auto const* file : {"Dockerfile", "compose.yaml", "systemd/daybook.service",
                             "systemd/daybook-migrate.service"}) {
        for (auto const& name : all_of(text_of(file), "\\b(DAYBOOK_[A-Z_]+)\\b")) {
            EXPECT_NE(std::ranges::find(known, name), known.end()) << file << ": " << name;
        }
    }
}

TEST(Deploy, TheImageHasThePackageOfEachLibraryThatTheBinaryNeeds) {
    static std::regex const in_every_image{R"((lib(c|m|gcc_s|asan|ubsan|tsan)\.|ld-).*)"};
    std::string search = "dpkg-query --search";
    for (auto const& library :
         all_of(output_of("objdump -p '" DAYBOOK_BINARY "'"), R"(NEEDED +(\S+))")) {
        if (std::regex_match(library, in_every_image)) continue;
        search += " '/usr/lib/*-linux-gnu/" + library + "'";
    }
    auto const packages = all_of(output_of(search + " 2>/dev/null"), R"((?:^|\n)([^:\s]+):)");
    if (packages.empty()) GTEST_SKIP() << "the libraries are not Debian's packages";
    auto const image = text_of("Dockerfile");
    for (auto const& package : packages) {
        EXPECT_THAT(image, HasSubstr(" " + package + " "));
    }
}

}  // namespace
}  // namespace daybook::e2e
