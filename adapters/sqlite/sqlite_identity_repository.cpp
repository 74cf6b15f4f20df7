#include "sqlite/sqlite_identity_repository.hpp"

#include <string>

#include "sqlite/sqlite_rows.hpp"

namespace daybook::sqlite {

SqliteIdentityRepository::SqliteIdentityRepository(SqliteConnection& connection)
    : list_{connection, select<sql::daybook_meta>("daybook_meta")},
      save_{connection, save_sql<sql::daybook_meta>},
      save_missing_{connection,
                    std::string{insert_sql<sql::daybook_meta>} + " ON CONFLICT (key) DO NOTHING"} {}

model::BookIdentity SqliteIdentityRepository::find() {
    return sql::identity_of(read_all<sql::daybook_meta>(list_.query()));
}

void SqliteIdentityRepository::save(model::BookIdentity const& identity) {
    for (auto const& row : sql::rows_of(identity)) run_row<sql::daybook_meta>(save_, row);
}

void SqliteIdentityRepository::save_missing(model::BookIdentity const& identity) {
    for (auto const& row : sql::rows_of(identity)) run_row<sql::daybook_meta>(save_missing_, row);
}

}  // namespace daybook::sqlite
