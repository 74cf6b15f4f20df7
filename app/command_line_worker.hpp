#pragma once

#include <CLI/CLI.hpp>

#include <functional>
#include <string>

namespace daybook::app {

/// How an option is declared whose value the configuration checks.
struct DeclareConfigured {
    std::function<void(CLI::App& command, std::string const& flag, std::string const& type,
                       std::string const& what)>
        option;
    std::function<void(CLI::App& command, std::string const& flag, std::string const& what)> flag;
    /// An option that may be given several times.
    decltype(option) list;
};

/// Declares what `daybook worker` takes besides the common options.
void declare_worker(CLI::App& command, DeclareConfigured const& declare);

}  // namespace daybook::app
