#pragma once

#include <cstdint>
#include <string>

#include "bench/bench_server.hpp"

namespace daybook::bench {

/// What a server has spent so far, on one database where it can tell.
struct ServerCost {
    /// Of all its processes, user and system.
    double cpu_seconds = 0;
    std::uint64_t wal_bytes = 0;
    std::uint64_t disk_bytes = 0;
    /// Statements that were run in the database, each a round trip.
    std::uint64_t statements = 0;
    std::uint64_t commits = 0;
};

/// Reads what a server spends. The server has pg_stat_statements loaded.
/// Throws: std::runtime_error. Threads: one at a time.
class ServerMeter {
  public:
    /// `database_url` is of the book that is measured.
    ServerMeter(BenchServer& server, std::string const& database_url);

    [[nodiscard]] ServerCost read();
    /// The statements that took the server longest, as a table in Markdown.
    [[nodiscard]] std::string longest_statements(double lifecycles);

  private:
    BenchConnection connection_;
    std::string database_;
    int postmaster_;
};

/// Of this process and all its threads, user and system.
[[nodiscard]] double own_cpu_seconds();

}  // namespace daybook::bench
