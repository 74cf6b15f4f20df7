#include "sqlite/sqlite_checkpoint_repository.hpp"

#include "sqlite/sqlite_rows.hpp"

namespace daybook::sqlite {

SqliteCheckpointRepository::SqliteCheckpointRepository(SqliteConnection& connection)
    : find_{connection, find_sql<sql::checkpoint_heads>},
      save_{connection, save_sql<sql::checkpoint_heads>} {}

std::vector<std::optional<model::ChainHead>> SqliteCheckpointRepository::find(
    std::span<model::AccountId const> ids) {
    std::vector<std::optional<model::ChainHead>> found;
    found.reserve(ids.size());
    for (auto const& id : ids) {
        found.push_back(read_first<sql::checkpoint_heads>(find_.query(id)));
    }
    return found;
}

void SqliteCheckpointRepository::save(std::span<model::ChainHead const> heads) {
    for (auto const& head : heads) run_row<sql::checkpoint_heads>(save_, head);
}

}  // namespace daybook::sqlite
