#pragma once

namespace daybook::app {

/// `daybook fix-session`: runs one FIX session for the worker that has started it, and does not
/// return then. Throws: Failure with usage where no worker has.
[[noreturn]] void run_fix_session();

}  // namespace daybook::app
