#pragma once

#include <memory>
#include <string>
#include <vector>

#include <libpq-fe.h>

#include "support/postgres_cluster.hpp"

namespace daybook::bench {

/// A connection for the bench's own statements.
/// Throws: std::runtime_error with the statement and the server's sentence. Threads: one at a time.
class BenchConnection {
  public:
    explicit BenchConnection(std::string const& url);

    struct Clear {
        void operator()(PGresult* result) const { PQclear(result); }
    };
    using Result = std::unique_ptr<PGresult, Clear>;

    Result run(std::string const& sql);
    /// Values as text, all of the types that the server infers.
    Result run(std::string const& sql, std::vector<std::string> const& values);
    void prepare(std::string const& name, std::string const& sql);
    Result run_prepared(std::string const& name, std::vector<std::string> const& values);
    /// What `COPY ... TO STDOUT` gives.
    std::string copy_out(std::string const& sql);
    /// What `COPY ... FROM STDIN` takes.
    void copy_in(std::string const& sql, std::string const& data);
    /// The first column of the first row.
    std::string value(std::string const& sql);

  private:
    struct Finish {
        void operator()(PGconn* connection) const { PQfinish(connection); }
    };
    Result require(PGresult* result, std::string const& sql);

    std::unique_ptr<PGconn, Finish> connection_;
};

/// The durable Postgres server of a run: the one that DAYBOOK_BENCH_SERVER names, a URL without a
/// database, or a private one of this process.
class BenchServer {
  public:
    /// `settings`: lines for postgresql.conf of a private server.
    explicit BenchServer(std::string const& settings = {});

    /// The server of all benchmarks that need nothing special of it.
    [[nodiscard]] static BenchServer& shared();

    /// Ends in a slash.
    [[nodiscard]] std::string const& base_url() const { return base_url_; }
    [[nodiscard]] std::string url(std::string const& database) const {
        return base_url_ + database;
    }
    [[nodiscard]] std::string create_book();
    void drop(std::string const& database);
    /// The process that all of the server's processes come from.
    [[nodiscard]] int process_id();

  private:
    std::unique_ptr<support::PostgresCluster> cluster_;
    std::string base_url_;
    int books_ = 0;
};

}  // namespace daybook::bench
