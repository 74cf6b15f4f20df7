#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include <csignal>
#include <filesystem>
#include <memory>

#include "app/embedded_schema.hpp"
#include "e2e/daybook_process.hpp"
#include "e2e/http_client.hpp"
#include "e2e/sample_book.hpp"
#include "postgres/postgres_migrator.hpp"
#include "sqlite/sqlite_migrator.hpp"
#include "support/manual_clock.hpp"
#include "support/postgres_cluster.hpp"
#include "system/openssl_sha256.hpp"

namespace daybook::e2e {
namespace {

using testing::HasSubstr;

/// How a database stands to the binary before the worker starts.
enum class Before { empty, behind, equal, ahead_compatible, ahead, mismatch };

/// One cell of the table of what a worker does.
struct Case {
    char const* name;
    Before before;
    std::vector<std::string> flags;
    /// 0: it starts.
    int exit_code;
    /// Of the sentence on stderr, or of the log.
    char const* says;
};

std::vector<Case> const on_every_engine{
    {"equal", Before::equal, {}, 0, "worker ready"},
    {"equal, --migrate", Before::equal, {"--migrate"}, 0, "worker ready"},
    {"ahead, compatible", Before::ahead_compatible, {}, 0, "worker ready"},
    {"ahead", Before::ahead, {}, 4, "The database is fine."},
    {"ahead, --migrate", Before::ahead, {"--migrate"}, 4, "The database is fine."},
    {"mismatch", Before::mismatch, {}, 5, "the database's history is not this binary's"},
    {"mismatch, --migrate", Before::mismatch, {"--migrate"}, 5, "not this binary's"},
};

/// A database in a given state, and workers on it.
class Database {
  public:
    virtual ~Database() = default;
    [[nodiscard]] virtual std::string url() const = 0;
    virtual void run(std::string const& sql) = 0;

    /// Shape: from one state to the same or a later one.
    void bring_to(Before before) {
        auto const migrations = schema().migrations();
        if (before == Before::empty) return;
        for (auto const& migration : migrations) {
            apply(migration);
            if (before == Before::behind) return;
        }
        remove_newer();
        if (before == Before::mismatch) {
            run("UPDATE daybook_migrations SET fingerprint = 'v1:other' WHERE version = 1");
        }
        if (before == Before::ahead) add_newer(false);
        if (before == Before::ahead_compatible) add_newer(true);
    }
    /// As a newer release would.
    void add_newer(bool compatible) {
        run("INSERT INTO daybook_migrations SELECT " + std::to_string(newest() + 1) +
            ", 'newer', 'v1:newer', state, " + std::to_string(compatible ? 1 : newest() + 1) +
            ", applied_by, daybook_version, started_at, finished_at, error "
            "FROM daybook_migrations WHERE version = 1");
    }
    void remove_newer() {
        run("DELETE FROM daybook_migrations WHERE version > " + std::to_string(newest()));
    }
    [[nodiscard]] std::string as_object() const { return "\"target\":" + std::to_string(newest()); }
    [[nodiscard]] int newest() const { return schema().migrations().back().version; }

  protected:
    [[nodiscard]] virtual app::EmbeddedSchema const& schema() const = 0;
    virtual void apply(ports::Migration const& migration) = 0;
    static inline ports::MigrationAuthor const author{.applied_by = "deploy@ci",
                                                      .daybook_version = "0.0.1"};
    support::ManualClock clock_{model::Timestamp{}};
    system::OpensslSha256 sha256_;
};

class SqliteFile final : public Database {
  public:
    explicit SqliteFile(std::string file) : file_{std::move(file)} {}
    std::string url() const override { return "sqlite:" + file_; }
    void run(std::string const& sql) override { run_sql(file_, sql); }

  protected:
    app::EmbeddedSchema const& schema() const override { return schema_; }
    void apply(ports::Migration const& migration) override {
        sqlite::SqliteMigrator{{.path = file_}, clock_}.apply(migration, author);
    }

  private:
    std::string file_;
    app::EmbeddedSchema schema_{app::EmbeddedSchema::Dialect::sqlite, sha256_};
};

class PostgresDatabase final : public Database {
  public:
    PostgresDatabase() : name_{support::PostgresCluster::shared().create_database()} {}
    std::string url() const override { return cluster().url(name_); }
    void run(std::string const& sql) override { (void)cluster().query(sql, name_); }
    static support::PostgresCluster& cluster() { return support::PostgresCluster::shared(); }

  protected:
    app::EmbeddedSchema const& schema() const override { return schema_; }
    void apply(ports::Migration const& migration) override {
        postgres::PostgresMigrator{{.url = *postgres::PostgresUrl::parse(url()), .pause = {}},
                                   clock_}
            .apply(migration, author);
    }

  private:
    std::string name_;
    app::EmbeddedSchema schema_{app::EmbeddedSchema::Dialect::postgres, sha256_};
};

DaybookProcess start_worker(TemporaryFolder const& folder, std::string const& url,
                            std::vector<std::string> const& flags = {}) {
    std::vector<std::string> arguments{"worker", "--listen", "127.0.0.1:0"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    return DaybookProcess{{.arguments = arguments,
                           .variables = {{"DATABASE_URL", url}},
                           .input = {},
                           .folder = folder.path()}};
}

void expect_start(TemporaryFolder const& folder, Case const& each, Database& database) {
    SCOPED_TRACE(each.name);
    database.bring_to(each.before);
    auto process = start_worker(folder, database.url(), each.flags);
    if (each.exit_code != 0) {
        auto const finished = process.wait();
        EXPECT_EQ(finished.exit_code, each.exit_code) << finished.err;
        EXPECT_THAT(finished.err, HasSubstr(each.says));
        return;
    }
    HttpClient client{port_of(process.wait_for_line("port="))};
    process.wait_for_line(each.says);
    auto const ready = client.get("/readyz");
    EXPECT_EQ(ready.status, 200) << ready.body;
    EXPECT_THAT(ready.body, HasSubstr("{\"ready\":true,\"reasons\":[],\"database\":\""));
    EXPECT_THAT(ready.body, HasSubstr(database.as_object()));
    process.send(SIGTERM);
    auto const finished = process.wait();
    EXPECT_EQ(finished.exit_code, 0);
    auto const warned = finished.err.find("this binary knows") != std::string::npos;
    EXPECT_EQ(warned, each.before == Before::ahead_compatible) << finished.err;
}

TEST(WorkerStartup, OnAFileFollowsTheTable) {
    auto cases = on_every_engine;
    cases.push_back({"empty", Before::empty, {}, 0, "worker ready"});
    cases.push_back({"behind", Before::behind, {}, 0, "worker ready"});
    for (auto const& each : cases) {
        TemporaryFolder folder;
        SqliteFile database{folder.file("book.db")};
        expect_start(folder, each, database);
        EXPECT_EQ(std::filesystem::exists(folder.file("book.db.schema-1.bak")),
                  each.before == Before::behind);
    }
}

TEST(WorkerStartup, OnPostgresFollowsTheTable) {
    if (!support::postgres_is_expected()) GTEST_SKIP() << "no Postgres server is installed";
    std::vector<Case> cases{
        {"empty", Before::empty, {}, 3, "at schema 0; this binary needs"},
        {"behind", Before::behind, {}, 3, "at schema 1; this binary needs"},
        {"behind, --migrate", Before::behind, {"--migrate"}, 0, "worker ready"}};
    cases.insert(cases.end(), on_every_engine.begin(), on_every_engine.end());
    TemporaryFolder folder;
    PostgresDatabase database;
    for (auto const& each : cases) expect_start(folder, each, database);
    PostgresDatabase other;
    expect_start(folder, {"empty, --migrate", Before::empty, {"--migrate"}, 0, "worker ready"},
                 other);
}

TEST(WorkerStartup, OfManyThatMigrateAtOnceAllStart) {
    if (!support::postgres_is_expected()) GTEST_SKIP() << "no Postgres server is installed";
    TemporaryFolder folder;
    PostgresDatabase database;
    std::vector<std::unique_ptr<DaybookProcess>> workers;
    for (int i = 0; i < 4; ++i) {
        workers.push_back(std::make_unique<DaybookProcess>(
            DaybookProcess::Options{.arguments = {"worker", "--listen", "127.0.0.1:0", "--migrate"},
                                    .variables = {{"DATABASE_URL", database.url()}},
                                    .input = {},
                                    .folder = folder.path()}));
    }
    for (auto const& worker : workers) worker->wait_for_line("worker ready");
    for (auto const& worker : workers) worker->send(SIGTERM);
    for (auto const& worker : workers) EXPECT_EQ(worker->wait().exit_code, 0);
}

/// Asks until the worker is ready, or is not.
HttpAnswer wait_until(HttpClient& client, bool ready) {
    while (true) {
        auto answer = client.get("/readyz");
        EXPECT_EQ(boost::json::parse(answer.body).at("ready").as_bool(), answer.status == 200);
        if ((answer.status == 200) == ready) return answer;
    }
}

/// The same object that `migrate status --json` prints, and five members more.
void expect_the_object_of_status(TemporaryFolder const& folder, Database const& database,
                                 std::string const& body) {
    auto ready = boost::json::parse(body).as_object();
    for (auto const* more : {"ready", "reasons", "book_id", "timeline", "exchanges"}) {
        EXPECT_EQ(ready.erase(more), 1u);
    }
    auto const status = run_daybook(folder, {"migrate", "status", "--json"}, {},
                                    {{"DATABASE_URL", database.url()}});
    EXPECT_EQ(ready, boost::json::parse(status.out).as_object());
}

void expect_to_tell_of_drift(Database& database) {
    TemporaryFolder folder;
    database.bring_to(Before::equal);
    database.run("CREATE INDEX mine ON orders (symbol)");
    auto process = start_worker(folder, database.url());
    HttpClient client{port_of(process.wait_for_line("port="))};
    process.wait_for_line("schema drifted differences=1");
    auto const drifted = client.get("/readyz");
    EXPECT_EQ(drifted.status, 200);
    EXPECT_THAT(drifted.body, HasSubstr("\"state\":\"drift\""));
    expect_the_object_of_status(folder, database, drifted.body);
    process.send(SIGTERM);
    EXPECT_EQ(process.wait().exit_code, 0);
}

TEST(WorkerReadiness, TellsOfDriftInTheFile) {
    TemporaryFolder folder;
    SqliteFile database{folder.file("book.db")};
    expect_to_tell_of_drift(database);
}

TEST(WorkerReadiness, TellsOfDriftOnTheServer) {
    if (!support::postgres_is_expected()) GTEST_SKIP() << "no Postgres server is installed";
    PostgresDatabase database;
    expect_to_tell_of_drift(database);
}

void expect_to_notice_a_newer_schema(Database& database) {
    TemporaryFolder folder;
    database.bring_to(Before::equal);
    auto process = start_worker(folder, database.url());
    HttpClient client{port_of(process.wait_for_line("port="))};
    database.add_newer(true);
    EXPECT_EQ(client.get("/readyz").status, 200);
    database.remove_newer();
    database.add_newer(false);
    auto const body = wait_until(client, false).body;
    EXPECT_THAT(body, HasSubstr("{\"ready\":false,\"reasons\":[\"the database is at schema "));
    EXPECT_THAT(body, HasSubstr("\"state\":\"ahead\""));
    database.remove_newer();
    EXPECT_THAT(wait_until(client, true).body, HasSubstr("\"state\":\"current\""));
    process.send(SIGTERM);
    EXPECT_EQ(process.wait().exit_code, 0);
}

TEST(WorkerReadiness, SaysWhenAnIncompatibleReleaseMigratesTheFile) {
    TemporaryFolder folder;
    SqliteFile database{folder.file("book.db")};
    expect_to_notice_a_newer_schema(database);
}

TEST(WorkerReadiness, SaysWhenAnIncompatibleReleaseMigratesTheServer) {
    if (!support::postgres_is_expected()) GTEST_SKIP() << "no Postgres server is installed";
    PostgresDatabase database;
    expect_to_notice_a_newer_schema(database);
}

TEST(WorkerReadiness, ReturnsByItselfWithTheServer) {
    if (!support::postgres_is_expected()) GTEST_SKIP() << "no Postgres server is installed";
    TemporaryFolder folder;
    PostgresDatabase database;
    database.bring_to(Before::equal);
    auto process = start_worker(folder, database.url());
    HttpClient client{port_of(process.wait_for_line("port="))};
    PostgresDatabase::cluster().stop("immediate");
    auto const away = wait_until(client, false).body;
    EXPECT_THAT(away, HasSubstr("\"reasons\":[\"the store does not answer\"]"));
    EXPECT_THAT(away, HasSubstr("\"state\":\"current\""));
    EXPECT_EQ(client.get("/healthz").status, 200);
    PostgresDatabase::cluster().start();
    EXPECT_THAT(wait_until(client, true).body, HasSubstr("\"reasons\":[]"));
    process.send(SIGTERM);
    EXPECT_EQ(process.wait().exit_code, 0);
}

}  // namespace
}  // namespace daybook::e2e
