#include <unistd.h>

#include <algorithm>
#include <thread>

#include "app/command_migrate_database.hpp"
#include "app/embedded_schema.hpp"
#include "app/figures.hpp"
#include "app/migration_refusal.hpp"
#include "app/schema_drift.hpp"
#include "app/schema_json.hpp"
#include "app/schema_report.hpp"
#include "model/assert.hpp"
#include "ports/outbound/storage_error.hpp"

namespace daybook::app {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

void say_waiting(std::string const& sentence) {
    Output err{STDERR_FILENO};
    err.write("waiting   " + sentence + "\n");
    err.flush();
}

/// Returns when the database answers. Throws: StorageError when it did not in time.
void wait_until_reachable(ports::Migrator& migrator, milliseconds wait_max) {
    constexpr milliseconds pause_max{1'000};
    auto const deadline = steady_clock::now() + wait_max;
    bool is_told = false;
    for (milliseconds pause{50};; pause = std::min(pause * 2, pause_max)) {
        try {
            static_cast<void>(migrator.history());
            return;
        } catch (ports::StorageError const& error) {
            bool const is_over = steady_clock::now() + pause > deadline;
            if (error.kind() != ports::StorageError::Kind::unavailable || is_over) throw;
            if (!is_told) say_waiting(error.what());
            is_told = true;
        }
        std::this_thread::sleep_for(pause);
    }
}

std::string indented(std::string const& text) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        auto const end = std::min(text.find('\n', at), text.size());
        result += "    " + text.substr(at, end - at) + "\n";
        at = end + 1;
    }
    return result;
}

std::string number_text(int version) { return migration_title(version, "").substr(0, 4); }

/// The migration, the place and the statement, the database's words, and what remains.
std::string failed_text(ports::Migration const& migration, ports::MigrationError const& error,
                        sql::Dialect dialect) {
    auto const number = number_text(migration.version);
    auto const* const file = dialect == sql::Dialect::sqlite ? "/sqlite.sql:" : "/postgres.sql:";
    auto const remains =
        migration.in_transaction
            ? "Nothing of " + number + " remains; the schema is still " +
                  std::to_string(migration.version - 1) + "."
            : "Mend the cause, and run: daybook migrate. It clears what was left of " + number +
                  ", and finishes.";
    return migration_title(migration.version, migration.name) + "FAILED    migrations/" + number +
           "_" + std::string{migration.name} + file + std::to_string(error.line()) + "\n" +
           indented(error.statement()) + indented(error.what()) + remains + "\n";
}

/// Whether a row of the history is of one that was begun and is to be finished.
bool is_pending(services::MigrationPlan const& plan, int version) {
    return std::ranges::find(plan.pending, version, &ports::Migration::version) !=
           plan.pending.end();
}

/// Applies what is pending, a line each.
class Runner {
  public:
    Runner(SchemaTarget const& target, Output& lines) : target_{target}, lines_{lines} {}

    /// Returns the text of the failure, where one failed.
    std::optional<std::string> run(services::MigrationPlan const& plan) {
        if (!plan.pending.empty()) target_.back_up(plan.current);
        for (auto const& migration : plan.pending) {
            try {
                apply(migration);
            } catch (ports::MigrationError const& error) {
                return failed_text(migration, error, target_.dialect);
            }
        }
        return std::nullopt;
    }

  private:
    void apply(ports::Migration const& migration) {
        auto const started = steady_clock::now();
        auto const applied = apply_or_refuse(migration);
        auto const took = steady_clock::now() - started;
        bool const is_ours = applied == ports::Migrator::Applied::now;
        auto const history = target_.migrator->history();
        auto const row =
            std::ranges::find(history, migration.version, &ports::AppliedMigration::version);
        DAYBOOK_ASSERT(row != history.end());
        lines_.write(history_line(*row, is_ours ? "in " + duration_text(took) : "meanwhile"));
        lines_.flush();
    }

    ports::Migrator::Applied apply_or_refuse(ports::Migration const& migration) {
        using Kind = ports::StorageError::Kind;
        try {
            return target_.migrator->apply(migration, this_author());
        } catch (ports::MigrationLockError const& error) {
            throw Failure{ExitCode::lock_not_obtained, error.what()};
        } catch (ports::StorageError const& error) {
            if (error.kind() != Kind::unknown_outcome) throw;
            throw Failure{ExitCode::database_unreachable,
                          "the database was lost while " + number_text(migration.version) +
                              " was committed, which it is whole or not at all: " + error.what() +
                              ". Run again: daybook migrate"};
        }
    }

    SchemaTarget const& target_;
    Output& lines_;
};

}  // namespace

ExitCode run_migrate_up(MigrateOptions const& options, CompositionRoot& root, Output& output) {
    auto const target =
        root.schema_target({.lock_wait_max = options.lock_timeout, .tell = say_waiting});
    target.prepare();
    wait_until_reachable(*target.migrator, options.wait);
    auto const before = report_schema(*target.migrator, target.embedded);
    auto const plan = plan_or_refuse(target.embedded, before.history, options.to);
    Output err{STDERR_FILENO};
    auto& lines = options.json ? err : output;
    lines.write(schema_heading(before));
    for (auto const& row : before.history) {
        if (!is_pending(plan, row.version)) lines.write(history_line(row));
    }
    lines.flush();
    auto const failure = Runner{target, lines}.run(plan);
    if (failure) lines.write(*failure);
    auto after = report_schema(*target.migrator, target.embedded);
    if (!failure) check_drift(after, *target.reader, target.embedded);
    if (options.json) {
        output.write(schema_json(after, failure));
    } else if (!failure) {
        output.write(schema_verdict(after));
    }
    lines.flush();
    if (failure) return ExitCode::migration_failed;
    return has_drifted(after) ? ExitCode::schema_drift : ExitCode::done;
}

}  // namespace daybook::app
