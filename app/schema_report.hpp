#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/exit_code.hpp"
#include "ports/outbound/migrator.hpp"
#include "services/migration_plan.hpp"

namespace daybook::app {

/// How a database's schema stands, ready to be shown.
struct SchemaReport {
    std::string database;
    services::MigrationPlan plan;
    std::vector<ports::AppliedMigration> history;
    /// How the schema differs from what its migrations make, one sentence each; nullopt where
    /// nobody looked. See schema_drift.hpp.
    std::optional<std::vector<std::string>> drift{};
    /// Why nobody could look, where somebody wanted to.
    std::optional<std::string> drift_unchecked{};
};

/// What a database's history says. Looks for no drift.
[[nodiscard]] SchemaReport report_schema(ports::Migrator& migrator,
                                         std::span<ports::Migration const> embedded);
/// `sqlite`, `postgres` or `memory`.
[[nodiscard]] std::string_view dialect_name(SchemaReport const& report);
/// `sqlite    /var/lib/daybook/daybook.db`
[[nodiscard]] std::string schema_place(SchemaReport const& report);
/// `sqlite    /var/lib/daybook/daybook.db  schema 0 of 1`
[[nodiscard]] std::string schema_heading(SchemaReport const& report);
/// A line for each migration: when and by whom, or `pending`.
[[nodiscard]] std::string schema_history(SchemaReport const& report);
/// The line of one that is in the history; `note` stands at its end.
[[nodiscard]] std::string history_line(ports::AppliedMigration const& row,
                                       std::string_view note = {});
/// Those of the pending ones that no row of the history tells of.
[[nodiscard]] std::vector<ports::Migration> not_in_history(SchemaReport const& report);
/// How it stands and what to do, in a line; of a schema that drifted, the differences in more.
[[nodiscard]] std::string schema_verdict(SchemaReport const& report);
/// `0001 init                     `
[[nodiscard]] std::string migration_title(int version, std::string_view name);
[[nodiscard]] bool has_drifted(SchemaReport const& report);
/// `current`, `behind`, `ahead`, `ahead_compatible`, `mismatch` or `drift`.
[[nodiscard]] std::string_view state_name(SchemaReport const& report);
[[nodiscard]] std::string_view name_of_state(services::SchemaState state);
[[nodiscard]] ExitCode exit_code_of(services::SchemaState state);
[[nodiscard]] ExitCode exit_code_of(SchemaReport const& report);

}  // namespace daybook::app
