#include "app/command_db_restore.hpp"

#include <unistd.h>

#include <filesystem>

#include "app/output.hpp"

namespace daybook::app {

ExitCode run_db_restore(DbRestoreOptions const& options, CompositionRoot& root) {
    if (!std::filesystem::is_regular_file(options.file)) {
        throw Failure{ExitCode::usage,
                      "FILE must be a backup that daybook db backup has written, "
                      "and there is no file " +
                          options.file};
    }
    auto const timeline = root.ids().next(1).front().to_string();
    bool const is_postgres = root.configuration().database.kind == DatabaseUrl::Kind::postgres;
    if (is_postgres) {
        root.postgres_database().restore_from(options.file, timeline);
    } else {
        root.embedded_database().restore_from(options.file, timeline, options.yes);
    }
    Output output{STDOUT_FILENO};
    output.write("restored " + options.file + ", timeline " + timeline +
                 "\nWhat was booked after the backup is not in it: send it again. Cursors of "
                 "streams from before are refused.\n");
    output.flush();
    return ExitCode::done;
}

}  // namespace daybook::app
