#pragma once

#include <string>
#include <vector>

namespace daybook::postgres {

/// A Postgres server of one's own, from the programs that are installed: its data, its log and its
/// Unix socket in one folder, on a port of the loopback, as an ordinary user even when root asks.
/// For development and tests: who reaches its port needs no password.
///
/// Throws: std::runtime_error with one sentence from any member; StorageError is for books.
/// Threads: one at a time.
class PostgresPrivateServer {
  public:
    struct Options {
        /// An absolute path.
        std::string folder;
        int port = 0;
        /// Lines for postgresql.conf, after ours.
        std::string settings = {};
        /// Lines for pg_hba.conf, before ours: the first that fits counts.
        std::string access = {};
    };

    static constexpr char const* user = "daybook";

    explicit PostgresPrivateServer(Options options);

    /// The folder with the newest server's programs; empty where none is installed.
    [[nodiscard]] static std::string find_programs();

    /// Whether initialize() has made the data.
    [[nodiscard]] bool is_initialized() const;
    /// Makes the folder, and the data of a server without any database of its own.
    void initialize();
    /// Starts the server with the options' port and settings, and waits until it answers.
    void start();
    /// Stops it, and waits for the end. `mode`: smart, fast or immediate, which is a crash.
    void stop(std::string const& mode);
    [[nodiscard]] bool is_running() const;
    /// Where a running server listens, which somebody else may have started.
    [[nodiscard]] int running_port() const;

    [[nodiscard]] std::string log_file() const { return options_.folder + "/log"; }
    /// What the server has logged so far.
    [[nodiscard]] std::string log() const;
    /// On the options' port.
    [[nodiscard]] std::string url(std::string const& database) const;
    /// Of the program that is installed: `15.14 (Debian 15.14-0+deb12u1)`.
    [[nodiscard]] std::string version() const;

  private:
    struct Finished {
        int exit_code = 0;
        std::string output;
    };

    [[nodiscard]] std::string data() const { return options_.folder + "/data"; }
    [[nodiscard]] Finished run(std::string const& program,
                               std::vector<std::string> const& arguments) const;
    void require(std::string const& program, std::vector<std::string> const& arguments) const;
    void write_settings() const;

    Options options_;
};

}  // namespace daybook::postgres
