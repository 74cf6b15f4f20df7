#pragma once

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
};

[[nodiscard]] SchemaReport report_schema(ports::Migrator& migrator,
                                         std::span<ports::Migration const> embedded);

/// `sqlite    /var/lib/daybook/daybook.db  schema 0 of 1`
[[nodiscard]] std::string schema_heading(SchemaReport const& report);
/// A line for each migration: when and by whom, or `pending`.
[[nodiscard]] std::string schema_history(SchemaReport const& report);
/// One line: how it stands and what to do.
[[nodiscard]] std::string schema_verdict(SchemaReport const& report);
/// The object that `/readyz` and `migrate status --json` share.
[[nodiscard]] std::string schema_json(SchemaReport const& report);
/// `0001 init                     `
[[nodiscard]] std::string migration_title(int version, std::string_view name);
[[nodiscard]] std::string_view name_of_state(services::SchemaState state);
[[nodiscard]] ExitCode exit_code_of(services::SchemaState state);

}  // namespace daybook::app
