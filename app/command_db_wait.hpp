#pragma once

#include <chrono>

#include "app/composition_root.hpp"
#include "app/exit_code.hpp"

namespace daybook::app {

struct DbWaitOptions {
    std::chrono::milliseconds timeout{60'000};
};

/// `daybook db wait`: blocks until the database can be reached, and says what it waits for.
/// Throws: Failure with database_unreachable after the timeout.
[[nodiscard]] ExitCode run_db_wait(DbWaitOptions const& options, CompositionRoot& root);

}  // namespace daybook::app
