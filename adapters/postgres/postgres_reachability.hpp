#pragma once

#include <optional>
#include <string>

#include "postgres/postgres_url.hpp"

namespace daybook::postgres {

/// Tries once to connect and to get an answer, within seconds, and logs nothing. Returns nullopt
/// where that went well, else why not, in one sentence.
[[nodiscard]] std::optional<std::string> why_unreachable(PostgresUrl url);

}  // namespace daybook::postgres
