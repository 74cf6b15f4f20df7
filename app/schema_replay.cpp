#include "app/schema_replay.hpp"

#include "ports/outbound/migrator.hpp"
#include "sql/schema_difference.hpp"
#include "sql/schema_statements.hpp"

namespace daybook::app {

namespace {

/// The first of them that fails, on those before it.
std::string find_failure(ports::SchemaReader& reader, std::vector<MigrationFiles> const& migrations,
                         sql::Dialect dialect) {
    auto const scripts = scripts_of(migrations, dialect);
    for (std::size_t count = 1; count <= scripts.size(); ++count) {
        try {
            static_cast<void>(reader.after(std::span{scripts}.first(count)));
        } catch (ports::MigrationError const& error) {
            return migration_path(migrations[count - 1], dialect) + ":" +
                   std::to_string(error.line()) + ": " + error.what() + "\n    " +
                   error.statement();
        }
    }
    return "they fail together, and none by itself";
}

}  // namespace

sql::CodeSchema read_code_schema(ports::SchemaReader& reader, sql::Dialect dialect) {
    auto const script = sql::schema_script(dialect);
    std::string_view const view{script};
    return {.described = reader.after(std::span{&view, 1}), .words = sql::code_schema(dialect)};
}

std::vector<std::string_view> scripts_of(std::vector<MigrationFiles> const& migrations,
                                         sql::Dialect dialect) {
    std::vector<std::string_view> scripts;
    for (auto const& migration : migrations) scripts.push_back(migration.text(dialect));
    return scripts;
}

Replay replay(ports::SchemaReader& reader, std::vector<MigrationFiles> const& migrations,
              sql::Dialect dialect) {
    Replay result;
    std::vector<ports::SchemaItem> migrated;
    try {
        migrated = reader.after(scripts_of(migrations, dialect));
    } catch (ports::MigrationError const&) {
        result.failure = find_failure(reader, migrations, dialect);
        return result;
    }
    for (auto const& difference :
         sql::schema_differences(migrated, read_code_schema(reader, dialect).described)) {
        result.differences.push_back(
            sql::difference_text(difference, {.found = "the migrations", .wanted = "the code"}));
    }
    return result;
}

}  // namespace daybook::app
