#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "ports/outbound/migrator.hpp"

namespace daybook::services {

/// How a database's schema stands to this binary's.
///
/// empty: nothing was ever applied. ahead_compatible: a newer binary migrated it, and says that
/// this one can still use it. mismatch: what was applied is not what this binary carries.
enum class SchemaState { empty, behind, current, ahead_compatible, ahead, mismatch };

struct MigrationPlan {
    SchemaState state = SchemaState::empty;
    /// The newest version that was applied to its end; 0 for none.
    int current = 0;
    /// The newest version of this binary.
    int target = 0;
    /// What is to be applied, in order. One that was begun outside of a transaction and not
    /// finished is the first: to apply it again heals it.
    std::vector<ports::Migration> pending;
    /// Where the state is mismatch: what does not match and what to run next.
    std::string mismatch;
};

/// Decides what has to be done.
///
/// A database that is ahead of a binary for schema B is compatible exactly when every row above B
/// has a compatible_from of at most B.
/// Shape: `embedded` has the versions 1, 2, 3, ...; `history` is sorted by version.
[[nodiscard]] MigrationPlan plan_migrations(std::span<ports::Migration const> embedded,
                                            std::span<ports::AppliedMigration const> history);

/// Why nothing is to be applied.
struct MigrationRefusal {
    enum class Reason { ahead, mismatch, version_unknown, version_passed };

    Reason reason = Reason::mismatch;
    /// What, why, and what to run next.
    std::string sentence;
};

/// Decides what is to be applied to come to version `to`, or to the newest one.
/// Errors: a database that is ahead or does not match; a version that this binary does not have,
/// or that lies behind: there is no way back.
[[nodiscard]] tl::expected<MigrationPlan, MigrationRefusal> plan_up(
    std::span<ports::Migration const> embedded, std::span<ports::AppliedMigration const> history,
    std::optional<int> to);

}  // namespace daybook::services
