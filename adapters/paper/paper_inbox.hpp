#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "paper/paper_clock.hpp"
#include "ports/outbound/exchange_gateway.hpp"

namespace daybook::paper {

/// What other threads leave for the gateway's thread: tasks, and which reports are durable.
/// It outlives the gateway for as long as a report is not confirmed. Threads: safe.
class PaperInbox {
  public:
    using Task = std::function<void()>;

    /// What the gateway's thread finds when it looks.
    struct Contents {
        bool has_tasks = false;
        bool is_closing = false;
        std::size_t unconfirmed = 0;
        /// Changes whenever anything of this does.
        std::uint64_t version = 0;
    };

    /// False, and nothing is left, where no thread takes tasks.
    [[nodiscard]] bool post(Task task);
    /// A thread takes tasks from now on.
    void open();
    /// Asks the thread to end.
    void close();
    /// The thread has ended; tasks that it has not taken are dropped.
    void end();

    [[nodiscard]] Contents look();
    /// The task that has waited longest. Requires that there is one.
    [[nodiscard]] Task take_task();
    /// Waits until something has changed since `seen`, or until `deadline`. Without a deadline, and
    /// with nothing unconfirmed in the way, the thread counts as idle meanwhile.
    void wait(Contents const& seen, std::optional<PaperClock::Steady::time_point> deadline,
              bool is_idle);
    /// Waits until the thread has nothing to do, or has ended.
    void wait_until_idle();

    /// Keeps a report until it is confirmed, and gives it a number.
    [[nodiscard]] std::uint64_t keep(ports::ExchangeReport const& report);
    void confirm(std::uint64_t number);
    /// Shape: in the order in which they were kept.
    [[nodiscard]] std::vector<std::pair<std::uint64_t, ports::ExchangeReport>> unconfirmed();

  private:
    void change();

    std::mutex mutex_;
    std::condition_variable changed_;
    Contents contents_;
    std::deque<Task> tasks_;
    std::map<std::uint64_t, ports::ExchangeReport> kept_;
    std::uint64_t last_number_ = 0;
    bool is_open_ = false;
    bool is_idle_ = true;
};

}  // namespace daybook::paper
