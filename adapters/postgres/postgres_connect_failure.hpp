#pragma once

#include <string>
#include <string_view>

#include "postgres/postgres_url.hpp"

namespace daybook::postgres {

/// One sentence for what libpq says about a connection that could not be made. The four that
/// people meet are told in words of their own, with what to do; others are libpq's, on one line:
///
/// - nothing listens at the address,
/// - there is no such host,
/// - the server has no such database,
/// - the password is wrong or missing.
///
/// Never holds a password: libpq's messages do not.
[[nodiscard]] std::string connect_failure(PostgresUrl const& url, std::string_view message);

}  // namespace daybook::postgres
