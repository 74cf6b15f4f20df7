#pragma once

#include <CLI/CLI.hpp>

#include <optional>
#include <span>
#include <string>

namespace daybook::app {

/// How far a command line could be read.
struct WordsRead {
    /// The innermost command: `daybook db check`.
    std::string command;
    /// What is wrong with the first word that cannot be, without an end: a command or an option
    /// that there is none of, with what may have been meant, or a command that is missing. nullopt
    /// where no single word is at fault.
    std::optional<std::string> fault;
};

/// Reads `words`, which follow the program's name, by what `root` declares.
[[nodiscard]] WordsRead read_words(CLI::App const& root, std::span<char const* const> words);

/// One sentence, and where to read on, for words that have a fault.
[[nodiscard]] std::string usage_sentence(WordsRead const& words);

/// The command that these words name, and its whole name; or what is wrong with them.
struct CommandNamed {
    CLI::App const* command = nullptr;
    WordsRead words;
};
[[nodiscard]] CommandNamed find_command(CLI::App const& root, std::span<std::string const> words);

}  // namespace daybook::app
