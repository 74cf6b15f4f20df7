#pragma once

#include <optional>
#include <string>

#include "app/composition_root.hpp"
#include "app/exit_code.hpp"
#include "model/timestamp.hpp"

namespace daybook::app {

struct ReconcileOptions {
    std::string account;
    /// `-` is standard input.
    std::string statement;
    /// The period, where it is not that of the times in the file.
    std::optional<model::Timestamp> from;
    std::optional<model::Timestamp> as_of;
    /// Books what the statement has and the book has not.
    bool book = false;
    bool json = false;
};

/// `daybook reconcile`: compares an account with an exchange's statement, and books what is missing
/// here where that is asked for. A statement that cannot be read changes nothing.
[[nodiscard]] ExitCode run_reconcile(ReconcileOptions const& options, CompositionRoot& root);

}  // namespace daybook::app
