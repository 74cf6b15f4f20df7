#include "postgres/postgres_identity_repository.hpp"

#include <string>

#include "postgres/postgres_rows.hpp"

namespace daybook::postgres {
namespace {

std::string const list_sql = select<sql::daybook_meta>("daybook_meta");
std::string const save_missing_sql =
    std::string{insert_sql<sql::daybook_meta>} + " ON CONFLICT (key) DO NOTHING";

}  // namespace

PostgresIdentityRepository::PostgresIdentityRepository(PostgresConnection& connection)
    : connection_{connection} {}

model::BookIdentity PostgresIdentityRepository::find() {
    return sql::identity_of(read_all<sql::daybook_meta>(connection_.run(list_sql)));
}

void PostgresIdentityRepository::save(model::BookIdentity const& identity) {
    run_rows<sql::daybook_meta>(connection_, save_sql<sql::daybook_meta>, sql::rows_of(identity));
}

void PostgresIdentityRepository::save_missing(model::BookIdentity const& identity) {
    run_rows<sql::daybook_meta>(connection_, save_missing_sql, sql::rows_of(identity));
}

}  // namespace daybook::postgres
