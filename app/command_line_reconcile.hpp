#pragma once

#include <CLI/CLI.hpp>

#include "app/command_reconcile.hpp"

namespace daybook::app {

inline constexpr char const* reconcile_examples =
    "  daybook reconcile --account alpha --statement november.csv\n"
    "  daybook reconcile --account alpha --statement november.csv --book\n"
    "The columns of a statement are listed in docs/reconciliation.md. Exit code 14: there are\n"
    "differences; with --book, something is left that could not be booked.";

/// Declares the options of `daybook reconcile` that no other command has.
void add_reconcile_options(CLI::App& command, ReconcileOptions& options);

}  // namespace daybook::app
