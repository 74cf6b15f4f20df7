#include "support/postgres_cluster.hpp"

#include <fcntl.h>
#include <libpq-fe.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <system_error>

#include "migrations/embedded_migrations.hpp"
#include "postgres/postgres_migrator.hpp"
#include "support/manual_clock.hpp"

namespace daybook::support {
namespace {

namespace fs = std::filesystem;

constexpr unsigned nobody = 65534;

[[noreturn]] void fail(std::string const& what) { throw std::runtime_error{"postgres: " + what}; }

/// The folder with the newest server's programs; empty where none is installed.
std::string find_programs() {
    std::string newest;
    int newest_version = 0;
    std::error_code ignored;
    for (auto const& entry : fs::directory_iterator{"/usr/lib/postgresql", ignored}) {
        int const version = std::atoi(entry.path().filename().c_str());
        auto const programs = entry.path() / "bin";
        if (version > newest_version && fs::exists(programs / "initdb")) {
            newest = programs;
            newest_version = version;
        }
    }
    if (!newest.empty()) return newest;
    for (auto const* folder : {"/usr/bin", "/usr/local/bin", "/usr/local/pgsql/bin"}) {
        if (fs::exists(fs::path{folder} / "initdb")) return folder;
    }
    return {};
}

std::string program(std::string const& name) {
    static std::string const programs = find_programs();
    if (programs.empty()) fail("no server is installed");
    return programs + "/" + name;
}

int free_port() {
    int const socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    bool const is_bound = ::bind(socket, any, size) == 0 && ::getsockname(socket, any, &size) == 0;
    ::close(socket);
    if (!is_bound) fail("no free port");
    return ntohs(address.sin_port);
}

/// Starts a program with `in` as its input and its output in `log`.
pid_t start_program(std::vector<std::string> const& command, int in, std::string const& log) {
    std::vector<char*> arguments;
    for (auto const& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    int const out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (out < 0) fail("cannot write " + log);
    pid_t const child = ::fork();
    if (child == 0) {
        ::setsid();
        ::dup2(in, 0);
        ::dup2(out, 1);
        ::dup2(out, 2);
        ::execv(arguments[0], arguments.data());
        ::_exit(127);
    }
    ::close(out);
    if (child < 0) fail("cannot fork");
    return child;
}

std::vector<std::string> as_ordinary_user(std::vector<std::string> command) {
    if (::geteuid() != 0) return command;
    std::vector<std::string> whole{"/usr/bin/setpriv", "--reuid=65534", "--regid=65534",
                                   "--clear-groups"};
    whole.insert(whole.end(), command.begin(), command.end());
    return whole;
}

std::string text_of(std::string const& file) {
    std::ostringstream text;
    text << std::ifstream{file}.rdbuf();
    return text.str();
}

struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};

}  // namespace

bool postgres_is_expected() {
    char const* const ci = std::getenv("CI");
    return (ci != nullptr && std::string_view{ci} == "true") || !find_programs().empty();
}

PostgresCluster::PostgresCluster(Options options) {
    folder_ = (fs::temp_directory_path() / "daybook-postgres-XXXXXX").string();
    if (::mkdtemp(folder_.data()) == nullptr) fail("cannot make a temporary folder");
    start_guardian();
    initialize(options);
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
    start_program({"/bin/sh", "-c", script, "sh", folder_}, ends[0], "/dev/null");
    ::close(ends[0]);
    guardian_ = ends[1];
}

void PostgresCluster::initialize(Options const& options) {
    if (::geteuid() == 0 && ::chown(folder_.c_str(), nobody, nobody) != 0) fail("chown failed");
    run({program("initdb"), "--pgdata=" + data(), "--username=daybook", "--auth=trust",
         "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"});
    port_ = free_port();
    // Whatever a server may be set to that must not matter to us, this one is.
    std::ofstream{data() + "/postgresql.conf"}
        << "listen_addresses = '127.0.0.1'\nport = " << port_ << "\nunix_socket_directories = '"
        << folder_ << "'\nmax_connections = 100\nshared_buffers = 64MB\n"
        << "timezone = 'America/St_Johns'\nlog_timezone = 'UTC'\ndatestyle = 'German, DMY'\n"
        << "intervalstyle = 'iso_8601'\nbytea_output = 'escape'\nextra_float_digits = -3\n"
        << "default_transaction_isolation = 'serializable'\nclient_min_messages = 'error'\n"
        << "deadlock_timeout = 100ms\nlog_line_prefix = '%d %p '\nfsync = "
        << (options.is_durable ? "on" : "off")
        << "\nfull_page_writes = " << (options.is_durable ? "on" : "off") << "\n"
        << options.settings << "\n";
    std::ofstream{data() + "/pg_hba.conf"} << "local all all trust\n"
                                              "host all guarded 127.0.0.1/32 scram-sha-256\n"
                                              "host all all 127.0.0.1/32 trust\n"
                                              "local replication all trust\n"
                                              "host replication all 127.0.0.1/32 trust\n";
}

void PostgresCluster::run(std::vector<std::string> command) const {
    // pg_ctl's server keeps its output open.
    auto const output = folder_ + "/output";
    int const nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    auto const child = start_program(as_ordinary_user(command), nothing, output);
    ::close(nothing);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (status != 0) fail(command[0] + " failed: " + text_of(output) + log());
}

void PostgresCluster::start() {
    run({program("pg_ctl"), "--pgdata=" + data(), "--log=" + log_file(), "--wait", "start"});
}

void PostgresCluster::stop(std::string const& mode) {
    run({program("pg_ctl"), "--pgdata=" + data(), "--mode=" + mode, "--wait", "stop"});
}

void PostgresCluster::restart(std::string const& mode) {
    run({program("pg_ctl"), "--pgdata=" + data(), "--log=" + log_file(), "--mode=" + mode, "--wait",
         "restart"});
}

std::string PostgresCluster::log() const { return text_of(log_file()); }

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
