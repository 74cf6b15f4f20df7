#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "app/configuration.hpp"
#include "app/limits.hpp"
#include "app/version.hpp"
#include "e2e/daybook_process.hpp"

namespace daybook::e2e {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class CommandLine : public testing::Test {
  protected:
    Finished run(std::vector<std::string> arguments, Variables variables = {}) {
        return run_daybook(folder_, std::move(arguments), {}, std::move(variables));
    }

    TemporaryFolder folder_;
};

TEST_F(CommandLine, WhatIsNoCommandIsAUsageError) {
    for (std::vector<std::string> const& arguments : {std::vector<std::string>{},
                                                      {"trade"},
                                                      {"db"},
                                                      {"verify", "--loud"},
                                                      {"show"},
                                                      {"show", "trades"},
                                                      {"apply"},
                                                      {"apply", "a", "b"},
                                                      {"export"},
                                                      {"export", "--format", "xml"},
                                                      {"migrate", "down"},
                                                      {"apply", "-", "--batch", "0"},
                                                      {"apply", "-", "--batch", "10001"},
                                                      {"show", "entries", "--after", "-1"},
                                                      {"show", "entries", "--limit", "x"},
                                                      {"db", "backup"}}) {
        auto const finished = run(arguments);
        EXPECT_EQ(finished.exit_code, 2) << testing::PrintToString(arguments);
        EXPECT_THAT(finished.out, IsEmpty());
        EXPECT_THAT(finished.err, testing::StartsWith("daybook: "));
    }
}

TEST_F(CommandLine, WhatWasMistypedIsOneSentenceThatSaysWhatMayHaveBeenMeant) {
    struct Case {
        std::vector<std::string> arguments;
        std::string sentence;
    };
    for (auto const& [arguments, sentence] : std::vector<Case>{
             {{"wroker"},
              "there is no command \"wroker\": did you mean worker? See: daybook --help"},
             {{"trade"}, "there is no command \"trade\". See: daybook --help"},
             {{"db", "chek"},
              "there is no command \"chek\": did you mean check? See: daybook db --help"},
             {{"migrate", "statsu"},
              "there is no command \"statsu\": did you mean status? See: daybook migrate --help"},
             {{"help", "wroker"},
              "there is no command \"wroker\": did you mean worker? See: daybook --help"},
             {{"worker", "--lisen", "127.0.0.1:0"},
              "daybook worker has no option \"--lisen\": did you mean --listen? See: daybook "
              "worker "
              "--help"},
             {{"--verison"},
              "daybook has no option \"--verison\": did you mean --version? See: daybook --help"},
             {{"verify", "--databse=postgresql://ada:hunter2@db/book"},
              "daybook verify has no option \"--databse\": did you mean --database? See: daybook "
              "verify --help"},
             {{"verify", "postgresql://ada:hunter2@db/book"},
              "there is no place for a URL in daybook verify. See: daybook verify --help"},
             {{"apply", "a", "b"},
              "there is no place for \"b\" in daybook apply. See: daybook apply --help"},
             {{"db"}, "a command is missing behind daybook db. See: daybook db --help"}}) {
        auto const finished = run(arguments);
        EXPECT_EQ(finished.exit_code, 2);
        EXPECT_EQ(finished.err, "daybook: " + sentence + "\n");
    }
    EXPECT_THAT(run({"show", "balnces"}).err, HasSubstr("did you mean balances?"));
}

TEST_F(CommandLine, HelpPrintsTheHelpOfACommand) {
    for (std::vector<std::string> const& command :
         {std::vector<std::string>{}, {"worker"}, {"db"}, {"db", "check"}, {"migrate", "up"}}) {
        auto asked = command;
        asked.insert(asked.begin(), "help");
        auto option = command;
        option.emplace_back("--help");
        auto const finished = run(asked);
        EXPECT_EQ(finished.exit_code, 0);
        EXPECT_EQ(finished.out, run(option).out);
    }
}

TEST_F(CommandLine, EveryHelpHasAnExample) {
    for (std::string const command :
         {"worker", "apply", "show", "verify", "export", "migrate", "db", "db check", "db wait",
          "db backup", "db shell", "db start", "db stop", "db logs", "db schema", "reconcile",
          "version", "help"}) {
        auto const space = command.find(' ');
        std::vector<std::string> arguments{command.substr(0, space)};
        if (space != std::string::npos) arguments.push_back(command.substr(space + 1));
        arguments.emplace_back("--help");
        auto const finished = run(arguments);
        EXPECT_EQ(finished.exit_code, 0) << command;
        EXPECT_THAT(finished.out, AllOf(HasSubstr("Usage:"), HasSubstr("  daybook " + command)));
        EXPECT_THAT(finished.out, AllOf(Not(HasSubstr("{")), Not(HasSubstr("::"))));
        EXPECT_THAT(finished.err, IsEmpty());
    }
}

TEST_F(CommandLine, AnUnknownNameIsRefusedWithThoseThereAre) {
    auto const finished = run({"show", "trades"});
    EXPECT_THAT(finished.err, HasSubstr("WHAT: \"trades\" must be accounts, instruments, "));
    EXPECT_THAT(finished.err, HasSubstr("lots, entries or discrepancies"));
}

TEST_F(CommandLine, VersionWorksUnderAnyConfiguration) {
    auto const finished = run({"version"}, {{"DAYBOOK_NONSENSE", "1"}});
    EXPECT_EQ(finished.exit_code, 0);
    EXPECT_EQ(finished.out, app::version_line() + "\n");
    for (auto const* option : {"--version", "-V"}) {
        EXPECT_EQ(run({option}).out, app::version_line() + "\n");
    }
    EXPECT_EQ(run({"version", "--json"}).out, "{\"version\":\"" + std::string{app::version()} +
                                                  "\",\"commit\":\"" + std::string{app::commit()} +
                                                  "\"}\n");
}

TEST_F(CommandLine, AServerThatDoesNotAnswerIsCode9AndNamedWithoutItsPassword) {
    auto const url = "postgresql://ada:hunter2@127.0.0.1:1/book";
    for (auto const* command : {"verify", "worker", "migrate"}) {
        auto const finished = run({command, "--database", url});
        EXPECT_EQ(finished.exit_code, 9) << command;
        EXPECT_THAT(finished.out, IsEmpty());
        EXPECT_THAT(finished.err, AllOf(HasSubstr("127.0.0.1"), Not(HasSubstr("hunter2"))));
    }
}

TEST_F(CommandLine, AWrongConfigurationIsOneSentenceAndCode10) {
    struct Case {
        std::vector<std::string> arguments;
        Variables variables;
        std::string words;
    };
    for (auto const& [arguments, variables, words] : std::vector<Case>{
             {{"verify"}, {{"DAYBOOK_NONSENSE", "1"}}, "DAYBOOK_NONSENSE"},
             {{"verify"}, {{"DATABASE_URL", "book.db"}}, "DATABASE_URL"},
             {{"verify", "--database", "postgresql://ada:hunter2@@db/book"}, {}, "URL"},
             {{"verify", "--database", "memory:"}, {}, "only worker and apply"},
             {{"worker", "--listen", "0.0.0.0:0"}, {}, "--insecure-listen"},
             {{"worker", "--public-host", "a", "--public-host", "http://b"}, {}, "http://b"},
             {{"worker"}, {{"DAYBOOK_PUBLIC_HOSTS", "worker:"}}, "DAYBOOK_PUBLIC_HOSTS"},
             {{"worker", "--exchange", "moon"}, {}, "--exchange"},
             {{"worker"}, {{"DAYBOOK_LANES", "none"}}, "DAYBOOK_LANES"},
             {{"show", "orders", "--log-level", "loud"}, {}, "--log-level"}}) {
        auto const finished = run(arguments, variables);
        EXPECT_EQ(finished.exit_code, 10) << words;
        EXPECT_THAT(finished.out, IsEmpty());
        EXPECT_THAT(finished.err, AllOf(HasSubstr(words), Not(HasSubstr("hunter2"))));
        EXPECT_EQ(lines_of(finished.err).size(), 1u) << finished.err;
    }
}

TEST_F(CommandLine, ADatabaseThatCannotBeUsedIsCode9) {
    std::ofstream{folder_.file("text.db")} << "This is no database, but it is long enough to be "
                                              "read as the header of one, which has 100 bytes.";
    for (std::string const url : {"sqlite:missing.db", "sqlite:text.db", "sqlite:."}) {
        for (std::vector<std::string> arguments : {std::vector<std::string>{"show", "accounts"},
                                                   {"verify"},
                                                   {"db", "check"},
                                                   {"export", "--format", "csv"},
                                                   {"db", "backup", "copy.db"}}) {
            arguments.insert(arguments.end(), {"--database", url});
            auto const finished = run(arguments);
            EXPECT_EQ(finished.exit_code, 9) << testing::PrintToString(arguments) << finished.err;
            EXPECT_THAT(finished.err, HasSubstr(url));
        }
    }
}

TEST_F(CommandLine, AFileThatIsNotThereIsAUsageError) {
    auto const finished = run({"apply", "missing.ndjson"});
    EXPECT_EQ(finished.exit_code, 2);
    EXPECT_THAT(finished.err, HasSubstr("missing.ndjson"));
}

/// `#NAME=value` lines of the example, by name.
Variables example_variables() {
    std::ifstream file{std::string{DAYBOOK_SOURCE_DIR} + "/deploy/daybook.env.example"};
    Variables variables;
    for (std::string line; std::getline(file, line);) {
        auto const equals = line.find('=');
        bool const is_variable = line.starts_with("#D") && equals != std::string::npos;
        if (is_variable) variables[line.substr(1, equals - 1)] = line.substr(equals + 1);
    }
    return variables;
}

TEST(EnvironmentExample, ListsEveryVariableWithItsDefault) {
    auto const variables = example_variables();
    auto const known = app::configuration_variables();
    EXPECT_EQ(variables.size(), known.size());
    for (auto const name : known) EXPECT_EQ(variables.count(std::string{name}), 1u) << name;
    for (auto const& limit : app::limit_settings()) {
        auto const value = std::to_string(app::Limits{}.*limit.member);
        EXPECT_EQ(variables.at(std::string{limit.variable}), value) << limit.variable;
    }
}

}  // namespace
}  // namespace daybook::e2e
