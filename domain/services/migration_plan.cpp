#include "services/migration_plan.hpp"

#include <algorithm>
#include <optional>

#include "model/assert.hpp"

namespace daybook::services {

namespace {

/// Why a row of the history cannot stand for what this binary would have done.
std::optional<std::string> find_mismatch(std::span<ports::Migration const> embedded,
                                         std::span<ports::AppliedMigration const> history) {
    int expected = 1;
    for (auto const& row : history) {
        auto const version = std::to_string(row.version);
        if (row.version != expected) {
            return "migration " + std::to_string(expected) + " is missing in the history, but " +
                   version + " is there";
        }
        ++expected;
        if (row.state == ports::MigrationState::running ||
            row.state == ports::MigrationState::failed) {
            return "migration " + version + " was begun and never finished";
        }
        auto const index = static_cast<std::size_t>(row.version) - 1;
        if (index >= embedded.size()) continue;
        auto const& own = embedded[index];
        if (row.name != own.name) {
            return "migration " + version + " was applied as \"" + row.name +
                   "\"; this binary calls it \"" + std::string{own.name} + "\"";
        }
        if (row.fingerprint != own.fingerprint) {
            return "migration " + version + " " + row.name +
                   " was applied with another text than this binary's";
        }
    }
    return std::nullopt;
}

}  // namespace

MigrationPlan plan_migrations(std::span<ports::Migration const> embedded,
                              std::span<ports::AppliedMigration const> history) {
    MigrationPlan plan;
    plan.target = static_cast<int>(embedded.size());
    DAYBOOK_ASSERT(plan.target > 0 && embedded.back().version == plan.target);
    plan.current = history.empty() ? 0 : history.back().version;
    if (auto mismatch = find_mismatch(embedded, history)) {
        plan.state = SchemaState::mismatch;
        plan.mismatch = *std::move(mismatch);
    } else if (plan.current < plan.target) {
        plan.state = history.empty() ? SchemaState::empty : SchemaState::behind;
        auto const pending = embedded.subspan(static_cast<std::size_t>(plan.current));
        plan.pending.assign(pending.begin(), pending.end());
    } else if (plan.current == plan.target) {
        plan.state = SchemaState::current;
    } else {
        auto const newer = history.subspan(embedded.size());
        bool const compatible = std::ranges::all_of(
            newer, [&](auto const& row) { return row.compatible_from <= plan.target; });
        plan.state = compatible ? SchemaState::ahead_compatible : SchemaState::ahead;
    }
    return plan;
}

}  // namespace daybook::services
