#include "app/migration_refusal.hpp"

#include "app/exit_code.hpp"

namespace daybook::app {

namespace {

ExitCode code_of(services::MigrationRefusal::Reason reason) {
    using Reason = services::MigrationRefusal::Reason;
    switch (reason) {
        case Reason::ahead:
            return ExitCode::schema_ahead;
        case Reason::mismatch:
            return ExitCode::history_mismatch;
        case Reason::version_unknown:
        case Reason::version_passed:
            return ExitCode::usage;
    }
    return ExitCode::internal_error;
}

}  // namespace

services::MigrationPlan plan_or_refuse(std::span<ports::Migration const> embedded,
                                       std::span<ports::AppliedMigration const> history,
                                       std::optional<int> to) {
    auto plan = services::plan_up(embedded, history, to);
    if (!plan) throw Failure{code_of(plan.error().reason), plan.error().sentence};
    return *std::move(plan);
}

ports::Migration const& require_version(std::span<ports::Migration const> embedded, int version) {
    if (version >= 1 && static_cast<std::size_t>(version) <= embedded.size()) {
        return embedded[static_cast<std::size_t>(version) - 1];
    }
    throw Failure{ExitCode::usage,
                  "there is no migration " + std::to_string(version) + ": this binary knows 1 to " +
                      std::to_string(embedded.size()) + ". See: daybook migrate status"};
}

}  // namespace daybook::app
