#pragma once

#include <string>

#include "app/composition_root.hpp"
#include "app/exit_code.hpp"

namespace daybook::app {

struct DbCheckOptions {
    bool json = false;
};

struct DbBackupOptions {
    std::string file;
};

/// `daybook db check`: connects, and shows the store, its settings, its schema and its soundness.
[[nodiscard]] ExitCode run_db_check(DbCheckOptions const& options, CompositionRoot& root);
/// `daybook db backup`: writes a consistent copy, while others read and write.
[[nodiscard]] ExitCode run_db_backup(DbBackupOptions const& options, CompositionRoot& root);

}  // namespace daybook::app
