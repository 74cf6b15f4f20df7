#pragma once

#include "app/composition_root.hpp"
#include "app/exit_code.hpp"

namespace daybook::app {

/// Whose schema is printed.
enum class SchemaOrigin { live, code, migrations };

struct DbSchemaOptions {
    SchemaOrigin origin = SchemaOrigin::live;
};

struct DbPushOptions {};

struct DbResetOptions {
    /// Without it nothing is dropped.
    bool yes = false;
};

/// `daybook db schema`: prints the schema in one text for both engines, so that diff works.
[[nodiscard]] ExitCode run_db_schema(DbSchemaOptions const& options, CompositionRoot& root);

/// `daybook db push`: brings a database for throwing away to the tables in the code, by its
/// migrations and, behind them, one that is in no file.
/// `daybook db reset`: drops all that is Daybook's, and migrates anew.
/// Throws: Failure where the book has entries, where a Postgres is not for development, and for
/// what would destroy something that is not Daybook's, or not there any more in the code.
[[nodiscard]] ExitCode run_db_push(CompositionRoot& root);
[[nodiscard]] ExitCode run_db_reset(DbResetOptions const& options, CompositionRoot& root);

}  // namespace daybook::app
