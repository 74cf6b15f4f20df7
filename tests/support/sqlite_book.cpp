#include "support/sqlite_book.hpp"

#include "migrations/embedded_migrations.hpp"
#include "sqlite/sqlite_migrator.hpp"
#include "support/manual_clock.hpp"

namespace daybook::support {

void make_sqlite_book(std::string const& path) {
    ManualClock clock{model::Timestamp{}};
    sqlite::SqliteMigrator migrator{{.path = path}, clock};
    for (auto const& migration : migrations::embedded_migrations()) {
        migrator.apply({.version = migration.version,
                        .name = migration.name,
                        .fingerprint = "test",
                        .compatible_from = migration.version,
                        .sql = migration.sqlite},
                       {.applied_by = "test", .daybook_version = "test"});
    }
}

}  // namespace daybook::support
