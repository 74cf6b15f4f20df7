#include "app/command_db_schema.hpp"

#include <unistd.h>

#include "app/output.hpp"
#include "app/schema_replay.hpp"
#include "sql/schema_statements.hpp"

namespace daybook::app {

namespace {

std::string text_of(SchemaOrigin origin, CompositionRoot& root) {
    if (origin == SchemaOrigin::code) return sql::schema_text(sql::code_schema());
    auto const target = root.schema_target();
    auto const code = read_code_schema(*target.reader, target.dialect);
    if (origin == SchemaOrigin::live) return sql::schema_text(target.reader->live(), code);
    auto const migrations = embedded_migration_files();
    return sql::schema_text(target.reader->after(scripts_of(migrations, target.dialect)), code);
}

}  // namespace

ExitCode run_db_schema(DbSchemaOptions const& options, CompositionRoot& root) {
    Output output{STDOUT_FILENO};
    output.write(text_of(options.origin, root));
    output.flush();
    return ExitCode::done;
}

}  // namespace daybook::app
