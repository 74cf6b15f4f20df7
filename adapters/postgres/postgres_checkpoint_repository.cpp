#include "postgres/postgres_checkpoint_repository.hpp"

#include "postgres/postgres_rows.hpp"

namespace daybook::postgres {

PostgresCheckpointRepository::PostgresCheckpointRepository(PostgresConnection& connection)
    : connection_{connection} {}

std::vector<std::optional<model::ChainHead>> PostgresCheckpointRepository::find(
    std::span<model::AccountId const> ids) {
    if (ids.empty()) return {};
    return read_by_key<sql::checkpoint_heads>(
        ids.size(), connection_.run(find_sql<sql::checkpoint_heads>, column(ids)));
}

void PostgresCheckpointRepository::save(std::span<model::ChainHead const> heads) {
    if (heads.empty()) return;
    change_rows<sql::checkpoint_heads>(connection_, save_sql<sql::checkpoint_heads>, heads);
}

}  // namespace daybook::postgres
