#pragma once

#include <string>
#include <vector>

#include "ports/outbound/schema_reader.hpp"
#include "postgres/postgres_session.hpp"

namespace daybook::postgres {

/// Reads everything in the session's current schema, as SchemaReader shapes it. Names of that
/// schema do not show in the definitions.
/// Throws: what libpqxx throws.
[[nodiscard]] std::vector<ports::SchemaItem> read_catalog(PostgresSession& session);

}  // namespace daybook::postgres
