#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "postgres/postgres_deadlines.hpp"
#include "postgres/postgres_result.hpp"

namespace daybook::postgres {

/// One physical connection to a server, from its opening to its loss. It is never reopened.
///
/// Throws: what libpqxx throws, from any member that talks to the server.
/// Threads: not safe; one session per thread.
class PostgresSession {
  public:
    /// Connects. `connection_string`: `name='value'` parameters of libpq.
    PostgresSession(std::string const& connection_string, PostgresDeadlines& deadlines,
                    std::chrono::milliseconds answer_deadline);
    PostgresSession(PostgresSession const&) = delete;
    PostgresSession& operator=(PostgresSession const&) = delete;
    ~PostgresSession();

    /// Runs one statement without arguments.
    PostgresResult execute(std::string const& sql);
    /// Runs one statement, prepared when it is first used, with arguments in binary format.
    PostgresResult execute(std::string_view sql, std::vector<std::string> const& arguments);

    [[nodiscard]] bool is_lost() const;
    /// Whether it was given up because the server did not answer in time.
    [[nodiscard]] bool was_cut() const;
    /// The newest notice of the server since the last call; empty where there was none.
    [[nodiscard]] std::string take_notice();
    [[nodiscard]] int server_version() const;
    /// The process id that the server gave when connecting.
    [[nodiscard]] int server_pid() const;
    /// Whether accounts are spread over several servers: Citus.
    [[nodiscard]] bool is_distributed() const { return is_distributed_; }
    void set_distributed(bool is_distributed) { is_distributed_ = is_distributed; }

  private:
    struct Parts;

    std::unique_ptr<Parts> parts_;
    bool is_distributed_ = false;
};

}  // namespace daybook::postgres
