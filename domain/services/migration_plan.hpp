#pragma once

#include <span>
#include <string>
#include <vector>

#include "ports/outbound/migrator.hpp"

namespace daybook::services {

/// How a database's schema stands to this binary's.
///
/// empty: nothing was ever applied. ahead_compatible: a newer binary migrated it, and says that
/// this one can still use it. mismatch: what was applied is not what this binary carries.
enum class SchemaState { empty, behind, current, ahead_compatible, ahead, mismatch };

struct MigrationPlan {
    SchemaState state = SchemaState::empty;
    /// The newest applied version; 0 for none.
    int current = 0;
    /// The newest version of this binary.
    int target = 0;
    /// What is to be applied, in order.
    std::vector<ports::Migration> pending;
    /// One sentence where the state is mismatch.
    std::string mismatch;
};

/// Decides what has to be done.
/// Shape: `embedded` has the versions 1, 2, 3, ...; `history` is sorted by version.
[[nodiscard]] MigrationPlan plan_migrations(std::span<ports::Migration const> embedded,
                                            std::span<ports::AppliedMigration const> history);

}  // namespace daybook::services
