#include "app/command_db_backup.hpp"

#include <unistd.h>

#include <filesystem>

#include "app/figures.hpp"
#include "app/fresh_file.hpp"
#include "app/output.hpp"

namespace daybook::app {

ExitCode run_db_backup(DbBackupOptions const& options, CompositionRoot& root) {
    bool const is_postgres = root.configuration().database.kind == DatabaseUrl::Kind::postgres;
    if (!is_postgres) root.embedded_database().require_file();
    FreshFile file{options.file};
    if (is_postgres) {
        root.postgres_database().back_up_to(file.draft());
    } else {
        root.embedded_database().back_up_to(file.draft());
    }
    auto const bytes = std::filesystem::file_size(file.draft());
    file.publish();
    Output output{STDOUT_FILENO};
    output.write("wrote " + options.file + ", " + counted(bytes, "byte", "bytes") + "\n");
    output.flush();
    return ExitCode::done;
}

}  // namespace daybook::app
