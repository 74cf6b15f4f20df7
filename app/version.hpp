#pragma once

#include <string>
#include <string_view>

namespace daybook::app {

/// The release: `0.1.0`.
[[nodiscard]] std::string_view version();
/// The commit this was built from; `unknown` outside a checkout.
[[nodiscard]] std::string_view commit();
/// One line for people: release and commit.
[[nodiscard]] std::string version_line();

}  // namespace daybook::app
