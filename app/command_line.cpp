#include "app/command_line.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <span>
#include <vector>

#include "app/command_line_db.hpp"
#include "app/command_line_fault.hpp"
#include "app/command_line_migrate.hpp"
#include "app/command_line_reconcile.hpp"
#include "app/command_line_settle.hpp"
#include "app/command_line_values.hpp"
#include "app/command_line_worker.hpp"
#include "app/figures.hpp"
#include "app/names_option.hpp"
#include "app/setting_value.hpp"
#include "app/version.hpp"

namespace daybook::app {

namespace {

/// Columns that `show` can be filtered by: those with a few names, which may be given as a list,
/// and those with any text.
constexpr auto name_columns =
    std::to_array<std::string_view>({"status", "side", "type", "state", "kind", "exec_type"});
constexpr auto text_columns =
    std::to_array<std::string_view>({"exchange", "symbol", "asset", "order_id", "idempotency_key"});

std::string flag_of(std::string_view column) {
    std::string flag{column};
    std::ranges::replace(flag, '_', '-');
    return "--" + flag;
}

/// Declares the commands, and keeps what they are given.
class Parser {
  public:
    Parser() {
        app_.require_subcommand(1);
        app_.set_help_flag("-h,--help", "Print this help");
        app_.set_version_flag("-V,--version", version_line, "Print the release and the commit");
        app_.footer(
            "Every command has its own --help with an example. First steps:\n"
            "  daybook worker\n"
            "  daybook apply commands.ndjson\n"
            "  daybook show balances\n"
            "Exit codes: 0 done, 1 internal error, 2 wrong usage, 3 to 6 the schema is another, 7 "
            "a "
            "migration failed, 8 a lock was not obtained, 9 the database is unreachable, 10 wrong "
            "configuration, 11 lint errors, 12 refused commands, 13 the book is wrong, 14 "
            "differences, 15 the address is in use, 16 a right is missing.");
        add_worker();
        add_apply();
        add_show();
        add_verify();
        add_export();
        add_reconcile();
        add_settle();
        add_migrate();
        add_db();
        add_version();
        add_help();
    }

    Invocation parse(int count, char const* const* arguments) {
        try {
            app_.parse(count, arguments);
        } catch (CLI::ParseError const& error) {
            auto const words = std::span{arguments, static_cast<std::size_t>(count)};
            return {printed(error, words.subspan(words.empty() ? 0 : 1)), {}};
        }
        auto command = command_();
        return {std::move(command), std::move(flags_)};
    }

  private:
    using Command = decltype(Invocation::command);

    /// The help that CLI11 would print, or one sentence, and our exit code for it.
    PrintAndExit printed(CLI::ParseError const& error, std::span<char const* const> words) {
        std::ostringstream out;
        std::ostringstream err;
        bool const is_help = app_.exit(error, out, err) == 0;
        if (is_help) return {out.str(), ExitCode::done};
        auto read = read_words(app_, words);
        if (!read.fault) read.fault = error.what();
        return {usage_sentence(read), ExitCode::usage};
    }

    /// What `daybook help COMMAND` prints.
    PrintAndExit help() {
        auto const found = find_command(app_, help_);
        if (found.words.fault) return {usage_sentence(found.words), ExitCode::usage};
        auto const formatter = found.command->get_formatter();
        return {
            formatter->make_help(found.command, found.words.command, CLI::AppFormatMode::Normal),
            ExitCode::done};
    }

    CLI::App* add(CLI::App& parent, std::string const& name, std::string const& what,
                  std::string const& examples, std::function<Command()> make) {
        auto* const command = parent.add_subcommand(name, what);
        command->footer("Examples:\n" + examples);
        command->fallthrough(false);
        if (make) command->callback([this, make] { command_ = make; });
        return command;
    }

    /// An option whose value the configuration checks.
    void configured(CLI::App& command, std::string const& flag, std::string const& type,
                    std::string const& what) {
        auto const keep = [this, flag](std::string const& text) { flags_[flag] = text; };
        command.add_option_function<std::string>(flag, keep, what)->type_name(type);
    }

    /// One that may be given several times.
    void configured_list(CLI::App& command, std::string const& flag, std::string const& type,
                         std::string const& what) {
        auto const keep = [this, flag](std::vector<std::string> const& texts) {
            auto& joined = flags_[flag];
            for (auto const& text : texts) joined += (joined.empty() ? "" : ",") + text;
        };
        command.add_option_function<std::vector<std::string>>(flag, keep, what)
            ->expected(1)
            ->take_all()
            ->type_name(type);
    }

    void configured_switch(CLI::App& command, std::string const& flag, std::string const& what) {
        command.add_flag_callback(flag, [this, flag] { flags_[flag] = "true"; }, what);
    }

    void add_common(CLI::App& command, bool with_database = true) {
        if (with_database) {
            configured(command, "--database", "URL",
                       "sqlite:PATH, postgresql://..., or memory: for worker and apply "
                       "(DATABASE_URL; default: "
                       "daybook/daybook.db under $XDG_DATA_HOME or ~/.local/share)");
        }
        configured(command, "--log-level", "LEVEL",
                   "debug, info, warn or error (DAYBOOK_LOG_LEVEL)");
    }

    void add_worker() {
        auto* const command =
            add(app_, "worker", "Take commands over HTTP until SIGTERM or SIGINT",
                "  daybook worker\n"
                "  daybook worker --listen 127.0.0.1:8080 --database sqlite:desk.db\n"
                "  daybook worker --exchange paper --paper-tape docs/examples/btc-usd.csv "
                "--paper-symbol BTC-USD\n"
                "  daybook worker --exchange fix --fix-config venue.cfg\n"
                "Exit codes: 3 to 5 the schema is another, 9 the database is unreachable, 10 a "
                "setting or a file that it names is wrong, 15 the address is in use, 16 the "
                "database may not be written. docs/operations.md has them all.",
                [] { return Command{WorkerCommand{}}; });
        declare_worker(
            *command,
            {.option = [this](CLI::App& app, std::string const& flag, std::string const& type,
                              std::string const& what) { configured(app, flag, type, what); },
             .flag = [this](CLI::App& app, std::string const& flag,
                            std::string const& what) { configured_switch(app, flag, what); },
             .list = [this](CLI::App& app, std::string const& flag, std::string const& type,
                            std::string const& what) { configured_list(app, flag, type, what); }});
        add_common(*command);
    }

    void add_apply() {
        auto* const command =
            add(app_, "apply", "Book the commands of an NDJSON file",
                "  daybook apply commands.ndjson\n"
                "  tape.py | daybook apply - --database sqlite:aapl.db\n"
                "Applying a file again books nothing twice. Exit code 12: commands were refused.",
                [this] { return Command{apply_}; });
        command->add_option("FILE", apply_.file, "One command a line; - for standard input")
            ->required();
        add_json(*command, apply_.json, "One answer a line");
        command->add_option("--batch", apply_.batch, "Commands of one batch (default: 1000)")
            ->check(whole_number(1, 10'000))
            ->type_name("N");
        add_common(*command);
    }

    void add_show() {
        auto* const command =
            add(app_, "show", "List what the book holds",
                "  daybook show balances --account alpha\n"
                "  daybook show orders --status NEW,PARTIALLY_FILLED --symbol BTC-USD\n"
                "  daybook show entries --account alpha --after 100 --limit 10 --json",
                [this] { return Command{made_show()}; });
        auto const kinds = show_kind_names();
        command
            ->add_option("WHAT", show_kind_,
                         "What to list: " + alternatives(kinds.data(), kinds.size()))
            ->required()
            ->check(one_of_names(kinds))
            ->type_name("");
        add_account(*command, show_.account);
        for (auto const column : name_columns) add_filter(*command, column)->delimiter(',');
        for (auto const column : text_columns) add_filter(*command, column);
        command->add_option("--after", show_.after, "Only rows after this number")
            ->check(whole_number(0, any_number))
            ->type_name("SEQ");
        command->add_option("--limit", show_.limit, "At most so many rows")
            ->check(whole_number(0, any_number))
            ->type_name("N");
        add_json(*command, show_.json, "One object a line");
        add_common(*command);
    }

    CLI::Option* add_filter(CLI::App& command, std::string_view column) {
        auto const keep = [this, column](std::vector<std::string> const& values) {
            show_.filters[std::string{column}] = values;
        };
        return command
            .add_option_function<std::vector<std::string>>(
                flag_of(column), keep, "Only rows with this " + std::string{column})
            ->expected(1)
            ->take_all()
            ->type_name("VALUE");
    }

    void add_verify() {
        auto* const command =
            add(app_, "verify", "Prove the book, or name the first thing that is wrong with it",
                "  daybook verify\n"
                "  daybook verify --account alpha --json\n"
                "Exit code 13: the book is wrong.",
                [this] { return Command{verify_}; });
        add_account(*command, verify_.account);
        add_json(*command, verify_.json, "The result as one object");
        add_common(*command);
    }

    void add_export() {
        auto* const command = add(app_, "export", "Print the book, entry by entry",
                                  "  daybook export --format ndjson > book.ndjson\n"
                                  "  daybook export --format csv --account alpha > alpha.csv",
                                  [this] { return Command{export_}; });
        auto const keep = [this](std::string const& name) {
            export_.format = name == "csv" ? ExportFormat::csv : ExportFormat::ndjson;
        };
        command
            ->add_option_function<std::string>("--format", keep,
                                               "ndjson: an entry a line; csv: a posting a line")
            ->required()
            ->check(one_of_names(std::to_array<std::string_view>({"ndjson", "csv"})))
            ->type_name("FORMAT");
        add_account(*command, export_.account);
        add_common(*command);
    }

    void add_reconcile() {
        auto* const command =
            add(app_, "reconcile", "Compare an account with the statement of an exchange",
                reconcile_examples, [this] { return Command{reconcile_}; });
        add_reconcile_options(*command, reconcile_);
        add_json(*command, reconcile_.json, "One object a line");
        add_common(*command);
    }

    void add_settle() {
        auto* const command =
            add(app_, "settle", "Say what became of a request to an exchange that did not answer",
                settle_examples, [this] { return Command{settle_}; });
        add_settle_options(*command, settle_);
        add_json(*command, settle_.json, "The answer as one object");
        add_common(*command);
    }

    void add_migrate() {
        add_migrate_command(
            app_, migrate_, [this](CLI::App& command) { add_common(command); },
            [this] { command_ = [this] { return Command{migrate_}; }; });
    }

    void add_db() {
        db_.declare(
            app_,
            {.add =
                 [this](CLI::App& parent, std::string const& name, std::string const& what,
                        std::string const& examples, std::function<Command()> make) {
                     return add(parent, name, what, examples, std::move(make));
                 },
             .add_common = [this](CLI::App& command,
                                  bool with_database) { add_common(command, with_database); }});
    }

    void add_version() {
        auto* const command = add(app_, "version", "Print the release and the commit",
                                  "  daybook version --json", [this] { return Command{version_}; });
        add_json(*command, version_.json, "The same as one object");
        add_common(*command, false);
    }

    void add_help() {
        auto* const command = add(app_, "help", "Print the help of a command",
                                  "  daybook help\n"
                                  "  daybook help db check",
                                  [this] { return Command{help()}; });
        command->add_option("COMMAND", help_, "The command; without one, all are listed")
            ->type_name("");
    }

    static void add_json(CLI::App& command, bool& into, std::string const& what) {
        command.add_flag("--json", into, what);
    }

    static void add_account(CLI::App& command, std::optional<std::string>& into) {
        command.add_option("--account", into, "Only this account")->type_name("A");
    }

    ShowOptions made_show() {
        auto const names = show_kind_names();
        auto const found = std::ranges::find(names, show_kind_);
        show_.kind = static_cast<ShowKind>(found - names.begin());
        return show_;
    }

    static constexpr std::uint64_t any_number = 9'223'372'036'854'775'807;

    CLI::App app_{
        "Daybook: a trading ledger that records every order, execution and movement of "
        "money once, and can prove it.",
        "daybook"};
    Flags flags_;
    std::function<Command()> command_;
    ApplyOptions apply_;
    ShowOptions show_;
    std::string show_kind_;
    VerifyOptions verify_;
    ExportOptions export_;
    ReconcileOptions reconcile_;
    SettleOptions settle_;
    MigrateOptions migrate_;
    DbCommandLine db_;
    VersionCommand version_;
    std::vector<std::string> help_;
};

}  // namespace

Invocation parse_command_line(int count, char const* const* arguments) {
    return Parser{}.parse(count, arguments);
}

}  // namespace daybook::app
