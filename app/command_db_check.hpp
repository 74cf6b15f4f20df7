#pragma once

#include "app/composition_root.hpp"
#include "app/exit_code.hpp"

namespace daybook::app {

struct DbCheckOptions {
    bool json = false;
};

/// `daybook db check`: connects, and shows the store, its settings, its schema and its soundness.
[[nodiscard]] ExitCode run_db_check(DbCheckOptions const& options, CompositionRoot& root);

}  // namespace daybook::app
