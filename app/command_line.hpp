#pragma once

#include <string>
#include <variant>

#include "app/command_apply.hpp"
#include "app/command_db_backup.hpp"
#include "app/command_db_check.hpp"
#include "app/command_db_schema.hpp"
#include "app/command_db_server.hpp"
#include "app/command_db_shell.hpp"
#include "app/command_db_wait.hpp"
#include "app/command_export.hpp"
#include "app/command_migrate.hpp"
#include "app/command_reconcile.hpp"
#include "app/command_settle.hpp"
#include "app/command_verify.hpp"
#include "app/configuration.hpp"
#include "app/exit_code.hpp"
#include "app/row_printer.hpp"

namespace daybook::app {

struct WorkerCommand {};
struct VersionCommand {
    bool json = false;
};
/// Nothing is left to do but to print `text`: help, or what is wrong with the command line.
struct PrintAndExit {
    std::string text;
    ExitCode code = ExitCode::done;
};

/// What the command line asks for.
struct Invocation {
    std::variant<PrintAndExit, WorkerCommand, ApplyOptions, ShowOptions, VerifyOptions,
                 ExportOptions, ReconcileOptions, SettleOptions, MigrateOptions, DbCheckOptions,
                 DbWaitOptions, DbBackupOptions, DbShellOptions, DbServerOptions, DbSchemaOptions,
                 DbPushOptions, DbResetOptions, VersionCommand>
        command;
    /// Flags that override the environment.
    Flags flags;
};

/// Reads the command line. Values of configuration are taken as they are: read_configuration()
/// checks them.
[[nodiscard]] Invocation parse_command_line(int count, char const* const* arguments);

}  // namespace daybook::app
