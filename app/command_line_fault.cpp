#include "app/command_line_fault.hpp"

#include <algorithm>
#include <vector>

#include "app/suggestion.hpp"

namespace daybook::app {

namespace {

std::vector<std::string> commands_of(CLI::App const& app) {
    std::vector<std::string> names;
    for (auto const* command : app.get_subcommands([](CLI::App const*) { return true; })) {
        names.push_back(command->get_name());
    }
    return names;
}

CLI::App const* command_named(CLI::App const& app, std::string_view name) {
    auto const all =
        app.get_subcommands([&](CLI::App const* each) { return each->get_name() == name; });
    return all.empty() ? nullptr : all.front();
}

std::vector<std::string> options_of(CLI::App const& app) {
    std::vector<std::string> names;
    for (auto const* option : app.get_options()) {
        for (auto const& name : option->get_lnames()) names.push_back("--" + name);
    }
    return names;
}

/// How many words that are no options it takes.
int arguments_max(CLI::App const& app) {
    int most = 0;
    for (auto const* option : app.get_options()) {
        if (option->get_positional()) most += option->get_expected_max();
    }
    return most;
}

std::string in_quotes(std::string_view word) {
    // A URL may hold a password.
    if (word.find("://") != std::string_view::npos) return "a URL";
    return "\"" + std::string{word} + "\"";
}

std::string with_suggestion(std::string sentence, std::string_view given,
                            std::vector<std::string> const& names) {
    if (auto const meant = suggest(given, names)) sentence += ": did you mean " + *meant + "?";
    return sentence;
}

std::string no_command(CLI::App const& app, std::string_view word) {
    return with_suggestion("there is no command " + in_quotes(word), word, commands_of(app));
}

/// Follows the words down to the innermost command.
class Reading {
  public:
    explicit Reading(CLI::App const& root) : app_{&root} { result_.command = root.get_name(); }

    /// Reads one word; `skips_next` is whether the next one is its value. False where it cannot be.
    bool read(std::string_view word, bool& skips_next) {
        if (word.size() > 1 && word.starts_with('-')) return read_option(word, skips_next);
        if (auto const* command = command_named(*app_, word)) {
            app_ = command;
            result_.command.append(" ").append(word);
            return true;
        }
        if (arguments_++ < arguments_max(*app_)) return true;
        result_.fault = commands_of(*app_).empty()
                            ? "there is no place for " + in_quotes(word) + " in " + result_.command
                            : no_command(*app_, word);
        return false;
    }

    WordsRead finish() && {
        if (!result_.fault && app_->get_require_subcommand_min() > 0) {
            result_.fault = "a command is missing behind " + result_.command;
        }
        return std::move(result_);
    }

  private:
    bool read_option(std::string_view word, bool& skips_next) {
        auto const equals = word.find('=');
        std::string const name{word.substr(0, equals)};
        auto const* option = app_->get_option_no_throw(name);
        if (option != nullptr) {
            skips_next = equals == std::string_view::npos && option->get_expected_max() > 0;
            return true;
        }
        result_.fault = with_suggestion(result_.command + " has no option " + in_quotes(name), name,
                                        options_of(*app_));
        return false;
    }

    CLI::App const* app_;
    int arguments_ = 0;
    WordsRead result_;
};

}  // namespace

WordsRead read_words(CLI::App const& root, std::span<char const* const> words) {
    Reading reading{root};
    bool skips_next = false;
    for (std::string_view const word : words) {
        if (std::exchange(skips_next, false)) continue;
        if (word == "--" || !reading.read(word, skips_next)) break;
    }
    return std::move(reading).finish();
}

std::string usage_sentence(WordsRead const& words) {
    auto sentence = words.fault.value();
    std::ranges::replace(sentence, '\n', ' ');
    if (!sentence.ends_with('?')) sentence += '.';
    return "daybook: " + sentence + " See: " + words.command + " --help\n";
}

CommandNamed find_command(CLI::App const& root, std::span<std::string const> words) {
    CommandNamed found{&root, {root.get_name(), {}}};
    for (auto const& word : words) {
        auto const* const next = command_named(*found.command, word);
        if (next == nullptr) {
            found.words.fault = no_command(*found.command, word);
            return found;
        }
        found.command = next;
        found.words.command += " " + word;
    }
    return found;
}

}  // namespace daybook::app
