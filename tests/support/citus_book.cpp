#include "support/citus_book.hpp"

#include <libpq-fe.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <stdexcept>

#include "migrations/embedded_migrations.hpp"
#include "postgres/postgres_migrator.hpp"
#include "support/manual_clock.hpp"

namespace daybook::support {
namespace {

struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};

postgres::PostgresUrl server_url() {
    char const* const text = std::getenv(citus_variable);
    auto url = postgres::PostgresUrl::parse(text == nullptr ? "" : text);
    if (!url) throw std::runtime_error{std::string{citus_variable} + " must be " + url.error()};
    return std::move(*url);
}

std::vector<std::string> run(postgres::PostgresUrl const& url, std::string const& sql) {
    std::unique_ptr<PGconn, Finish> const connection{PQconnectdb(url.connection_string().c_str())};
    auto* const result = PQexec(connection.get(), sql.c_str());
    std::vector<std::string> values;
    for (int row = 0; row < PQntuples(result); ++row) values.push_back(PQgetvalue(result, row, 0));
    auto const status = PQresultStatus(result);
    PQclear(result);
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) return values;
    throw std::runtime_error{"citus: " + sql + ": " + PQerrorMessage(connection.get())};
}

}  // namespace

CitusBook::CitusBook(std::string const& script) : server_{server_url()}, url_{server_} {
    static int books = 0;
    database_ = "daybook_test_" + std::to_string(::getpid()) + "_" + std::to_string(++books);
    url_.set("dbname", database_);
    run(server_, "CREATE DATABASE " + database_);
    query("CREATE EXTENSION citus");
    query("SELECT citus_set_coordinator_host('localhost', current_setting('port')::integer)");
    query(
        "SELECT citus_set_node_property('localhost', current_setting('port')::integer, "
        "'shouldhaveshards', true)");
    migrate();
    query("CREATE ROLE " + database_);
    query("SET citus.shard_count = 4; SET daybook.role = '" + database_ + "'; " + script);
}

CitusBook::~CitusBook() {
    try {
        run(server_, "DROP DATABASE " + database_ + " WITH (FORCE)");
        run(server_, "DROP ROLE " + database_);
    } catch (std::runtime_error const&) {
        // The server may be away; its name says what it is left from.
    }
}

std::vector<std::string> CitusBook::query(std::string const& sql) const { return run(url_, sql); }

void CitusBook::migrate() const {
    support::ManualClock clock{model::Timestamp{}};
    postgres::PostgresMigrator migrator{{.url = url_, .pause = {}}, clock};
    for (auto const& migration : migrations::embedded_migrations()) {
        migrator.apply({.version = migration.version,
                        .name = migration.name,
                        .fingerprint = "test",
                        .compatible_from = migration.version,
                        .sql = migration.postgres},
                       {.applied_by = "test", .daybook_version = "test"});
    }
}

}  // namespace daybook::support
