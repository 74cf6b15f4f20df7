#pragma once

#include "app/exit_code.hpp"

namespace daybook::app {

/// `daybook version`: which release and which commit this is.
[[nodiscard]] ExitCode run_version(bool json);

}  // namespace daybook::app
