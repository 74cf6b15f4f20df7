#include "app/command_db_shell.hpp"

#include <unistd.h>

#include <csignal>

#include "log/logging.hpp"

namespace daybook::app {

namespace {

[[noreturn]] void become_sqlite_shell(std::string const& path) {
    ::signal(SIGPIPE, SIG_DFL);
    // A path that begins with a dash is no option.
    auto const file = path.starts_with('-') ? "./" + path : path;
    ::execlp("sqlite3", "sqlite3", "-cmd", "PRAGMA foreign_keys = ON;", file.c_str(), nullptr);
    throw Failure{ExitCode::configuration_wrong,
                  "sqlite3, the shell of SQLite, is not installed on this machine"};
}

}  // namespace

ExitCode run_db_shell(CompositionRoot& root) {
    auto const& database = root.configuration().database;
    if (database.kind == DatabaseUrl::Kind::postgres) root.postgres_database().become_shell();
    root.embedded_database().require_file();
    become_sqlite_shell(database.path);
}

}  // namespace daybook::app
