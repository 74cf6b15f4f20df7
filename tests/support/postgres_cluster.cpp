#include "support/postgres_cluster.hpp"

#include <fcntl.h>
#include <libpq-fe.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>
#include <system_error>

#include "migrations/embedded_migrations.hpp"
#include "postgres/postgres_migrator.hpp"
#include "support/free_port.hpp"
#include "support/manual_clock.hpp"

namespace daybook::support {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(std::string const& what) { throw std::runtime_error{"postgres: " + what}; }

/// A shell that runs `script` on `argument` once `in` ends.
void start_shell(std::string const& script, std::string const& argument, int in) {
    pid_t const child = ::fork();
    if (child < 0) fail("cannot fork");
    if (child > 0) return;
    ::setsid();
    int const nothing = ::open("/dev/null", O_WRONLY);
    ::dup2(in, 0);
    ::dup2(nothing, 1);
    ::dup2(nothing, 2);
    ::execl("/bin/sh", "/bin/sh", "-c", script.c_str(), "sh", argument.c_str(), nullptr);
    ::_exit(127);
}

/// Whatever a server may be set to that must not matter to us, this one is.
std::string odd_settings(PostgresCluster::Options const& options) {
    std::string const durable = options.is_durable ? "on" : "off";
    return "max_connections = 100\nshared_buffers = 64MB\n"
           "timezone = 'America/St_Johns'\ndatestyle = 'German, DMY'\n"
           "intervalstyle = 'iso_8601'\nbytea_output = 'escape'\nextra_float_digits = -3\n"
           "default_transaction_isolation = 'serializable'\nclient_min_messages = 'error'\n"
           "deadlock_timeout = 100ms\nlog_line_prefix = '%d %p '\nfsync = " +
           durable + "\nfull_page_writes = " + durable + "\n" + options.settings + "\n";
}

struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};

}  // namespace

bool postgres_is_expected() {
    char const* const ci = std::getenv("CI");
    return (ci != nullptr && std::string_view{ci} == "true") ||
           !postgres::PostgresPrivateServer::find_programs().empty();
}

PostgresCluster::PostgresCluster(Options options) {
    folder_ = (fs::temp_directory_path() / "daybook-postgres-XXXXXX").string();
    if (::mkdtemp(folder_.data()) == nullptr) fail("cannot make a temporary folder");
    start_guardian();
    port_ = free_port();
    server_.emplace(postgres::PostgresPrivateServer::Options{
        .folder = folder_,
        .port = port_,
        .settings = odd_settings(options),
        .access = "host all guarded 127.0.0.1/32 scram-sha-256\n"});
    server_->initialize();
    start();
    query("CREATE ROLE guarded LOGIN PASSWORD 'pass word'");
}

PostgresCluster::~PostgresCluster() {
    try {
        stop("immediate");
    } catch (std::runtime_error const&) {
        // It has gone before.
    }
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
    ::close(guardian_);
}

PostgresCluster& PostgresCluster::shared() {
    static PostgresCluster cluster;
    return cluster;
}

/// Waits for the end of this process, and then does what the destructor did not.
void PostgresCluster::start_guardian() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) fail("no pipe");
    std::string const script =
        "read _; cd /; [ -d \"$1\" ] || exit 0; kill -QUIT \"$(head -n 1 "
        "\"$1/data/postmaster.pid\")\"; rm -rf \"$1\"";
    start_shell(script, folder_, ends[0]);
    ::close(ends[0]);
    guardian_ = ends[1];
}

void PostgresCluster::start() { server_->start(); }

void PostgresCluster::stop(std::string const& mode) { server_->stop(mode); }

void PostgresCluster::restart(std::string const& mode) {
    stop(mode);
    start();
}

std::string PostgresCluster::log() const { return server_->log(); }

std::string PostgresCluster::url(std::string const& database, std::string const& user) const {
    return "postgresql://" + user + "@127.0.0.1:" + std::to_string(port_) + "/" + database;
}

std::string PostgresCluster::create_book() {
    if (!has_template_) {
        query("CREATE DATABASE book_template");
        ManualClock clock{model::Timestamp{}};
        postgres::PostgresMigrator migrator{
            {.url = *postgres::PostgresUrl::parse(url("book_template"))}, clock};
        for (auto const& migration : migrations::embedded_migrations()) {
            migrator.apply({.version = migration.version,
                            .name = migration.name,
                            .fingerprint = "test",
                            .compatible_from = migration.version,
                            .sql = migration.postgres},
                           {.applied_by = "test", .daybook_version = "test"});
        }
        has_template_ = true;
    }
    auto const name = "book_" + std::to_string(++databases_);
    query("CREATE DATABASE " + name + " TEMPLATE book_template");
    return name;
}

std::string PostgresCluster::create_database() {
    auto const name = "empty_" + std::to_string(++databases_);
    query("CREATE DATABASE " + name);
    return name;
}

void PostgresCluster::drop_database(std::string const& name) {
    query("DROP DATABASE " + name + " WITH (FORCE)");
}

std::vector<std::string> PostgresCluster::query(std::string const& sql,
                                                std::string const& database) const {
    auto const parameters =
        "host='" + folder_ + "' port=" + std::to_string(port_) + " user=daybook dbname=" + database;
    std::unique_ptr<PGconn, Finish> const connection{PQconnectdb(parameters.c_str())};
    auto* const result = PQexec(connection.get(), sql.c_str());
    std::vector<std::string> values;
    for (int row = 0; row < PQntuples(result); ++row) values.push_back(PQgetvalue(result, row, 0));
    auto const status = PQresultStatus(result);
    PQclear(result);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
        fail(sql + ": " + PQerrorMessage(connection.get()));
    }
    return values;
}

PostgresBook::~PostgresBook() {
    try {
        cluster_.drop_database(database_);
    } catch (std::runtime_error const&) {
        // It goes with the cluster.
    }
}

}  // namespace daybook::support
