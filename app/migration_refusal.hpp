#pragma once

#include <optional>
#include <span>

#include "services/migration_plan.hpp"

namespace daybook::app {

/// What is to be applied to come to version `to`.
/// Throws: Failure: schema_ahead, history_mismatch, or usage for a version that cannot be come to.
[[nodiscard]] services::MigrationPlan plan_or_refuse(
    std::span<ports::Migration const> embedded, std::span<ports::AppliedMigration const> history,
    std::optional<int> to);

/// The migration of this number. Throws: Failure with usage where this binary has none.
[[nodiscard]] ports::Migration const& require_version(std::span<ports::Migration const> embedded,
                                                      int version);

}  // namespace daybook::app
