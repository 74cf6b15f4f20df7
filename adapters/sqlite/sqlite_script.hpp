#pragma once

#include <string_view>

#include "sqlite/sqlite_connection.hpp"

namespace daybook::sqlite {

/// Runs the statements of `script` one after another.
/// Throws: ports::MigrationError with the line and the text of the statement that fails;
/// StorageError for a failure that is not the statement's.
void run_script(SqliteConnection& connection, std::string_view script);

}  // namespace daybook::sqlite
