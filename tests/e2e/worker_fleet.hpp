#pragma once

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "e2e/daybook_process.hpp"

namespace daybook::e2e {

/// Some workers on one database, which can be killed while others talk to them.
///
/// Threads: port() from any; the others from one.
class WorkerFleet {
  public:
    /// `more`: arguments of each worker besides.
    WorkerFleet(TemporaryFolder const& folder, std::string database, std::size_t workers,
                std::vector<std::string> more = {});

    /// Where a worker listens; waits while it is being started.
    [[nodiscard]] int port(std::size_t worker);
    [[nodiscard]] std::size_t size() const { return workers_.size(); }

    /// Ends a worker with SIGKILL and starts another in its place.
    void kill(std::size_t worker);
    /// Ends all with SIGTERM. Returns their exit codes.
    std::vector<int> stop();
    /// What a worker says next that contains `words`.
    std::string wait_for_line(std::size_t worker, std::string const& words);

  private:
    struct Worker {
        std::unique_ptr<DaybookProcess> process;
        /// 0 while it does not listen.
        int port = 0;
    };

    void start(std::size_t worker);

    TemporaryFolder const& folder_;
    std::string database_;
    std::vector<std::string> more_;
    std::mutex mutex_;
    std::condition_variable started_;
    std::vector<Worker> workers_;
};

}  // namespace daybook::e2e
