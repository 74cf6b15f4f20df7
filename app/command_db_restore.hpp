#pragma once

#include <string>

#include "app/composition_root.hpp"
#include "app/exit_code.hpp"

namespace daybook::app {

struct DbRestoreOptions {
    std::string file;
    /// Whether a book that is there may be given up for the one in the file.
    bool yes = false;
};

/// Makes the book the one that `db backup` has written, on a timeline of its own.
/// Throws: Failure where a worker has the book open, or where a book would be given up unasked.
ExitCode run_db_restore(DbRestoreOptions const& options, CompositionRoot& root);

}  // namespace daybook::app
