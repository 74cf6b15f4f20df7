#pragma once

#include <optional>
#include <string>

#include "app/composition_root.hpp"
#include "app/exit_code.hpp"

namespace daybook::app {

struct VerifyOptions {
    std::optional<std::string> account;
    bool json = false;
};

/// `daybook verify`: proves the book, or names the first thing that is wrong with it.
[[nodiscard]] ExitCode run_verify(VerifyOptions const& options, CompositionRoot& root);

}  // namespace daybook::app
