#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <vector>

namespace daybook::postgres {

/// Until when the server must have answered on one connection. Threads: safe.
class PostgresDeadline {
  public:
    using Time = std::chrono::steady_clock::time_point;

    /// Watches a duplicate of `socket`.
    explicit PostgresDeadline(int socket);
    PostgresDeadline(PostgresDeadline const&) = delete;
    PostgresDeadline& operator=(PostgresDeadline const&) = delete;
    ~PostgresDeadline();

    void set(Time time) { ticks_ = time.time_since_epoch().count(); }
    void clear() { ticks_ = never; }
    /// Shuts the connection down if its deadline has passed: whoever waits on it sees it as lost.
    /// The server is not told to cancel: it would give up waiting for a standby and say "done".
    void cut_if_due(Time now);
    [[nodiscard]] bool was_cut() const { return was_cut_; }

  private:
    static constexpr Time::rep never = 0;

    int socket_;
    std::atomic<Time::rep> ticks_ = never;
    std::atomic<bool> was_cut_ = false;
};

/// The deadlines of all connections. Threads: safe.
class PostgresDeadlines {
  public:
    [[nodiscard]] std::shared_ptr<PostgresDeadline> watch(int socket);
    void cut_due(PostgresDeadline::Time now);

  private:
    std::mutex mutex_;
    std::vector<std::weak_ptr<PostgresDeadline>> watched_;
};

}  // namespace daybook::postgres
