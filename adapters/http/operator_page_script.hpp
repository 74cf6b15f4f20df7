#pragma once

#include <string_view>

namespace daybook::http {

/// The script of the operator's page: reads the API every 2 seconds and shows what has changed.
[[nodiscard]] std::string_view page_script();

}  // namespace daybook::http
