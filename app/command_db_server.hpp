#pragma once

#include "app/exit_code.hpp"

namespace daybook::app {

enum class DbServerAction { start, stop, logs };

struct DbServerOptions {
    DbServerAction action = DbServerAction::start;
    int port = 5438;
};

/// `daybook db start|stop|logs`: a Postgres server of one's own under `.postgres/` in the current
/// folder, for development: it needs no password, and a crash of the machine may lose its data.
/// Throws: Failure with database_unreachable where it does not start.
[[nodiscard]] ExitCode run_db_server(DbServerOptions const& options);

}  // namespace daybook::app
