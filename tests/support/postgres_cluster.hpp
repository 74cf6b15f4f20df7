#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "postgres/postgres_private_server.hpp"

namespace daybook::support {

/// Whether Postgres tests are to run: where a server is installed, and in CI in any case, so that
/// they fail there rather than being left out.
[[nodiscard]] bool postgres_is_expected();

/// A private Postgres server: its own data in a temporary folder, a Unix socket there, a free port
/// of the loopback, an ordinary user even when the tests run as root. It stops and its folder goes
/// away with the object, or, if the process dies, with the process.
///
/// Throws: std::runtime_error from any member. Threads: one at a time.
class PostgresCluster {
  public:
    struct Options {
        /// Whether an answered commit survives a crash of the machine.
        bool is_durable = false;
        /// Lines for postgresql.conf.
        std::string settings;
    };

    explicit PostgresCluster(Options options);
    PostgresCluster() : PostgresCluster(Options{}) {}
    PostgresCluster(PostgresCluster const&) = delete;
    PostgresCluster& operator=(PostgresCluster const&) = delete;
    ~PostgresCluster();

    /// One server for all tests of the process, started when it is first asked for.
    [[nodiscard]] static PostgresCluster& shared();

    /// `user` needs no password, but for `guarded`, whose password is `pass word`.
    [[nodiscard]] std::string url(std::string const& database,
                                  std::string const& user = "daybook") const;
    [[nodiscard]] int port() const { return port_; }
    [[nodiscard]] std::string const& folder() const { return folder_; }

    /// Makes an empty book of the newest schema, copied from a template. Returns its name.
    [[nodiscard]] std::string create_book();
    /// Makes a database without any table. Returns its name.
    [[nodiscard]] std::string create_database();
    void drop_database(std::string const& name);

    /// Runs statements in `database`; returns the first column of the last one's rows.
    std::vector<std::string> query(std::string const& sql,
                                   std::string const& database = "postgres") const;

    /// `mode`: smart, fast or immediate, which is a crash.
    void stop(std::string const& mode);
    void start();
    void restart(std::string const& mode);
    /// What the server has logged so far.
    [[nodiscard]] std::string log() const;

  private:
    void start_guardian();

    std::string folder_;
    int port_ = 0;
    std::optional<postgres::PostgresPrivateServer> server_;
    int guardian_ = -1;
    int databases_ = 0;
    bool has_template_ = false;
};

/// A database that goes away again.
class PostgresBook {
  public:
    explicit PostgresBook(PostgresCluster& cluster)
        : cluster_{cluster}, database_{cluster.create_book()} {}
    PostgresBook(PostgresBook const&) = delete;
    PostgresBook& operator=(PostgresBook const&) = delete;
    ~PostgresBook();

    [[nodiscard]] PostgresCluster& cluster() const { return cluster_; }
    [[nodiscard]] std::string const& database() const { return database_; }
    [[nodiscard]] std::string url() const { return cluster_.url(database_); }
    std::vector<std::string> query(std::string const& sql) const {
        return cluster_.query(sql, database_);
    }

  private:
    PostgresCluster& cluster_;
    std::string database_;
};

}  // namespace daybook::support
