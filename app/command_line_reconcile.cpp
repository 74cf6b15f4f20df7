#include "app/command_line_reconcile.hpp"

#include <string>

namespace daybook::app {

namespace {

void add_time(CLI::App& command, std::string const& flag, std::optional<model::Timestamp>& into,
              std::string const& what) {
    auto const keep = [flag, &into](std::string const& text) {
        into = model::Timestamp::parse(text);
        if (into) return;
        throw CLI::ValidationError{flag,
                                   "\"" + text + "\" is not a time such as 2026-11-21T09:30:00Z"};
    };
    command.add_option_function<std::string>(flag, keep, what)->type_name("TIME");
}

}  // namespace

void add_reconcile_options(CLI::App& command, ReconcileOptions& options) {
    command.add_option("--account", options.account, "The account to compare")
        ->required()
        ->type_name("A");
    command.add_option("--statement", options.statement, "A CSV file; - for standard input")
        ->required()
        ->type_name("FILE");
    add_time(command, "--from", options.from,
             "Since when the statement tells all (default: the earliest time in it)");
    add_time(command, "--as-of", options.as_of,
             "The instant that it tells (default: the latest time in it)");
    command.add_flag("--book", options.book, "Book what is missing here");
}

}  // namespace daybook::app
