#include "app/command_migrate_files.hpp"
#include "app/figures.hpp"
#include "app/lint_report.hpp"
#include "app/migration_folder.hpp"
#include "app/schema_replay.hpp"

namespace daybook::app {

namespace {

/// Prints what is found, and keeps the exit code of the first that is wrong.
class Check {
  public:
    explicit Check(Output& output) : output_{output} {}

    void numbers(std::vector<std::string> const& findings,
                 std::vector<MigrationFiles> const& migrations) {
        for (auto const& finding : findings) output_.write(title("numbers") + finding + "\n");
        if (!findings.empty()) return keep(ExitCode::lint_errors);
        output_.write(title("numbers") + counted(migrations.size(), "migration", "migrations") +
                      ", the last is " + migrations.back().folder() + "\n");
    }

    void lint(std::vector<MigrationFiles> const& migrations) {
        auto const findings = lint_migrations(migrations);
        output_.write((findings.empty() ? title("lint") : std::string{}) +
                      lint_text(findings, migrations.size() * 2));
        if (!findings.empty()) keep(ExitCode::lint_errors);
    }

    void schema(ports::SchemaReader& reader, std::vector<MigrationFiles> const& migrations,
                sql::Dialect dialect) {
        auto const name = title(dialect == sql::Dialect::sqlite ? "sqlite" : "postgres");
        auto const result = replay(reader, migrations, dialect);
        if (!result.failure.empty()) {
            output_.write(name + result.failure + "\n");
            return keep(ExitCode::migration_failed);
        }
        if (result.differences.empty()) {
            output_.write(name + "the migrations make the schema of the code\n");
            return;
        }
        output_.write(name +
                      "the migrations make another schema than the code. Run: daybook "
                      "migrate generate NAME\n");
        for (auto const& sentence : result.differences) output_.write("    " + sentence + "\n");
        keep(ExitCode::schema_drift);
    }

    void not_checked(bool is_wrong) {
        output_.write(title("postgres") +
                      "was not checked: the configured database is not one. Run: daybook migrate "
                      "check --database postgresql://...\n");
        if (is_wrong) keep(ExitCode::configuration_wrong);
    }

    [[nodiscard]] ExitCode code() const { return code_; }

  private:
    static std::string title(std::string text) {
        constexpr std::size_t width = 10;
        text.resize(width, ' ');
        return text;
    }

    void keep(ExitCode code) {
        if (code_ == ExitCode::done) code_ = code;
    }

    Output& output_;
    ExitCode code_ = ExitCode::done;
};

}  // namespace

ExitCode run_migrate_check(MigrateOptions const& options, CompositionRoot& root, Output& output) {
    auto const folder = MigrationFolder::here();
    auto const migrations = folder ? folder->migrations() : embedded_migration_files();
    Check check{output};
    check.numbers(folder ? folder->findings() : std::vector<std::string>{}, migrations);
    check.lint(migrations);
    check.schema(*root.replay_reader(), migrations, sql::Dialect::sqlite);
    if (root.configuration().database.kind == DatabaseUrl::Kind::postgres) {
        auto const target = root.schema_target();
        check.schema(*target.reader, migrations, sql::Dialect::postgres);
    } else {
        check.not_checked(options.all);
    }
    return check.code();
}

}  // namespace daybook::app
