#pragma once

#include <string>

#include "app/composition_root.hpp"
#include "app/exit_code.hpp"

namespace daybook::app {

struct DbBackupOptions {
    std::string file;
};

/// `daybook db backup`: writes a consistent copy, while others read and write: a file of SQLite,
/// or what pg_restore reads.
[[nodiscard]] ExitCode run_db_backup(DbBackupOptions const& options, CompositionRoot& root);

}  // namespace daybook::app
