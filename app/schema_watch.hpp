#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "app/schema_drift.hpp"
#include "app/schema_report.hpp"
#include "ports/outbound/migrator.hpp"
#include "ports/outbound/schema_reader.hpp"
#include "ports/outbound/storage.hpp"

namespace daybook::app {

/// Keeps looking at a running worker's store, on a thread of its own: it may go away, a newer
/// release may migrate it, somebody may change its schema by hand or take the worker's rights.
///
/// Threads: safe.
class SchemaWatch {
  public:
    struct Timing {
        std::chrono::milliseconds interval{1'000};
        /// A look that lasts longer means that the store does not answer.
        std::chrono::milliseconds look_ms_max{5'000};
        /// How often to look for drift, besides at once and when a migration was applied.
        std::chrono::milliseconds drift_interval{60'000};
    };
    /// What was seen last, and what is wrong with it, a sentence each. Drift is no reason.
    struct View {
        SchemaReport report;
        std::vector<std::string> reasons;
    };
    /// What is looked at besides the store. Shape: `embedded` is empty for a store without a
    /// schema; without `open_reader` nobody looks for drift.
    struct Schema {
        std::span<ports::Migration const> embedded;
        std::function<std::unique_ptr<ports::SchemaReader>()> open_reader{};
    };

    /// Looks once before it returns, but for drift. Throws: StorageError.
    SchemaWatch(ports::Storage& storage, Schema schema, Timing timing);
    SchemaWatch(ports::Storage& storage, Schema schema)
        : SchemaWatch{storage, std::move(schema), Timing{}} {}
    SchemaWatch(SchemaWatch const&) = delete;
    SchemaWatch& operator=(SchemaWatch const&) = delete;

    /// Never waits for the store.
    [[nodiscard]] View view() const;

  private:
    using Time = std::chrono::steady_clock::time_point;

    [[nodiscard]] SchemaReport read() const;
    void work(std::stop_token const& stop);
    void look();
    void look_for_drift();
    [[nodiscard]] std::optional<std::string> why_not_writable();
    void keep(SchemaReport report, std::optional<std::string> const& failure);
    /// Returns whether it is another than before.
    bool keep_failure(std::string const& reason);

    ports::Storage& storage_;
    Schema schema_;
    Timing timing_;
    /// Of the thread alone.
    SchemaDrift drift_;
    Time drift_due_;
    std::vector<ports::AppliedMigration> drift_history_;
    mutable std::mutex mutex_;
    std::condition_variable_any woken_;
    SchemaReport report_;
    /// Why this binary should not work with what `report_` says; nullopt when it can.
    std::optional<std::string> unusable_;
    /// Why the last look saw nothing, or a store that cannot be written.
    std::optional<std::string> failure_;
    std::optional<Time> look_began_;
    std::jthread thread_;
};

}  // namespace daybook::app
