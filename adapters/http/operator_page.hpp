#pragma once

#include <string>
#include <string_view>

namespace daybook::http {

/// The operator's page: one HTML document with its style and script inside.
[[nodiscard]] std::string_view operator_page();

/// The header Content-Security-Policy that lets exactly this page's style and script run.
[[nodiscard]] std::string page_security_policy();

/// The page's icon, as SVG.
[[nodiscard]] std::string_view page_icon();

}  // namespace daybook::http
