#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/exit_code.hpp"
#include "ports/outbound/migrator.hpp"
#include "ports/outbound/schema_reader.hpp"
#include "services/migration_plan.hpp"

namespace daybook::app {

/// How a database's schema stands, ready to be shown.
struct SchemaReport {
    std::string database;
    services::MigrationPlan plan;
    std::vector<ports::AppliedMigration> history;
    /// How the schema differs from what its migrations make, one sentence each; empty where it does
    /// not, or where nobody looked.
    std::vector<std::string> drift{};
    /// Why nobody could look, where somebody wanted to.
    std::optional<std::string> drift_unchecked{};
};

/// What a database's history says. Looks for no drift.
[[nodiscard]] SchemaReport report_schema(ports::Migrator& migrator,
                                         std::span<ports::Migration const> embedded);
/// Compares the schema with what the migrations make, where all that were applied are this
/// binary's, and enters the difference. A database that does not let us look is not an error.
void check_drift(SchemaReport& report, ports::SchemaReader& reader,
                 std::span<ports::Migration const> embedded);

/// `sqlite    /var/lib/daybook/daybook.db`
[[nodiscard]] std::string schema_place(SchemaReport const& report);
/// `sqlite    /var/lib/daybook/daybook.db  schema 0 of 1`
[[nodiscard]] std::string schema_heading(SchemaReport const& report);
/// A line for each migration: when and by whom, or `pending`.
[[nodiscard]] std::string schema_history(SchemaReport const& report);
/// How it stands and what to do, in a line; of a schema that drifted, the differences in more.
[[nodiscard]] std::string schema_verdict(SchemaReport const& report);
/// The object that `/readyz` and `migrate status --json` share, and a line end. `error` is what
/// does not match, how the schema drifted, or what is given here.
[[nodiscard]] std::string schema_json(SchemaReport const& report,
                                      std::optional<std::string> const& error = std::nullopt);
/// `0001 init                     `
[[nodiscard]] std::string migration_title(int version, std::string_view name);
/// `current`, `behind`, `ahead`, `ahead_compatible`, `mismatch` or `drift`.
[[nodiscard]] std::string_view state_name(SchemaReport const& report);
[[nodiscard]] std::string_view name_of_state(services::SchemaState state);
[[nodiscard]] ExitCode exit_code_of(services::SchemaState state);
[[nodiscard]] ExitCode exit_code_of(SchemaReport const& report);

}  // namespace daybook::app
