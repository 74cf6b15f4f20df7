#include "app/command_line_migrate.hpp"

#include <string>

#include "app/duration_option.hpp"
#include "app/figures.hpp"

namespace daybook::app {

namespace {

using std::chrono::milliseconds;

/// Declares the actions one after the other.
class MigrateParser {
  public:
    MigrateParser(CLI::App& migrate, MigrateOptions& options,
                  std::function<void(CLI::App&)> const& add_common,
                  std::function<void()> const& chosen)
        : migrate_{migrate}, options_{options}, add_common_{add_common}, chosen_{chosen} {}

    void add_all() {
        migrate_.require_subcommand(0, 1);
        add_up_options(migrate_);
        add_common_(migrate_);
        migrate_.callback(chosen_);
        add_database_actions();
        add_file_actions();
    }

  private:
    CLI::App* add(std::string const& name, MigrateAction action, std::string const& what,
                  std::string const& examples) {
        auto* const command = migrate_.add_subcommand(name, what);
        command->footer("Examples:\n" + examples);
        command->fallthrough(false);
        command->callback([&options = options_, action] { options.action = action; });
        add_common_(*command);
        return command;
    }

    void add_database_actions() {
        auto* const up = add("up", MigrateAction::up, "Apply what is pending",
                             "  daybook migrate up\n"
                             "  daybook migrate up --to 5 --wait 30s --lock-timeout 5m\n"
                             "Exit codes: 4 ahead, 5 another history, 6 applied, but somebody has "
                             "changed the schema by hand, 7 a migration failed, 8 another runner "
                             "holds the lock, 9 unreachable, 16 a right is missing.");
        add_up_options(*up);
        auto* const plan =
            add("plan", MigrateAction::plan, "Print the exact SQL that up would run; touch nothing",
                "  daybook migrate plan > review.sql\n"
                "Exit codes: 0 nothing is pending, 3 something is.");
        add_to(*plan);
        auto* const status =
            add("status", MigrateAction::status, "Show every migration, when and by whom",
                "  daybook migrate status --json\n"
                "Exit codes: 0 current, 3 behind, 4 ahead, 5 another history, 6 "
                "drift: somebody has changed the schema by hand.");
        add_json(*status);
        auto* const baseline =
            add("baseline", MigrateAction::baseline,
                "Adopt a database whose schema equals version N, without running anything",
                "  daybook migrate baseline 2");
        add_version(*baseline, "The version that its schema equals");
        auto* const repair =
            add("repair", MigrateAction::repair,
                "Accept an edited migration, or end one that was begun and never finished",
                "  daybook migrate repair 3 --reason \"only the comment was wrong\"");
        add_version(*repair, "The migration");
        repair->add_option("--reason", options_.reason, "Why; kept in the history")
            ->required()
            ->type_name("TEXT");
    }

    void add_file_actions() {
        auto* const generate =
            add("generate", MigrateAction::generate,
                "Write the migration that brings migrations/ to the tables in the code",
                "  daybook migrate generate add_venue\n"
                "New tables, columns, indexes and triggers; what is not additive is refused.");
        add_name(*generate);
        auto* const create = add("new", MigrateAction::create, "Write an empty pair of files",
                                 "  daybook migrate new tighten_status");
        add_name(*create);
        auto* const lint =
            add("lint", MigrateAction::lint, "Say what is dangerous in migrations",
                "  daybook migrate lint\n"
                "  daybook migrate lint migrations/0005_add_venue/postgres.sql\n"
                "Exit code 11: something was found. \"-- daybook: allow RULE because REASON\" in "
                "the first lines lets it pass.");
        lint->add_option("FILES", options_.files, "postgres.sql or sqlite.sql (default: all)");
        add_json(*lint);
        auto* const check =
            add("check", MigrateAction::check,
                "Check numbers, lint, and that both dialects make the schema of the code",
                "  daybook migrate check\n"
                "  daybook migrate check --all --database postgresql://localhost:5438/daybook\n"
                "SQLite is replayed in memory; Postgres where the database is one, in a schema of "
                "its own of which nothing remains. Where it is not, that is said, and fails with "
                "--all only.\n"
                "Exit codes: 6 they make another schema, 11 lint or numbers.");
        check->add_flag("--all", options_.all, "Fail where Postgres was not checked");
    }

    void add_up_options(CLI::App& command) {
        add_to(command);
        add_duration(command, "--wait", options_.wait,
                     "Wait so long for the database to be reachable (default: 0s)");
        add_duration(command, "--lock-timeout", options_.lock_timeout,
                     "Wait so long for another runner (default: 60s)");
        add_json(command);
    }

    void add_to(CLI::App& command) {
        add_number(command, "--to", "Come to version N and no further",
                   [&to = options_.to](int number) { to = number; });
    }

    void add_version(CLI::App& command, std::string const& what) {
        add_number(command, "N", what, [&version = options_.version](int number) {
            version = number;
        })->required();
    }

    void add_name(CLI::App& command) {
        command.add_option("NAME", options_.name, "lower_case_name")->required()->type_name("");
    }

    void add_json(CLI::App& command) {
        command.add_flag("--json", options_.json, "The result as one object");
    }

    static CLI::Option* add_number(CLI::App& command, std::string const& name,
                                   std::string const& what, std::function<void(int)> const& keep) {
        auto const read = [keep, name](std::string const& text) {
            constexpr std::uint64_t most = 9'999;
            auto const number = parse_whole_number(text);
            if (!number || *number < 1 || *number > most) {
                throw CLI::ValidationError{name, "\"" + text +
                                                     "\" is not a migration's number: a whole "
                                                     "number from 1 to 9999"};
            }
            keep(static_cast<int>(*number));
        };
        return command.add_option_function<std::string>(name, read, what)->type_name("N");
    }

    static void add_duration(CLI::App& command, std::string const& name, milliseconds& into,
                             std::string const& what) {
        auto const read = [&into, name](std::string const& text) {
            auto const duration = duration_option(text);
            if (!duration) {
                throw CLI::ValidationError{
                    name, "\"" + text + "\": it must be " + std::string{duration_rule}};
            }
            into = *duration;
        };
        command.add_option_function<std::string>(name, read, what)->type_name("TIME");
    }

    CLI::App& migrate_;
    MigrateOptions& options_;
    std::function<void(CLI::App&)> const& add_common_;
    std::function<void()> chosen_;
};

}  // namespace

void add_migrate_command(CLI::App& parent, MigrateOptions& options,
                         std::function<void(CLI::App&)> const& add_common,
                         std::function<void()> const& chosen) {
    auto* const migrate = parent.add_subcommand(
        "migrate", "Bring the database's schema to this binary's, show it, or write migrations");
    migrate->footer(
        "Examples:\n"
        "  daybook migrate\n"
        "  daybook migrate status --json\n"
        "  daybook migrate generate add_venue\n"
        "Without an action: up. Every action has its own --help.");
    migrate->fallthrough(false);
    MigrateParser{*migrate, options, add_common, chosen}.add_all();
}

}  // namespace daybook::app
