#include "app/command_db_wait.hpp"

#include <unistd.h>

#include <optional>
#include <string>
#include <thread>

#include "app/figures.hpp"
#include "app/output.hpp"

namespace daybook::app {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds pause{200};

void print_line(int descriptor, std::string const& line) {
    Output output{descriptor};
    output.write(line + "\n");
    output.flush();
}

std::optional<std::string> why_unreachable(CompositionRoot& root) {
    if (root.configuration().database.kind == DatabaseUrl::Kind::postgres) {
        return root.postgres_database().why_unreachable();
    }
    return root.embedded_database().why_unreachable();
}

}  // namespace

ExitCode run_db_wait(DbWaitOptions const& options, CompositionRoot& root) {
    auto const started = Clock::now();
    auto const deadline = started + options.timeout;
    std::string told;
    while (auto const reason = why_unreachable(root)) {
        if (Clock::now() >= deadline) {
            throw Failure{
                ExitCode::database_unreachable,
                "gave up after " + duration_text(options.timeout) + " (--timeout): " + *reason};
        }
        if (*reason != told) print_line(STDERR_FILENO, "waiting   " + *reason);
        told = *reason;
        std::this_thread::sleep_for(pause);
    }
    print_line(STDOUT_FILENO, "reachable after " + duration_text(Clock::now() - started));
    return ExitCode::done;
}

}  // namespace daybook::app
