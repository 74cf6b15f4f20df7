#include "app/command_migrate_files.hpp"

#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "app/figures.hpp"
#include "app/lint_report.hpp"
#include "app/migration_folder.hpp"
#include "app/schema_replay.hpp"
#include "sql/schema_change.hpp"

namespace daybook::app {

namespace {

constexpr char const* next_step = "Build, and run: daybook migrate check\n";

/// Reads a file that is given by name: `.../0007_add_venue/postgres.sql`.
std::vector<sql::LintFinding> lint_file(std::string const& path) {
    std::filesystem::path const file{path};
    auto const name = file.filename().string();
    if (name != "postgres.sql" && name != "sqlite.sql") {
        throw Failure{ExitCode::usage,
                      path +
                          ": which dialect is it? A file to lint is named postgres.sql or "
                          "sqlite.sql"};
    }
    std::ifstream stream{file, std::ios::binary};
    std::string const text{std::istreambuf_iterator<char>{stream}, {}};
    if (!stream) throw Failure{ExitCode::usage, "cannot read " + path};
    auto const folder = file.parent_path().filename().string();
    int version = 0;
    std::from_chars(folder.data(), folder.data() + folder.size(), version);
    auto const dialect = name == "sqlite.sql" ? sql::Dialect::sqlite : sql::Dialect::postgres;
    return sql::lint({.path = path,
                      .dialect = dialect,
                      .sql = text,
                      .version = version > 0 ? std::optional{version} : std::nullopt});
}

void say_written(std::vector<std::string> const& paths, Output& output) {
    for (auto const& path : paths) output.write("wrote     " + path + "\n");
}

/// Throws: Failure with a line for each reason.
[[noreturn]] void refuse(std::vector<std::string> const& reasons) {
    std::string text = "nothing was generated:";
    for (auto const& reason : reasons) text += "\n    " + reason;
    throw Failure{ExitCode::schema_drift, text};
}

sql::SchemaChange decide(MigrationFolder const& folder, ports::SchemaReader& reader) {
    auto const& migrations = folder.migrations();
    return sql::decide_schema_change(
        {.migrated = reader.after(scripts_of(migrations, sql::Dialect::sqlite)),
         .code = read_code_schema(reader, sql::Dialect::sqlite).described,
         .sqlite = sql::schema_statements(sql::Dialect::sqlite),
         .postgres = sql::schema_statements(sql::Dialect::postgres),
         .postgres_migrations = scripts_of(migrations, sql::Dialect::postgres),
         .add_column = sql::add_column_statements});
}

/// Throws: Failure where the migrations and these would still not make the code's schema.
void require_enough(MigrationFolder const& folder, sql::SchemaChange const& change,
                    ports::SchemaReader& reader) {
    auto migrations = folder.migrations();
    for (auto const& generated : change.migrations) {
        migrations.push_back({.version = static_cast<int>(migrations.size()) + 1,
                              .name = "generated",
                              .sqlite = generated.sqlite,
                              .postgres = generated.postgres});
    }
    auto const result = replay(reader, migrations, sql::Dialect::sqlite);
    if (!result.failure.empty()) refuse({result.failure});
    if (!result.differences.empty()) refuse(result.differences);
}

}  // namespace

ExitCode run_migrate_new(MigrateOptions const& options, Output& output) {
    auto folder = MigrationFolder::require_here();
    say_written(folder.add(options.name, "", ""), output);
    output.write("Write both, or \"-- daybook: nothing-to-do REASON\" in one. " +
                 std::string{next_step});
    return ExitCode::done;
}

ExitCode run_migrate_generate(MigrateOptions const& options, CompositionRoot& root,
                              Output& output) {
    require_migration_name(options.name);
    auto folder = MigrationFolder::require_here();
    if (!folder.findings().empty()) refuse(folder.findings());
    auto const reader = root.replay_reader();
    auto const change = decide(folder, *reader);
    if (!change.refusals.empty()) refuse(change.refusals);
    if (change.migrations.empty()) {
        output.write("Nothing to do: the migrations make what the code says.\n");
        return ExitCode::done;
    }
    require_enough(folder, change, *reader);
    for (auto const& migration : change.migrations) {
        say_written(
            folder.add(options.name + migration.suffix, migration.sqlite, migration.postgres),
            output);
    }
    output.write(next_step);
    return ExitCode::done;
}

ExitCode run_migrate_lint(MigrateOptions const& options, Output& output) {
    std::vector<sql::LintFinding> findings;
    std::size_t files = options.files.size();
    for (auto const& file : options.files) {
        auto const found = lint_file(file);
        findings.insert(findings.end(), found.begin(), found.end());
    }
    if (options.files.empty()) {
        auto const folder = MigrationFolder::require_here();
        findings = lint_migrations(folder.migrations());
        files = folder.migrations().size() * 2;
    }
    output.write(options.json ? lint_json(findings, files) : lint_text(findings, files));
    return findings.empty() ? ExitCode::done : ExitCode::lint_errors;
}

}  // namespace daybook::app
