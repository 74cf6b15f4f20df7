#pragma once

#include <functional>

#include <CLI/CLI.hpp>

#include "app/command_migrate.hpp"

namespace daybook::app {

/// Declares `daybook migrate` and its actions below `parent`. What they are given goes to
/// `options`; `chosen` is called when one of them is to run. `add_common` declares the options
/// that all commands have.
void add_migrate_command(CLI::App& parent, MigrateOptions& options,
                         std::function<void(CLI::App&)> const& add_common,
                         std::function<void()> const& chosen);

}  // namespace daybook::app
