#pragma once

#include <optional>
#include <string>

#include "app/composition_root.hpp"
#include "app/exit_code.hpp"

namespace daybook::app {

/// What an operator says of a request, as it was typed.
struct SettleOptions {
    std::string request;
    std::string account;
    std::string outcome;
    std::string reason;
    std::optional<std::string> key;
    bool json = false;
};

/// Books what an operator says of a request to an exchange of which nobody knows what became.
/// Returns commands_refused where the request may not be settled.
[[nodiscard]] ExitCode run_settle(SettleOptions const& options, CompositionRoot& root);

}  // namespace daybook::app
