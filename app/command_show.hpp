#pragma once

#include "app/composition_root.hpp"
#include "app/exit_code.hpp"
#include "app/row_printer.hpp"

namespace daybook::app {

/// `daybook show`: lists what the book holds, streaming all that matches.
/// Throws: Failure with usage for a filter that names no column or a value no column holds.
[[nodiscard]] ExitCode run_show(ShowOptions const& options, CompositionRoot& root);

}  // namespace daybook::app
