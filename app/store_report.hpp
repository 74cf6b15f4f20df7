#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace daybook::app {

/// What `db check` finds out about a store.
struct StoreReport {
    using Settings = std::vector<std::pair<std::string, std::string>>;

    /// `SQLite 3.40.1`, `PostgreSQL 15.14`.
    std::string engine;
    /// Of a file.
    std::optional<std::uint64_t> file_bytes;
    /// The median of a server's.
    std::optional<std::chrono::nanoseconds> round_trip;
    /// Of our connections to a server.
    Settings pool;
    /// Names and values, as the store says them.
    Settings settings;
    /// What may cost somebody a commit, one sentence each.
    std::vector<std::string> warnings;
    /// What is wrong with the file, one sentence each; nullopt where the store checks itself.
    std::optional<std::vector<std::string>> integrity;
};

}  // namespace daybook::app
