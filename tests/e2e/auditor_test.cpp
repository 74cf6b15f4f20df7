#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "e2e/daybook_process.hpp"
#include "e2e/http_client.hpp"
#include "e2e/postgres_book.hpp"
#include "e2e/sample_book.hpp"
#include "support/postgres_standby.hpp"

namespace daybook::e2e {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

/// What somebody who may only read asks, and is answered.
std::vector<std::vector<std::string>> const readings{{"show", "balances"},
                                                     {"show", "orders", "--json"},
                                                     {"verify"},
                                                     {"export", "--format", "ndjson"},
                                                     {"export", "--format", "csv"},
                                                     {"migrate", "status"},
                                                     {"migrate", "status", "--json"},
                                                     {"migrate", "plan"},
                                                     {"migrate"},
                                                     {"db", "check"},
                                                     {"db", "check", "--json"},
                                                     {"db", "schema"}};
/// What takes more.
std::vector<std::vector<std::string>> const writings{{"apply", "-"},
                                                     {"worker", "--listen", "127.0.0.1:0"}};

/// Runs a command as somebody who may only read the book at `url`.
Finished audit(TemporaryFolder const& folder, std::string const& url,
               std::vector<std::string> arguments) {
    return DaybookProcess{{.arguments = std::move(arguments),
                           .variables = {{"DATABASE_URL", url}},
                           .input = sample_commands(),
                           .folder = folder.path(),
                           .is_bound_by_rights = true}}
        .wait();
}

void expect_to_read(TemporaryFolder const& folder, std::string const& url) {
    for (auto const& reading : readings) {
        auto const finished = audit(folder, url, reading);
        EXPECT_EQ(finished.exit_code, 0) << testing::PrintToString(reading) << finished.err;
        EXPECT_THAT(finished.out, HasSubstr("\n")) << testing::PrintToString(reading);
    }
    std::ofstream{folder.file("statement.csv")} << "record,asset,total\nbalance,USD,1\n";
    auto const reconciled = audit(folder, url,
                                  {"reconcile", "--account", "alpha", "--statement",
                                   "statement.csv", "--as-of", "2100-01-01T00:00:00Z"});
    EXPECT_EQ(reconciled.exit_code, 14) << reconciled.err;
}

void expect_not_to_write(TemporaryFolder const& folder, std::string const& url,
                         std::string const& because) {
    for (auto const& writing : writings) {
        auto const finished = audit(folder, url, writing);
        EXPECT_EQ(finished.exit_code, 16) << testing::PrintToString(writing) << finished.err;
        EXPECT_EQ(finished.err, "daybook: " + because + "\n");
    }
}

/// A file of SQLite with a book, in a folder that everybody may enter.
class AuditorOfAFile : public testing::Test {
  protected:
    AuditorOfAFile() {
        auto const made =
            run_daybook(folder_, {"apply", "-", "--database", url()}, sample_commands());
        EXPECT_EQ(made.exit_code, 0) << made.err;
        fs::permissions(folder_.path(), fs::perms{0755});
    }
    ~AuditorOfAFile() override { fs::permissions(folder_.path(), fs::perms{0700}); }

    [[nodiscard]] std::string file() const { return folder_.file("book.db"); }
    [[nodiscard]] std::string url() const { return "sqlite:" + file(); }
    [[nodiscard]] static std::string user() { return ::geteuid() == 0 ? "nobody" : ""; }

    TemporaryFolder folder_;
};

TEST_F(AuditorOfAFile, ReadsItWhereOnlyOthersMayWriteIt) {
    fs::permissions(file(), fs::perms{0444});
    expect_to_read(folder_, url());
    EXPECT_FALSE(fs::exists(file() + "-wal"));
    if (user().empty()) return;
    expect_not_to_write(folder_, url(), "user nobody may not write " + file());
}

TEST_F(AuditorOfAFile, ReadsItWhereNothingCanBeMadeBesideIt) {
    fs::permissions(file(), fs::perms{0444});
    expect_to_read(folder_, url());
    fs::permissions(file(), fs::perms{0666});
    fs::permissions(folder_.path(), fs::perms{0555});
    EXPECT_EQ(audit(folder_, url(), {"verify"}).exit_code, 0);
    if (user().empty()) return;
    expect_not_to_write(folder_, url(),
                        "user nobody may not write the folder " + folder_.path() +
                            ", where SQLite keeps the log of " + file());
}

TEST_F(AuditorOfAFile, ReadsItWhileAWorkerWritesIt) {
    DaybookProcess worker{{.arguments = {"worker", "--listen", "127.0.0.1:0"},
                           .variables = {{"DATABASE_URL", url()}},
                           .input = {},
                           .folder = folder_.path()}};
    HttpClient client{port_of(worker.wait_for_line("port="))};
    EXPECT_EQ(
        client
            .post("/v1/commands", R"({"commands":[{"command":"deposit","account_id":"alpha",)"
                                  R"("idempotency_key":"late","asset":"USD","amount":"77"}]})")
            .status,
        200);
    for (auto const* part : {"", "-wal", "-shm"}) {
        fs::permissions(file() + part, fs::perms{0644});
    }
    EXPECT_THAT(audit(folder_, url(), {"export", "--format", "ndjson"}).out, HasSubstr("\"late\""));
    EXPECT_EQ(audit(folder_, url(), {"verify"}).exit_code, 0);
    worker.send(SIGTERM);
    EXPECT_EQ(worker.wait().exit_code, 0);
}

/// A book of Postgres, and roles that may do less than its owner.
class AuditorOfAServer : public PostgresBookTest {
  protected:
    void SetUp() override {
        PostgresBookTest::SetUp();
        if (IsSkipped()) return;
        auto const made = daybook({"apply", "-"}, sample_commands());
        ASSERT_EQ(made.exit_code, 0) << made.err;
        for (std::string const role : {"auditor", "clerk"}) {
            query("CREATE ROLE " + role + " LOGIN");
            query("GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + role);
        }
        query("GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO clerk");
        fs::permissions(folder().path(), fs::perms{0755});
    }
    void TearDown() override {
        if (!IsSkipped()) {
            query("DROP OWNED BY auditor, clerk");
            query("DROP ROLE auditor, clerk");
        }
        PostgresBookTest::TearDown();
    }
    void query(std::string const& sql) const {
        static_cast<void>(cluster().query(sql, database()));
    }
    [[nodiscard]] std::string url_of(std::string const& role) const {
        return cluster().url(database(), role);
    }
};

TEST_F(AuditorOfAServer, ReadsItAndIsToldWhichRightWritingTakes) {
    expect_to_read(folder(), url_of("auditor"));
    EXPECT_THAT(audit(folder(), url_of("auditor"), {"migrate", "status"}).out,
                HasSubstr("drift     was not checked: "));
    expect_not_to_write(folder(), url_of("auditor"),
                        "role auditor has no right to INSERT on table assets: GRANT it, or use a "
                        "role that has it");
}

TEST_F(AuditorOfAServer, WithoutTheRightToReadIsToldAtOnce) {
    query("REVOKE SELECT ON accounts FROM auditor");
    auto const finished = audit(folder(), url_of("auditor"), {"show", "balances"});
    EXPECT_EQ(finished.exit_code, 16) << finished.err;
    EXPECT_THAT(finished.err, HasSubstr("permission denied for table accounts"));
    EXPECT_EQ(lines_of(finished.err).size(), 1u);
}

/// Asks until the worker is ready, or is not.
HttpAnswer wait_until(HttpClient& client, bool ready) {
    while (true) {
        auto answer = client.get("/readyz");
        if ((answer.status == 200) == ready) return answer;
    }
}

TEST_F(AuditorOfAServer, AWorkerWhoseRightIsTakenSaysSoAndGoesOnWhenItIsGivenBack) {
    DaybookProcess worker{{.arguments = {"worker", "--listen", "127.0.0.1:0"},
                           .variables = {{"DATABASE_URL", url_of("clerk")}},
                           .input = {},
                           .folder = folder().path()}};
    HttpClient client{port_of(worker.wait_for_line("port="))};
    auto const deposit = [&](std::string const& key) {
        return client.post("/v1/commands",
                           R"({"commands":[{"command":"deposit","account_id":"alpha",)"
                           R"("idempotency_key":")" +
                               key + R"(","asset":"USD","amount":"5"}]})");
    };
    EXPECT_EQ(deposit("before").status, 200);
    query("REVOKE INSERT ON entries FROM clerk");
    auto const refused = deposit("between");
    EXPECT_EQ(refused.status, 503);
    EXPECT_THAT(refused.body, HasSubstr("the store may not be written: a right is missing"));
    EXPECT_THAT(worker.wait_for_line("run failed kind=forbidden"),
                HasSubstr("permission denied for table entries"));
    worker.wait_for_line("store not writable");
    EXPECT_THAT(wait_until(client, false).body,
                HasSubstr("role clerk has no right to INSERT on table entries"));
    query("GRANT INSERT ON entries TO clerk");
    EXPECT_EQ(deposit("after").status, 200);
    EXPECT_THAT(wait_until(client, true).body, HasSubstr("\"reasons\":[]"));
    worker.send(SIGTERM);
    EXPECT_EQ(worker.wait().exit_code, 0);
}

TEST(AuditorOfAStandby, ReadsItUntilItIsPromotedAndWritesThen) {
    if (!support::postgres_is_expected()) GTEST_SKIP() << "no Postgres server is installed";
    TemporaryFolder folder;
    fs::permissions(folder.path(), fs::perms{0755});
    support::PostgresCluster primary;
    support::PostgresStandby standby{primary};
    auto const database = primary.create_database();
    auto const on_primary = Variables{{"DATABASE_URL", primary.url(database)}};
    ASSERT_EQ(run_daybook(folder, {"migrate"}, {}, on_primary).exit_code, 0);
    ASSERT_EQ(run_daybook(folder, {"apply", "-"}, sample_commands(), on_primary).exit_code, 0);
    auto const url = standby.url(database);
    // It has the commits, and applies them as fast as it may.
    while (audit(folder, url, {"show", "orders"}).exit_code != 0) {
    }
    expect_to_read(folder, url);
    expect_not_to_write(folder, url,
                        "the server is a standby, which can only be read: name its primary in the "
                        "URL, or add target_session_attrs=read-write");
    primary.stop("immediate");
    standby.promote();
    auto const applied = audit(folder, url, {"apply", "-"});
    EXPECT_EQ(applied.exit_code, 0) << applied.err;
}

}  // namespace
}  // namespace daybook::e2e
