#include "app/schema_gate.hpp"

#include <string>

#include "app/embedded_schema.hpp"
#include "log/log.hpp"
#include "ports/outbound/storage_error.hpp"

namespace daybook::app {

namespace {

using services::MigrationPlan;
using services::SchemaState;

std::string schema_numbers(MigrationPlan const& plan) {
    return "the database is at schema " + std::to_string(plan.current) + "; this binary knows " +
           std::to_string(plan.target);
}

void warn_of_newer(MigrationPlan const& plan) {
    if (plan.state != SchemaState::ahead_compatible) return;
    log::warn("schema newer", {{"reason", schema_numbers(plan)}});
}

std::string remains_text(ports::Migration const& migration) {
    if (!migration.in_transaction) {
        return "Mend the cause, and run again: daybook migrate. It clears what was left, and "
               "finishes.";
    }
    return "Nothing of it remains; the schema is still " + std::to_string(migration.version - 1) +
           ".";
}

std::string failed_text(ports::Migration const& migration, ports::MigrationError const& error) {
    auto const number = std::to_string(migration.version);
    return "migration " + number + " " + std::string{migration.name} + " failed in line " +
           std::to_string(error.line()) + "\n    " + error.statement() + "\n    " + error.what() +
           "\n" + remains_text(migration);
}

/// Applies one migration, and says what to do where that fails.
ports::Migrator::Applied apply(ports::Migrator& migrator, ports::Migration const& migration,
                               ports::MigrationAuthor const& author) {
    using Kind = ports::StorageError::Kind;
    try {
        return migrator.apply(migration, author);
    } catch (ports::MigrationError const& error) {
        throw Failure{ExitCode::migration_failed, failed_text(migration, error)};
    } catch (ports::MigrationLockError const& error) {
        throw Failure{ExitCode::lock_not_obtained, error.what()};
    } catch (ports::StorageError const& error) {
        if (error.kind() != Kind::unknown_outcome) throw;
        throw Failure{ExitCode::database_unreachable,
                      "the database was lost while migration " + std::to_string(migration.version) +
                          " was committed, which it is whole or not at all: " + error.what() +
                          ". Run again: daybook migrate"};
    }
}

}  // namespace

void refuse_foreign_schema(MigrationPlan const& plan) {
    if (plan.state == SchemaState::ahead) {
        throw Failure{
            ExitCode::schema_ahead,
            schema_numbers(plan) + ". The database is fine. Start a newer release of daybook."};
    }
    if (plan.state == SchemaState::mismatch) {
        throw Failure{ExitCode::history_mismatch,
                      "the database's history is not this binary's: " + plan.mismatch +
                          ". See: daybook migrate status"};
    }
}

void migrate(ports::Migrator& migrator, std::span<ports::Migration const> embedded,
             MigrationListener const& listener) {
    auto const plan = services::plan_migrations(embedded, migrator.history());
    refuse_foreign_schema(plan);
    warn_of_newer(plan);
    if (plan.pending.empty()) return;
    listener.before_first(plan);
    auto const author = this_author();
    for (auto const& migration : plan.pending) {
        listener.applied(migration, apply(migrator, migration, author));
    }
}

void require_usable_schema(ports::Migrator& migrator, std::span<ports::Migration const> embedded) {
    auto const plan = services::plan_migrations(embedded, migrator.history());
    require_usable(plan);
    warn_of_newer(plan);
}

void require_usable(MigrationPlan const& plan) {
    refuse_foreign_schema(plan);
    if (plan.pending.empty()) return;
    throw Failure{ExitCode::schema_behind,
                  "the database is at schema " + std::to_string(plan.current) +
                      "; this binary needs " + std::to_string(plan.target) +
                      ". Run: daybook migrate"};
}

}  // namespace daybook::app
