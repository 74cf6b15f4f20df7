#pragma once

#include "app/store_report.hpp"
#include "postgres/postgres_options.hpp"

namespace daybook::app {

/// Connects as the book does, and looks at the server's settings that matter to it.
/// Throws: StorageError.
[[nodiscard]] StoreReport check_postgres(postgres::PostgresOptions options);

}  // namespace daybook::app
