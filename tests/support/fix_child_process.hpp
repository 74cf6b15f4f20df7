#pragma once

#include <sys/types.h>

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace daybook::support {

/// A program of the tests as a child: it is told by lines and answers by lines.
///
/// Threads: not safe.
class FixChildProcess {
  public:
    /// Throws: std::runtime_error.
    FixChildProcess(std::string const& program, std::vector<std::string> arguments);
    /// Kills the process if it still runs.
    ~FixChildProcess();
    FixChildProcess(FixChildProcess const&) = delete;
    FixChildProcess& operator=(FixChildProcess const&) = delete;

    void tell(std::string const& line) const;
    /// Waits for a line that contains `words`, after the one that was found last, and returns it.
    /// Throws: std::runtime_error where the output ends before, or after half a minute.
    std::string wait_for_line(std::string const& words);
    /// Every line so far.
    [[nodiscard]] std::vector<std::string> lines();
    /// As kill -9 does, and waits for the end.
    void kill();
    /// Waits for the end, and returns the exit code, or 128 and the signal's number.
    int wait();

  private:
    void read_output();

    pid_t pid_ = -1;
    int in_ = -1;
    int out_ = -1;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::string> lines_;
    std::size_t seen_ = 0;
    bool is_over_ = false;
    std::thread reader_;
};

}  // namespace daybook::support
