#pragma once

#include <CLI/CLI.hpp>

#include "app/command_settle.hpp"

namespace daybook::app {

inline constexpr char const* settle_examples =
    "  daybook show requests --state ABANDONED\n"
    "  daybook settle AZ1-Xk2pQ7aB0cD3eF4gHg-2f --account alpha --outcome not_sent \\\n"
    "      --reason \"the venue's desk does not have it\"\n"
    "Only a request that is ABANDONED may be settled. Settling it the same way again changes\n"
    "nothing. Exit code 12: it was refused.";

/// Declares the options of `daybook settle` that no other command has.
void add_settle_options(CLI::App& command, SettleOptions& options);

}  // namespace daybook::app
