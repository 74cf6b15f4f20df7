#pragma once

#include <stdexcept>
#include <string>

namespace daybook::app {

/// What the process ends with. Documented in docs/operations.md; scripts depend on the numbers.
enum class ExitCode {
    done = 0,
    internal_error = 1,
    usage = 2,
    schema_behind = 3,
    schema_ahead = 4,
    history_mismatch = 5,
    schema_drift = 6,
    migration_failed = 7,
    lock_not_obtained = 8,
    database_unreachable = 9,
    configuration_wrong = 10,
    lint_errors = 11,
    commands_refused = 12,
    book_wrong = 13,
    reconciliation_differs = 14,
    address_unavailable = 15,
    right_missing = 16,
    second_signal = 130
};

/// Ends the running command: one sentence for stderr, and the code to exit with.
class Failure : public std::runtime_error {
  public:
    Failure(ExitCode code, std::string const& sentence)
        : std::runtime_error{sentence}, code_{code} {}
    [[nodiscard]] ExitCode code() const { return code_; }

  private:
    ExitCode code_;
};

}  // namespace daybook::app
