#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "app/schema_report.hpp"
#include "ports/outbound/migrator.hpp"
#include "ports/outbound/storage.hpp"

namespace daybook::app {

/// Keeps looking at the schema of a running worker's store, on a thread of its own: the store may
/// go away, and a newer release may migrate it.
///
/// Threads: safe.
class SchemaWatch {
  public:
    struct Timing {
        std::chrono::milliseconds interval{1'000};
        /// A look that lasts longer means that the store does not answer.
        std::chrono::milliseconds look_ms_max{5'000};
    };
    /// What was seen last, and what is wrong with it, a sentence each.
    struct View {
        SchemaReport report;
        std::vector<std::string> reasons;
    };

    /// Looks once before it returns. Shape: `embedded` is empty for a store without a schema.
    /// Throws: StorageError.
    SchemaWatch(ports::Storage& storage, std::span<ports::Migration const> embedded, Timing timing);
    SchemaWatch(ports::Storage& storage, std::span<ports::Migration const> embedded)
        : SchemaWatch{storage, embedded, Timing{}} {}
    SchemaWatch(SchemaWatch const&) = delete;
    SchemaWatch& operator=(SchemaWatch const&) = delete;

    /// Never waits for the store.
    [[nodiscard]] View view() const;

  private:
    using Time = std::chrono::steady_clock::time_point;

    [[nodiscard]] SchemaReport read() const;
    void work(std::stop_token const& stop);
    void look();
    void keep(SchemaReport report);
    void keep_failure(std::string const& reason);

    ports::Storage& storage_;
    std::span<ports::Migration const> embedded_;
    Timing timing_;
    mutable std::mutex mutex_;
    std::condition_variable_any woken_;
    SchemaReport report_;
    /// Why this binary should not work with what `report_` says; nullopt when it can.
    std::optional<std::string> unusable_;
    /// Why the last look saw nothing.
    std::optional<std::string> failure_;
    std::optional<Time> look_began_;
    std::jthread thread_;
};

}  // namespace daybook::app
