#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "postgres/postgres_options.hpp"
#include "postgres/postgres_session.hpp"

namespace daybook::postgres {

/// Looks from a second connection who keeps a session waiting: once the session has an answer, or
/// has given up, the server has forgotten. It connects only when a statement takes long.
///
/// Threads: a thread of its own looks; take_blocker() is called from another.
class PostgresLockWatch {
  public:
    using Tell = std::function<void(std::string const&)>;

    struct Options {
        PostgresUrl url;
        /// The session that is watched.
        int server_pid = 0;
        std::chrono::milliseconds interval{0};
        /// Called for each new blocker, from the watch's thread. May be empty.
        Tell tell = {};
    };

    explicit PostgresLockWatch(Options options);
    PostgresLockWatch(PostgresLockWatch const&) = delete;
    PostgresLockWatch& operator=(PostgresLockWatch const&) = delete;

    /// Who was last seen to block the session since the last call, such as `orders is locked by
    /// pid 41002 (pg_dump, transaction open 25 min)`; empty for nobody.
    [[nodiscard]] std::string take_blocker();

  private:
    void run(std::stop_token const& stop);
    void look(PostgresSession& session);

    Options options_;
    std::mutex mutex_;
    std::condition_variable_any stopping_;
    std::string blocker_;
    std::optional<int> told_;
    /// Last: it stops before the rest goes.
    std::jthread thread_;
};

}  // namespace daybook::postgres
