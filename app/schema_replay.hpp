#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/migration_folder.hpp"
#include "ports/outbound/schema_reader.hpp"
#include "sql/dialect.hpp"
#include "sql/schema_text.hpp"

namespace daybook::app {

/// The code's schema as this reader's engine describes it, and in its own words.
[[nodiscard]] sql::CodeSchema read_code_schema(ports::SchemaReader& reader, sql::Dialect dialect);

/// The texts of one dialect. Shape: they point into `migrations`.
[[nodiscard]] std::vector<std::string_view> scripts_of(
    std::vector<MigrationFiles> const& migrations, sql::Dialect dialect);

/// What replaying migrations has shown.
struct Replay {
    /// How what they make differs from the code, one sentence each.
    std::vector<std::string> differences;
    /// File and line, and what the engine says of the statement that failed; empty where none did.
    std::string failure;
};

/// Replays migrations in an empty database of the reader's engine.
[[nodiscard]] Replay replay(ports::SchemaReader& reader,
                            std::vector<MigrationFiles> const& migrations, sql::Dialect dialect);

}  // namespace daybook::app
