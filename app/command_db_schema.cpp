#include "app/command_db_schema.hpp"

#include <unistd.h>

#include "app/output.hpp"
#include "app/schema_replay.hpp"
#include "log/log.hpp"
#include "ports/outbound/storage_error.hpp"
#include "sql/schema_statements.hpp"

namespace daybook::app {

namespace {

/// A server that may only be read does not tell how it would describe the code: what is live is
/// told in its own words then.
sql::CodeSchema code_schema_or_none(SchemaTarget const& target, SchemaOrigin origin) {
    try {
        return read_code_schema(*target.reader, target.dialect);
    } catch (ports::StorageError const& error) {
        bool const is_enough =
            origin == SchemaOrigin::live && error.kind() == ports::StorageError::Kind::forbidden;
        if (!is_enough) throw;
        log::warn("schema in the words of the server", {{"reason", error.what()}});
        return {};
    }
}

std::string text_of(SchemaOrigin origin, CompositionRoot& root) {
    if (origin == SchemaOrigin::code) return sql::schema_text(sql::code_schema());
    auto const target = root.schema_target();
    auto const code = code_schema_or_none(target, origin);
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
