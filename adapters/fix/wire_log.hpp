#pragma once

#include <memory>
#include <string>

namespace spdlog {
class logger;
}

namespace daybook::fix {

/// A file of every message either way, one a line: `TIME in|out MESSAGE`, `|` for the separator.
/// Shape: at most `file_bytes_max` a file; the newest `files_max` are kept beside it.
/// Threads: safe.
class WireLog {
  public:
    static constexpr std::size_t file_bytes_max = 64u << 20;
    static constexpr std::size_t files_max = 8;

    /// Throws: ports::ExchangeError where the file cannot be opened.
    explicit WireLog(std::string const& file);
    ~WireLog();
    WireLog(WireLog const&) = delete;
    WireLog& operator=(WireLog const&) = delete;

    void write(bool is_incoming, std::string message);

  private:
    std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace daybook::fix
