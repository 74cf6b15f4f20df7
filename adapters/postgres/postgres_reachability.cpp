#include "postgres/postgres_reachability.hpp"

#include <chrono>
#include <utility>

#include "postgres/postgres_connect_failure.hpp"
#include "postgres/postgres_deadlines.hpp"
#include "postgres/postgres_error.hpp"
#include "postgres/postgres_session.hpp"

namespace daybook::postgres {

std::optional<std::string> why_unreachable(PostgresUrl url) {
    url.set_default("connect_timeout", "2");
    url.set_default("fallback_application_name", "daybook db wait");
    try {
        PostgresDeadlines deadlines;
        PostgresSession session{url.connection_string(), deadlines, std::chrono::milliseconds{0}};
        session.execute("SELECT 1");
        return std::nullopt;
    } catch (...) {
        return connect_failure(url, failure_in_flight(true).message);
    }
}

}  // namespace daybook::postgres
