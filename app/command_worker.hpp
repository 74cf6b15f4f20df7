#pragma once

#include "app/composition_root.hpp"
#include "app/exit_code.hpp"

namespace daybook::app {

/// `daybook worker`: listens until SIGTERM or SIGINT; then finishes what was accepted, and ends.
/// A second signal ends the process at once with 130.
[[nodiscard]] ExitCode run_worker(CompositionRoot& root);

}  // namespace daybook::app
