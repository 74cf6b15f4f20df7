#pragma once

#include <sys/types.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace daybook::e2e {

/// What a process left behind.
struct Finished {
    /// 128 and the signal's number where one ended it.
    int exit_code = -1;
    std::string out;
    std::string err;
};

using Variables = std::map<std::string, std::string>;

/// The daybook binary as a child: in a folder of its own as HOME, without our environment.
class DaybookProcess {
  public:
    struct Options {
        std::vector<std::string> arguments;
        Variables variables;
        std::string input;
        std::string folder;
        /// What stderr holds until it is read; nullopt: as much as the system gives.
        std::optional<int> err_bytes_max{};
        /// Whether stderr is said to be systemd's journal.
        bool err_is_journal = false;
        /// Whether it runs as somebody whom the rights of files bind, which root they do not.
        bool is_bound_by_rights = false;
    };

    explicit DaybookProcess(Options options);
    /// Ends the process if it still runs.
    ~DaybookProcess();
    DaybookProcess(DaybookProcess const&) = delete;
    DaybookProcess& operator=(DaybookProcess const&) = delete;

    /// Reads stderr up to a line that contains `words` and returns the line.
    /// Throws: std::runtime_error if stderr ends before, or after five minutes.
    std::string wait_for_line(std::string const& words);
    void send(int signal) const;
    /// The most memory that it has had at one time, without what is swapped out.
    [[nodiscard]] std::size_t peak_memory_bytes() const;
    Finished wait();
    /// The same while nobody reads stderr, of which the result has what was read before.
    /// Throws: std::runtime_error after five minutes.
    Finished wait_without_reading();

  private:
    bool read_some_err();
    Finished finished(int status);

    pid_t pid_ = -1;
    int err_ = -1;
    int out_ = -1;
    std::string err_text_;
    std::size_t err_seen_ = 0;
};

/// A folder that goes with its owner.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(TemporaryFolder const&) = delete;
    TemporaryFolder& operator=(TemporaryFolder const&) = delete;

    [[nodiscard]] std::string const& path() const { return path_; }
    [[nodiscard]] std::string file(std::string const& name) const { return path_ + "/" + name; }

  private:
    std::string path_;
};

/// Runs `daybook` with these arguments to its end.
Finished run_daybook(TemporaryFolder const& folder, std::vector<std::string> arguments,
                     std::string input = {}, Variables variables = {});

/// The lines of a text.
std::vector<std::string> lines_of(std::string const& text);

}  // namespace daybook::e2e
