#pragma once

#include "app/composition_root.hpp"
#include "app/exit_code.hpp"

namespace daybook::app {

enum class MigrateAction { up, status };

struct MigrateOptions {
    MigrateAction action = MigrateAction::up;
    bool json = false;
};

/// `daybook migrate up|status`: applies what is pending, or says what has been applied.
[[nodiscard]] ExitCode run_migrate(MigrateOptions const& options, CompositionRoot& root);

}  // namespace daybook::app
