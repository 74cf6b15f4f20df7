#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include <csignal>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "e2e/daybook_process.hpp"
#include "e2e/http_client.hpp"
#include "e2e/postgres_book.hpp"
#include "e2e/sample_book.hpp"

namespace daybook::e2e {
namespace {

using testing::HasSubstr;

std::string deposit(std::string const& key) {
    return R"({"command":"deposit","account_id":"beta","idempotency_key":")" + key +
           R"(","asset":"USD","amount":"7"})" + "\n";
}

std::string member(boost::json::object const& object, char const* name) {
    return std::string{object.at(name).as_string()};
}

boost::json::object object_of(std::string const& json) {
    return boost::json::parse(json).as_object();
}

/// A worker on a book, until it goes.
class RunningWorker {
  public:
    RunningWorker(TemporaryFolder const& folder, std::string const& database)
        : process_{{.arguments = {"worker", "--listen", "127.0.0.1:0", "--database", database},
                    .variables = {},
                    .input = {},
                    .folder = folder.path()}},
          client_{port_of(process_.wait_for_line("port="))} {}
    ~RunningWorker() {
        process_.send(SIGTERM);
        EXPECT_EQ(process_.wait().exit_code, 0);
    }
    HttpAnswer get(std::string const& target) { return client_.get(target); }
    HttpAnswer stream_after(std::string const& cursor) {
        return client_.get("/v1/accounts/beta/entries/stream?after=" + cursor);
    }
    std::pair<std::string, std::string> identity() {
        auto const object = object_of(client_.get("/readyz").body);
        return {member(object, "book_id"), member(object, "timeline")};
    }

  private:
    DaybookProcess process_;
    HttpClient client_;
};

class Timeline : public testing::Test {
  protected:
    Finished run(std::string const& database, std::vector<std::string> arguments,
                 std::string input = {}) {
        arguments.insert(arguments.end(), {"--database", database});
        return run_daybook(folder_, std::move(arguments), std::move(input));
    }
    void apply(std::string const& database, std::string const& commands) {
        auto const applied = run(database, {"apply", "-"}, commands);
        EXPECT_EQ(applied.exit_code, 0) << applied.out << applied.err;
    }
    std::vector<std::string> exported(std::string const& database) {
        return lines_of(run(database, {"export", "--format", "ndjson", "--account", "beta"}).out);
    }
    /// The cursor of a client that has read all entries of beta.
    std::string cursor(std::string const& database) {
        auto const lines = exported(database);
        auto const last = object_of(lines.back());
        return member(object_of(lines.front()), "timeline") + ":" +
               std::to_string(last.at("seq").as_int64()) + ":" + member(last, "hash").substr(0, 16);
    }
    void expect_right(std::string const& database) {
        auto const verified = run(database, {"verify"});
        EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
    }
    /// Backs up a book, books more, restores it in `other`, which may be the same, and books
    /// something else under the numbers that were taken back.
    void expect_a_restore_to_begin_a_timeline(std::string const& database, std::string const& other,
                                              std::vector<std::string> flags) {
        apply(database, sample_commands());
        auto const before = cursor(database);
        auto const copy = folder_.file("copy");
        ASSERT_EQ(run(database, {"db", "backup", copy}).exit_code, 0);
        apply(database, deposit("lost"));
        auto const lost = cursor(database);
        auto const old = object_of(exported(database).front());
        EXPECT_EQ(member(old, "book_id"), member(old, "timeline"));

        std::vector<std::string> arguments{"db", "restore", copy};
        arguments.insert(arguments.end(), flags.begin(), flags.end());
        auto const restored = run(other, arguments);
        ASSERT_EQ(restored.exit_code, 0) << restored.out << restored.err;
        expect_right(other);
        apply(other, deposit("other"));
        auto const now = object_of(exported(other).front());
        EXPECT_EQ(member(now, "book_id"), member(old, "book_id"));
        EXPECT_NE(member(now, "timeline"), member(old, "timeline"));
        EXPECT_THAT(restored.out, HasSubstr(member(now, "timeline")));

        RunningWorker worker{folder_, other};
        EXPECT_EQ(worker.identity(), std::pair(member(now, "book_id"), member(now, "timeline")));
        for (auto const& each : {before, lost, std::string{"1"}}) {
            auto const answer = worker.stream_after(each);
            EXPECT_EQ(answer.status, 409) << each;
            EXPECT_THAT(answer.body, HasSubstr("/problems/cursor_of_another_timeline"));
        }
    }

    TemporaryFolder folder_;
};

TEST_F(Timeline, OfAFileThatIsRestoredIsAnother) {
    auto const book = "sqlite:" + folder_.file("book.db");
    expect_a_restore_to_begin_a_timeline(book, book, {"--yes"});
    expect_right(book);
}

TEST_F(Timeline, OfAFileThatIsRestoredElsewhereIsAnother) {
    expect_a_restore_to_begin_a_timeline("sqlite:" + folder_.file("book.db"),
                                         "sqlite:" + folder_.file("new/book.db"), {});
}

TEST_F(Timeline, OfAServersBookThatIsRestoredIsAnother) {
    if (!support::postgres_is_expected()) GTEST_SKIP() << "no Postgres server is installed";
    auto& cluster = support::PostgresCluster::shared();
    auto const one = cluster.create_database();
    auto const other = cluster.create_database();
    ASSERT_EQ(run(cluster.url(one), {"migrate"}).exit_code, 0);
    expect_a_restore_to_begin_a_timeline(cluster.url(one), cluster.url(other), {});
    auto const again = run(cluster.url(other), {"db", "restore", folder_.file("copy")});
    EXPECT_EQ(again.exit_code, 2);
    EXPECT_THAT(again.err, HasSubstr("restore into an empty database"));
    for (auto const& each : {one, other}) cluster.drop_database(each);
}

TEST_F(Timeline, AFileThatAWorkerHasOpenIsNotRestored) {
    auto const book = "sqlite:" + folder_.file("book.db");
    apply(book, sample_commands());
    auto const copy = folder_.file("copy");
    ASSERT_EQ(run(book, {"db", "backup", copy}).exit_code, 0);
    apply(book, deposit("more"));
    {
        RunningWorker const worker{folder_, book};
        auto const refused = run(book, {"db", "restore", copy, "--yes"});
        EXPECT_EQ(refused.exit_code, 8);
        EXPECT_THAT(refused.err, HasSubstr("is open elsewhere: stop the worker first"));
    }
    auto const unasked = run(book, {"db", "restore", copy});
    EXPECT_EQ(unasked.exit_code, 2);
    EXPECT_THAT(unasked.err, HasSubstr("add --yes"));
    EXPECT_THAT(exported(book).back(), HasSubstr("\"more\""));
    expect_right(book);
}

TEST_F(Timeline, WhatIsNoBackupIsNotRestored) {
    auto const book = "sqlite:" + folder_.file("book.db");
    EXPECT_EQ(run(book, {"db", "restore", folder_.file("none")}).exit_code, 2);
    apply(book, sample_commands());
    std::ofstream{folder_.file("empty.db")}.close();
    run_sql(folder_.file("empty.db"), "CREATE TABLE x (y)");
    auto const foreign = run(book, {"db", "restore", folder_.file("empty.db"), "--yes"});
    EXPECT_EQ(foreign.exit_code, 2) << foreign.err;
    expect_right(book);
}

TEST_F(Timeline, AFileThatWasPutBackByHandRefusesCursorsOfEntriesThatAreGone) {
    auto const book = "sqlite:" + folder_.file("book.db");
    auto const copy = folder_.file("copy.db");
    apply(book, sample_commands());
    ASSERT_EQ(run(book, {"db", "backup", copy}).exit_code, 0);
    apply(book, deposit("lost"));
    auto const lost = cursor(book);
    apply("sqlite:" + copy, deposit("other"));
    RunningWorker worker{folder_, "sqlite:" + copy};
    auto const answer = worker.stream_after(lost);
    EXPECT_EQ(answer.status, 409);
    EXPECT_THAT(answer.body, HasSubstr("/problems/cursor_not_in_book"));
}

TEST_F(Timeline, AWorkerEntersACheckpointWhenItEnds) {
    auto const book = "sqlite:" + folder_.file("book.db");
    apply(book, sample_commands());
    auto const checkpoints = [&] {
        std::size_t count = 0;
        for (auto const& line : lines_of(run(book, {"export", "--format", "ndjson"}).out)) {
            if (line.find("\"kind\":\"checkpoint\"") != std::string::npos) ++count;
        }
        return count;
    };
    EXPECT_EQ(checkpoints(), 1U);
    {
        DaybookProcess process{
            {.arguments = {"worker", "--listen", "127.0.0.1:0", "--database", book},
             .variables = {},
             .input = {},
             .folder = folder_.path()}};
        HttpClient client{port_of(process.wait_for_line("port="))};
        EXPECT_EQ(client.post("/v1/commands", "{\"commands\":[" + deposit("late") + "]}").status,
                  200);
        process.send(SIGTERM);
        EXPECT_EQ(process.wait().exit_code, 0);
    }
    EXPECT_EQ(checkpoints(), 2U);
    expect_right(book);
}

/// Wipes an account from every table that has accounts, past all protection.
TEST(WipedAccount, OfAServersBookIsNamed) {
    if (!support::postgres_is_expected()) GTEST_SKIP() << "no Postgres server is installed";
    auto& cluster = support::PostgresCluster::shared();
    auto const database = cluster.create_database();
    TemporaryFolder const folder;
    Variables const variables{{"DATABASE_URL", cluster.url(database)}};
    ASSERT_EQ(run_daybook(folder, {"migrate"}, {}, variables).exit_code, 0);
    ASSERT_EQ(run_daybook(folder, {"apply", "-"}, sample_commands(), variables).exit_code, 0);
    static_cast<void>(cluster.query(
        "SET session_replication_role = replica; DO $$ DECLARE t text; BEGIN FOR t IN SELECT "
        "c.table_name FROM information_schema.columns AS c WHERE c.column_name = 'account_id' AND "
        "c.table_schema = 'public' LOOP EXECUTE format('DELETE FROM %I WHERE account_id = "
        "''beta''', t); END LOOP; END $$",
        database));
    auto const verified = run_daybook(folder, {"verify"}, {}, variables);
    EXPECT_EQ(verified.exit_code, 13) << verified.out << verified.err;
    EXPECT_THAT(verified.out, HasSubstr("account beta, entry 1: the account is missing"));
    cluster.drop_database(database);
}

}  // namespace
}  // namespace daybook::e2e
