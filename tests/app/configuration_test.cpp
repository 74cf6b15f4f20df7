#include "app/configuration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/exit_code.hpp"

namespace daybook::app {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Environment const home{{"HOME", "/home/ada"}};

Configuration read(Flags const& flags, Environment environment = {}) {
    environment.insert(home.begin(), home.end());
    return read_configuration(flags, environment);
}

std::string refusal_of(Flags const& flags, Environment environment = {}) {
    try {
        static_cast<void>(read(flags, std::move(environment)));
    } catch (Failure const& failure) {
        EXPECT_EQ(failure.code(), ExitCode::configuration_wrong);
        return failure.what();
    }
    return "nothing was refused";
}

TEST(ReadConfiguration, DefaultsAreLocalAndEmbedded) {
    auto const configuration = read({});
    EXPECT_EQ(configuration.database.kind, DatabaseUrl::Kind::sqlite);
    EXPECT_EQ(configuration.database.path, "/home/ada/.local/share/daybook/daybook.db");
    EXPECT_EQ(configuration.listen.front().to_string(), "127.0.0.1:7300");
    EXPECT_TRUE(configuration.listen.front().is_local());
    EXPECT_FALSE(configuration.insecure_listen);
    EXPECT_FALSE(configuration.migrate);
    EXPECT_EQ(configuration.lanes, std::nullopt);
    EXPECT_EQ(configuration.limits, Limits{});
}

TEST(ReadConfiguration, TheDataFolderIsWhereXdgSaysWhenThatIsAbsolute) {
    EXPECT_EQ(read({}, {{"XDG_DATA_HOME", "/data"}}).database.path, "/data/daybook/daybook.db");
    EXPECT_EQ(read({}, {{"XDG_DATA_HOME", "data"}}).database.path,
              "/home/ada/.local/share/daybook/daybook.db");
}

TEST(ReadConfiguration, ADatabaseIsAProductionsUnlessItIsSaidToBeADevelopments) {
    EXPECT_EQ(read({}).environment, DeploymentEnvironment::production);
    EXPECT_EQ(read({}, {{"DAYBOOK_ENV", "development"}}).environment,
              DeploymentEnvironment::development);
    EXPECT_THAT(refusal_of({}, {{"DAYBOOK_ENV", "test"}}),
                HasSubstr("DAYBOOK_ENV is \"test\": it must be development or production"));
}

TEST(ReadConfiguration, WithoutAHomeThereIsNoDefaultDatabase) {
    EXPECT_THROW(static_cast<void>(read_configuration({}, {})), Failure);
    EXPECT_EQ(read_configuration({}, {{"DATABASE_URL", "sqlite:a.db"}}).database.path, "a.db");
}

TEST(ReadConfiguration, FlagsGoBeforeTheEnvironmentAndThatBeforeDefaults) {
    Environment const environment{{"DATABASE_URL", "sqlite:environment.db"},
                                  {"DAYBOOK_LISTEN", "127.0.0.1:1"},
                                  {"DAYBOOK_LANES", "3"},
                                  {"DAYBOOK_LOG_FORMAT", "json"}};
    auto const configuration =
        read({{"--database", "sqlite:flag.db"}, {"--listen", "[::1]:2"}}, environment);
    EXPECT_EQ(configuration.database.path, "flag.db");
    EXPECT_EQ(configuration.listen.front().to_string(), "[::1]:2");
    EXPECT_EQ(configuration.lanes, 3u);
    EXPECT_EQ(configuration.log_format, log::Format::json);
}

TEST(ReadConfiguration, ReadsEveryKindOfDatabase) {
    EXPECT_EQ(read({{"--database", "memory:"}}).database.kind, DatabaseUrl::Kind::memory);
    auto const postgres = read({{"--database", "postgresql://ada:pw@db/book"}}).database;
    EXPECT_EQ(postgres.kind, DatabaseUrl::Kind::postgres);
    EXPECT_EQ(postgres.postgres.reveal(), "postgresql://ada:pw@db/book");
}

TEST(ReadConfiguration, OnlyThisMachineReachesLoopback) {
    EXPECT_TRUE(read({{"--listen", "127.9.9.9:1"}}).listen.front().is_local());
    EXPECT_TRUE(read({{"--listen", "localhost:1"}}).listen.front().is_local());
    EXPECT_FALSE(read({{"--listen", "0.0.0.0:1"}}).listen.front().is_local());
    EXPECT_FALSE(read({{"--listen", "[::]:1"}}).listen.front().is_local());
}

TEST(ReadConfiguration, AWorkerMayListenOnSeveralAddressesAndSockets) {
    auto const listen =
        read({}, {{"DAYBOOK_LISTEN", "127.0.0.1:1,unix:/run/daybook/daybook.sock"}}).listen;
    ASSERT_EQ(listen.size(), 2U);
    EXPECT_EQ(listen[0].to_string(), "127.0.0.1:1");
    EXPECT_EQ(listen[1].to_string(), "unix:/run/daybook/daybook.sock");
    EXPECT_TRUE(listen[1].is_local());
}

TEST(ReadConfiguration, PublicHostsAreAList) {
    using testing::ElementsAre;
    EXPECT_THAT(read({}).public_hosts, ElementsAre());
    EXPECT_THAT(read({}, {{"DAYBOOK_PUBLIC_HOSTS", "Book.example,worker:7300"}}).public_hosts,
                ElementsAre(http::Authority{"book.example", {}}, http::Authority{"worker", 7300}));
    EXPECT_THAT(read({{"--public-host", "[2001:db8::1]:80"}}, {{"DAYBOOK_PUBLIC_HOSTS", "worker"}})
                    .public_hosts,
                ElementsAre(http::Authority{"2001:db8::1", 80}));
    EXPECT_THAT(refusal_of({{"--public-host", "a.example,https://b.example"}}),
                HasSubstr("--public-host is \"https://b.example\": it must be HOST, HOST:PORT"));
}

TEST(ReadConfiguration, LimitsAreSetByTheirVariables) {
    for (auto const& setting : limit_settings()) {
        auto const value = setting.smallest;
        auto const limits =
            read({}, {{std::string{setting.variable}, std::to_string(value)}}).limits;
        EXPECT_EQ(limits.*setting.member, value) << setting.variable;
        auto const standard = Limits{}.*setting.member;
        EXPECT_LE(setting.smallest, standard) << setting.variable;
        EXPECT_GE(setting.largest, standard) << setting.variable;
    }
}

struct Wrong {
    std::string name;
    std::string value;
    /// What the sentence says about the rule.
    std::string rule;
};

void PrintTo(Wrong const& wrong, std::ostream* out) { *out << wrong.name << "=" << wrong.value; }

class WrongValue : public testing::TestWithParam<Wrong> {};

TEST_P(WrongValue, IsRefusedByNameValueAndRule) {
    auto const& [name, value, rule] = GetParam();
    auto const sentence =
        name.starts_with("--") ? refusal_of({{name, value}}) : refusal_of({}, {{name, value}});
    auto const shown = value.empty() ? "is empty" : "\"" + value + "\"";
    EXPECT_THAT(sentence, AllOf(HasSubstr(name), HasSubstr(shown), HasSubstr(rule)));
    EXPECT_THAT(sentence, Not(HasSubstr("\n")));
}

INSTANTIATE_TEST_SUITE_P(
    Each, WrongValue,
    testing::Values(
        Wrong{"DATABASE_URL", "", "sqlite:PATH"}, Wrong{"DATABASE_URL", "book.db", "sqlite:PATH"},
        Wrong{"--database", "mysql://db/book", "postgresql://"},
        Wrong{"--database", "sqlite:", "the path of a file"},
        Wrong{"--database", "sqlite::memory:", "the path of a file"},
        Wrong{"--database", "sqlite:folder/", "the path of a file"},
        Wrong{"--database", "postgresql://", "postgresql://HOST"},
        Wrong{"DAYBOOK_MIGRATE_URL", "sqlite:a.db", "postgresql://"},
        Wrong{"DAYBOOK_LISTEN", "7300", "ADDRESS:PORT"},
        Wrong{"DAYBOOK_LISTEN", "127.0.0.1:", "ADDRESS:PORT"},
        Wrong{"--listen", "127.0.0.1:65536", "ADDRESS:PORT"},
        Wrong{"--listen", "example.org:80", "ADDRESS:PORT"},
        Wrong{"--listen", "unix:", "unix:PATH"}, Wrong{"DAYBOOK_LISTEN", "", "ADDRESS:PORT"},
        Wrong{"--listen", "::1:80", "ADDRESS:PORT"},
        Wrong{"--listen", "[127.0.0.1]:80", "ADDRESS:PORT"},
        Wrong{"DAYBOOK_PUBLIC_HOSTS", "", "HOST:PORT"},
        Wrong{"DAYBOOK_PUBLIC_HOSTS", "*.example", "HOST:PORT"},
        Wrong{"--public-host", "worker:99999", "HOST:PORT"},
        Wrong{"DAYBOOK_EXCHANGE", "NYSE", "none"}, Wrong{"DAYBOOK_LANES", "0", "from 1 to 64"},
        Wrong{"--lanes", "many", "from 1 to 64"}, Wrong{"--lanes", "-1", "from 1 to 64"},
        Wrong{"DAYBOOK_MIGRATE", "yes", "false or true"},
        Wrong{"DAYBOOK_LOG_LEVEL", "loud", "debug, info, warn or error"},
        Wrong{"DAYBOOK_LOG_FORMAT", "xml", "text or json"},
        Wrong{"DAYBOOK_RUN_COMMANDS_MAX", "10001", "from 1 to 10000"},
        Wrong{"DAYBOOK_QUEUE_BYTES_MAX", "1 GB", "bytes"},
        Wrong{"DAYBOOK_HTTP_BODY_BYTES_MAX", "0x10", "bytes of a request's body"}));

TEST(ReadConfiguration, UnknownVariablesAreRefusedByName) {
    EXPECT_THAT(refusal_of({}, {{"DAYBOOK_LISTENS", "127.0.0.1:1"}}), HasSubstr("DAYBOOK_LISTENS"));
}

TEST(ReadConfiguration, NoRefusalShowsAPassword) {
    for (std::string const url :
         {"mysql://ada:hunter2@db/book", "ada:hunter2@db", "mysql://db/book?password=hunter2",
          "mysql://db?a=b&PassWord=hunter2;x", "mysql://ada:hun@ter2@db/book"}) {
        auto const sentence = refusal_of({{"--database", url}});
        EXPECT_THAT(sentence, AllOf(Not(HasSubstr("hunter2")), Not(HasSubstr("ter2")))) << url;
        EXPECT_THAT(sentence, HasSubstr("***"));
    }
}

TEST(ReadConfiguration, AWorkerSpeaksToNoExchangeUnlessItIsTold) {
    EXPECT_EQ(read({}).exchange.choice, ExchangeChoice::none);
    EXPECT_EQ(read({{"--exchange", "paper"}}).exchange.choice, ExchangeChoice::paper);
    EXPECT_EQ(read({}, {{"DAYBOOK_EXCHANGE", "paper"}}).exchange.choice, ExchangeChoice::paper);
    EXPECT_EQ(refusal_of({{"--exchange", "moon"}}),
              "--exchange is \"moon\": it must be none, paper or fix");
}

TEST(ReadConfiguration, ThePaperExchangeIsToldWhatItPlays) {
    auto const paper = read({{"--exchange", "paper"},
                             {"--paper-tape", "trades.csv.gz"},
                             {"--paper-symbol", "XRP-ETH"},
                             {"--paper-columns", "ts_ms,price,qty,side"},
                             {"--paper-time", "milliseconds"},
                             {"--paper-speed", "max"},
                             {"--paper-hold", "true"},
                             {"--paper-rules", "queue_ahead=3,depth=0.5,day_ends=21:30"},
                             {"--paper-line", "seed=7,latency_us=500,lost=5,duplicate=10"}})
                           .exchange.paper;
    EXPECT_EQ(paper.tape, "trades.csv.gz");
    EXPECT_EQ(paper.symbol, model::Symbol{"XRP-ETH"});
    EXPECT_EQ(paper.columns.time, "ts_ms");
    EXPECT_EQ(paper.columns.quantity, "qty");
    EXPECT_EQ(paper.columns.taker_side, "side");
    EXPECT_EQ(paper.time, paper::TapeTime::MILLISECONDS);
    EXPECT_EQ(paper.speed, std::nullopt);
    EXPECT_TRUE(paper.holds_tape);
    EXPECT_EQ(paper.rules.queue_ahead_base.value().to_string(), "3");
    EXPECT_EQ(paper.rules.depth_base->value().to_string(), "0.5");
    EXPECT_EQ(paper.rules.day_ends_at, std::chrono::minutes{21 * 60 + 30});
    EXPECT_EQ(paper.line.seed, 7u);
    EXPECT_EQ(paper.line.report_latency.max, std::chrono::microseconds{500});
    EXPECT_EQ(paper.line.faults.lost_request_per_mille, 5u);
    EXPECT_EQ(paper.line.faults.duplicate_per_mille, 10u);
    EXPECT_EQ(paper.line.faults.reject_per_mille, 0u);
    EXPECT_EQ(read({{"--exchange", "paper"}, {"--paper-speed", "60"}}).exchange.paper.speed, 60u);
}

TEST(ReadConfiguration, WrongSettingsOfThePaperExchangeAreNamed) {
    auto const refusal = [](std::string const& flag, std::string const& value) {
        return refusal_of({{"--exchange", "paper"}, {flag, value}});
    };
    EXPECT_THAT(refusal("--paper-speed", "0"), HasSubstr("--paper-speed is \"0\""));
    EXPECT_THAT(refusal("--paper-columns", "time,price"), HasSubstr("TIME,PRICE,QUANTITY"));
    EXPECT_THAT(refusal("--paper-columns", "time,,quantity"), HasSubstr("TIME,PRICE,QUANTITY"));
    EXPECT_THAT(refusal("--paper-time", "days"), HasSubstr("rfc3339, seconds"));
    EXPECT_THAT(refusal("--paper-line", "seed"), HasSubstr("NAME=VALUE"));
    EXPECT_THAT(refusal("--paper-rules", "depth=-1"), HasSubstr("--paper-rules depth is \"-1\""));
    EXPECT_THAT(refusal("--paper-rules", "day_ends=24:00"), HasSubstr("HH:MM"));
    EXPECT_THAT(refusal("--paper-rules", "depths=1"), HasSubstr("queue_ahead, depth, day_ends"));
    EXPECT_THAT(refusal("--paper-line", "speed=1"), HasSubstr("seed, latency_us"));
    EXPECT_THAT(refusal("--paper-line", "lost=1001"), HasSubstr("--paper-line lost is \"1001\""));
    EXPECT_THAT(refusal("--paper-tape", "a.csv"), HasSubstr("--paper-symbol"));
    EXPECT_THAT(refusal_of({{"--paper-tape", "a.csv"}, {"--paper-symbol", "A"}}),
                HasSubstr("--exchange must be \"paper\""));
}

TEST(ReadConfiguration, FixNeedsItsSettingsFile) {
    EXPECT_THAT(refusal_of({{"--exchange", "fix"}}), HasSubstr("--fix-config"));
    EXPECT_THAT(refusal_of({{"--fix-config", "venue.cfg"}}), HasSubstr("--exchange must be"));
    auto const fix = read({{"--exchange", "fix"}, {"--fix-config", "venue.cfg"}}).exchange;
    EXPECT_EQ(fix.fix_config, "venue.cfg");
    EXPECT_EQ(fix.data_folder, "/home/ada/.local/share/daybook");
    EXPECT_EQ(read({{"--drop-copy", "copy.cfg"}, {"--data-folder", "/var/lib/daybook"}})
                  .exchange.data_folder,
              "/var/lib/daybook");
    EXPECT_EQ(read({}).exchange.data_folder, std::nullopt);
}

}  // namespace
}  // namespace daybook::app
