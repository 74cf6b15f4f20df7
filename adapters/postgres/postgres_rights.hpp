#pragma once

#include "postgres/postgres_connection.hpp"

namespace daybook::postgres {

/// Asks the server whether whoever is connected may book: which takes a server that is no standby,
/// and on each table of the book the right to whatever the book does to it.
/// Requires an open transaction.
/// Throws: StorageError: forbidden, with the first thing that is missing, in a sentence that may be
/// shown to anybody.
void require_writable(PostgresConnection& connection);

}  // namespace daybook::postgres
