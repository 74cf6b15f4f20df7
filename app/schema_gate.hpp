#pragma once

#include <functional>
#include <span>

#include "app/exit_code.hpp"
#include "ports/outbound/migrator.hpp"
#include "services/migration_plan.hpp"

namespace daybook::app {

/// What is told while migrations run.
struct MigrationListener {
    /// Before the first one, where the database is not empty: a copy is made here.
    std::function<void(services::MigrationPlan const&)> before_first;
    std::function<void(ports::Migration const&, ports::Migrator::Applied)> applied;
};

/// Brings a database to this binary's schema.
/// Throws: Failure: schema_ahead, history_mismatch, migration_failed, lock_not_obtained; each
/// leaves the database as it was before the migration concerned, but for one that no transaction
/// may hold. database_unreachable where the outcome of a commit is unknown. StorageError.
void migrate(ports::Migrator& migrator, std::span<ports::Migration const> embedded,
             MigrationListener const& listener);

/// Lets pass a database that this binary can work with as it is; warns of a newer one.
/// Throws: Failure: schema_behind, schema_ahead, history_mismatch.
void require_usable_schema(ports::Migrator& migrator, std::span<ports::Migration const> embedded);

/// The same for a plan that was made before. Throws: Failure.
void require_usable(services::MigrationPlan const& plan);

/// Throws the Failure for a database that is ahead or does not match; returns for others.
void refuse_foreign_schema(services::MigrationPlan const& plan);

}  // namespace daybook::app
