#pragma once

#include <string>

#include "support/postgres_cluster.hpp"

namespace daybook::support {

/// A synchronous standby of a primary, made by pg_basebackup in the primary's folder: no commit is
/// answered before it has it. It can be made the primary. It stops with the object, or, if the
/// process dies, soon after the primary's folder has gone.
///
/// Throws: std::runtime_error from any member. Threads: one at a time.
class PostgresStandby {
  public:
    /// Returns when the standby follows, and commits wait for it.
    explicit PostgresStandby(PostgresCluster& primary);
    PostgresStandby(PostgresStandby const&) = delete;
    PostgresStandby& operator=(PostgresStandby const&) = delete;
    ~PostgresStandby();

    /// Stops it as a crash does, and starts it again; it follows the primary where that lives.
    void stop();
    void start();
    /// Ends recovery; returns when it takes writes.
    void promote();
    [[nodiscard]] std::string url(std::string const& database) const;
    /// A URL of `database` that finds whichever of the two takes writes.
    [[nodiscard]] std::string url_of_both(std::string const& database) const;

  private:
    void run_tool(std::string const& command) const;
    [[nodiscard]] std::string data() const { return primary_.folder() + "/standby"; }

    PostgresCluster& primary_;
    /// The folder of the server's programs.
    std::string programs_;
};

}  // namespace daybook::support
