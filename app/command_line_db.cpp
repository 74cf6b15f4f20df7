#include "app/command_line_db.hpp"

#include "app/duration_option.hpp"
#include "app/figures.hpp"
#include "app/names_option.hpp"

namespace daybook::app {

namespace {

CLI::Option* add_duration(CLI::App& command, std::string const& flag,
                          std::chrono::milliseconds& into, std::string const& what) {
    auto const keep = [&into](std::string const& text) {
        auto const duration = duration_option(text);
        if (!duration) {
            throw CLI::ValidationError{"\"" + text + "\" is not " + std::string{duration_rule}};
        }
        into = *duration;
    };
    return command.add_option_function<std::string>(flag, keep, what)->type_name("TIME");
}

}  // namespace

void DbCommandLine::declare(CLI::App& parent, Declare const& declare) {
    auto* const db = declare.add(parent, "db", "Look after the database itself",
                                 "  daybook db check\n"
                                 "  daybook db backup /backup/daybook.db\n"
                                 "  daybook db start",
                                 {});
    db->require_subcommand(1);
    declare_check(*db, declare);
    declare_wait(*db, declare);
    declare_backup(*db, declare);
    declare_restore(*db, declare);
    declare_shell(*db, declare);
    declare_server(*db, declare);
    declare_schema(*db, declare);
    declare_throw_away(*db, declare);
}

void DbCommandLine::declare_check(CLI::App& db, Declare const& declare) {
    auto* const check = declare.add(
        db, "check", "Show the store, its settings, its schema and its soundness",
        "  daybook db check --database sqlite:desk.db", [this] { return Command{check_}; });
    check->add_flag("--json", check_.json, "The result as one object");
    declare.add_common(*check, true);
}

void DbCommandLine::declare_wait(CLI::App& db, Declare const& declare) {
    auto* const wait =
        declare.add(db, "wait", "Wait until the database can be reached",
                    "  daybook db wait --timeout 30s --database postgresql://db/daybook\n"
                    "Exit code 9: it could not be reached in time.",
                    [this] { return Command{wait_}; });
    add_duration(*wait, "--timeout", wait_.timeout, "How long at most (default: 60s)");
    declare.add_common(*wait, true);
}

void DbCommandLine::declare_backup(CLI::App& db, Declare const& declare) {
    auto* const backup =
        declare.add(db, "backup", "Write a consistent copy, while others read and write",
                    "  daybook db backup /backup/daybook.db\n"
                    "Of SQLite it is a database again; of Postgres it is what pg_restore reads.",
                    [this] { return Command{backup_}; });
    backup->add_option("FILE", backup_.file, "The copy; must not exist")->required();
    declare.add_common(*backup, true);
}

void DbCommandLine::declare_restore(CLI::App& db, Declare const& declare) {
    auto* const restore = declare.add(
        db, "restore", "Make the book the one that db backup has written, on a new timeline",
        "  systemctl stop daybook; daybook db restore /backup/daybook.db --yes\n"
        "  createdb restored\n"
        "  daybook db restore daybook.dump --database postgresql:///restored\n"
        "It refuses a file of SQLite that anybody has open, or that has a book without --yes, and "
        "a Postgres that has tables.",
        [this] { return Command{restore_}; });
    restore->add_option("FILE", restore_.file, "What daybook db backup has written")->required();
    restore->add_flag("--yes", restore_.yes, "Yes: give up the book that is there");
    declare.add_common(*restore, true);
}

void DbCommandLine::declare_shell(CLI::App& db, Declare const& declare) {
    auto* const shell =
        declare.add(db, "shell", "Open psql, or the shell of SQLite, on the database",
                    "  daybook db shell\n"
                    "  echo 'SELECT count(*) FROM orders' | daybook db shell",
                    [] { return Command{DbShellOptions{}}; });
    declare.add_common(*shell, true);
}

void DbCommandLine::declare_server(CLI::App& db, Declare const& declare) {
    auto const add = [&](std::string const& name, std::string const& what, DbServerAction action) {
        auto* const command = declare.add(db, name, what, "  daybook db " + name, [this, action] {
            server_.action = action;
            return Command{server_};
        });
        declare.add_common(*command, false);
        return command;
    };
    auto* const start = add("start", "Start a private development Postgres under .postgres/",
                            DbServerAction::start);
    start->add_option("--port", server_.port, "Where it listens on 127.0.0.1 (default: 5438)")
        ->check(CLI::Range(1, 65'535))
        ->type_name("PORT");
    add("stop", "Stop the private Postgres", DbServerAction::stop);
    add("logs", "Print what the private Postgres has logged", DbServerAction::logs);
}

void DbCommandLine::declare_schema(CLI::App& db, Declare const& declare) {
    auto* const schema =
        declare.add(db, "schema", "Print the schema, in one text for both engines",
                    "  daybook db schema > live; daybook db schema --from code | diff - live",
                    [this] { return Command{schema_}; });
    auto const keep = [this](std::string const& name) {
        schema_.origin = name == "code"         ? SchemaOrigin::code
                         : name == "migrations" ? SchemaOrigin::migrations
                                                : SchemaOrigin::live;
    };
    schema
        ->add_option_function<std::string>("--from", keep,
                                           "The database (live), the tables in the code, or what "
                                           "this binary's migrations make (default: live)")
        ->check(one_of_names(std::to_array<std::string_view>({"code", "live", "migrations"})))
        ->type_name("ORIGIN");
    declare.add_common(*schema, true);
}

void DbCommandLine::declare_throw_away(CLI::App& db, Declare const& declare) {
    auto* const push = declare.add(
        db, "push", "Bring a database for throwing away to the tables in the code",
        "  DAYBOOK_ENV=development daybook db push\n"
        "Without a migration's file: for trying tables out. It refuses a database with entries in "
        "the book, a Postgres without DAYBOOK_ENV=development, and what would destroy something.",
        [] { return Command{DbPushOptions{}}; });
    declare.add_common(*push, true);
    auto* const reset = declare.add(
        db, "reset", "Make a database for throwing away anew, with all migrations",
        "  DAYBOOK_ENV=development daybook db reset --yes\n"
        "It refuses a database with entries in the book, or with tables that are not Daybook's, "
        "and a Postgres without DAYBOOK_ENV=development.",
        [this] { return Command{reset_}; });
    reset->add_flag("--yes", reset_.yes, "Yes: drop every table of Daybook");
    declare.add_common(*reset, true);
}

}  // namespace daybook::app
