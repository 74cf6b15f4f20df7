#pragma once

#include <string>

namespace daybook::http {

/// The OpenAPI 3.1 document of all routes, as JSON.
[[nodiscard]] std::string openapi_document();

}  // namespace daybook::http
