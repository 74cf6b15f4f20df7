#include "bench/bench_server.hpp"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace daybook::bench {

namespace {

/// A server as it is found in the field: durable, with defaults where they do not choke 2 cores.
std::string common_settings() {
    return "shared_buffers = 512MB\nmax_wal_size = 4GB\ncheckpoint_timeout = 15min\n"
           "synchronous_commit = on\nmax_connections = 200\ntimezone = 'UTC'\n"
           "datestyle = 'ISO, MDY'\nintervalstyle = 'postgres'\nbytea_output = 'hex'\n"
           "extra_float_digits = 1\ndefault_transaction_isolation = 'read committed'\n"
           "client_min_messages = 'notice'\ndeadlock_timeout = 1s\n";
}

std::vector<char const*> pointers_to(std::vector<std::string> const& values) {
    std::vector<char const*> pointers;
    for (auto const& value : values) pointers.push_back(value.c_str());
    return pointers;
}

}  // namespace

BenchConnection::BenchConnection(std::string const& url) : connection_{PQconnectdb(url.c_str())} {
    if (PQstatus(connection_.get()) != CONNECTION_OK) {
        throw std::runtime_error{PQerrorMessage(connection_.get())};
    }
}

BenchConnection::Result BenchConnection::require(PGresult* result, std::string const& sql) {
    Result owned{result};
    switch (PQresultStatus(result)) {
        case PGRES_COMMAND_OK:
        case PGRES_TUPLES_OK:
        case PGRES_COPY_IN:
        case PGRES_COPY_OUT:
            return owned;
        default:
            throw std::runtime_error{sql + ": " + PQerrorMessage(connection_.get())};
    }
}

BenchConnection::Result BenchConnection::run(std::string const& sql) {
    return require(PQexec(connection_.get(), sql.c_str()), sql);
}

BenchConnection::Result BenchConnection::run(std::string const& sql,
                                             std::vector<std::string> const& values) {
    auto const pointers = pointers_to(values);
    return require(PQexecParams(connection_.get(), sql.c_str(), static_cast<int>(pointers.size()),
                                nullptr, pointers.data(), nullptr, nullptr, 0),
                   sql);
}

void BenchConnection::prepare(std::string const& name, std::string const& sql) {
    require(PQprepare(connection_.get(), name.c_str(), sql.c_str(), 0, nullptr), sql);
}

BenchConnection::Result BenchConnection::run_prepared(std::string const& name,
                                                      std::vector<std::string> const& values) {
    auto const pointers = pointers_to(values);
    return require(
        PQexecPrepared(connection_.get(), name.c_str(), static_cast<int>(pointers.size()),
                       pointers.data(), nullptr, nullptr, 0),
        name);
}

std::string BenchConnection::copy_out(std::string const& sql) {
    run(sql);
    std::string all;
    char* piece = nullptr;
    for (int size; (size = PQgetCopyData(connection_.get(), &piece, 0)) > 0;) {
        all.append(piece, static_cast<std::size_t>(size));
        PQfreemem(piece);
    }
    require(PQgetResult(connection_.get()), sql);
    while (PGresult* more = PQgetResult(connection_.get())) PQclear(more);
    return all;
}

void BenchConnection::copy_in(std::string const& sql, std::string const& data) {
    run(sql);
    if (PQputCopyData(connection_.get(), data.data(), static_cast<int>(data.size())) != 1 ||
        PQputCopyEnd(connection_.get(), nullptr) != 1) {
        throw std::runtime_error{sql + ": " + PQerrorMessage(connection_.get())};
    }
    require(PQgetResult(connection_.get()), sql);
    while (PGresult* more = PQgetResult(connection_.get())) PQclear(more);
}

std::string BenchConnection::value(std::string const& sql) {
    auto const result = run(sql);
    return PQntuples(result.get()) > 0 ? PQgetvalue(result.get(), 0, 0) : std::string{};
}

BenchServer::BenchServer(std::string const& settings) {
    char const* const given = std::getenv("DAYBOOK_BENCH_SERVER");
    if (given != nullptr && settings.empty()) {
        base_url_ = given;
        return;
    }
    cluster_ = std::make_unique<support::PostgresCluster>(support::PostgresCluster::Options{
        .is_durable = true, .settings = common_settings() + settings});
    base_url_ = cluster_->url("");
    // The first book makes the template that the others are copied from.
    cluster_->drop_database(cluster_->create_book());
}

BenchServer& BenchServer::shared() {
    static BenchServer server;
    return server;
}

std::string BenchServer::create_book() {
    auto name = "bench_" + std::to_string(::getpid()) + "_" + std::to_string(++books_);
    BenchConnection{url("postgres")}.run("CREATE DATABASE " + name + " TEMPLATE book_template");
    return name;
}

void BenchServer::drop(std::string const& database) {
    BenchConnection{url("postgres")}.run("DROP DATABASE " + database + " WITH (FORCE)");
}

int BenchServer::process_id() {
    BenchConnection connection{url("postgres")};
    std::ifstream status{"/proc/" + connection.value("SELECT pg_backend_pid()") + "/stat"};
    std::string text;
    std::getline(status, text);
    // pid (name) state parent ...; the name may hold anything.
    return std::atoi(text.c_str() + text.rfind(')') + 4);
}

}  // namespace daybook::bench
