#include "app/command_fix_session.hpp"

#include "app/exit_code.hpp"
#include "fix/process/session_host.hpp"

namespace daybook::app {

void run_fix_session() {
    fix::serve_session();
    throw Failure{ExitCode::usage,
                  "fix-session is begun by a worker that speaks FIX, and by nobody else"};
}

}  // namespace daybook::app
