#include "app/command_worker.hpp"

namespace daybook::app {

ExitCode run_worker(CompositionRoot& root) {
    (void)root;
    return ExitCode::done;
}

}  // namespace daybook::app
