#include "sqlite/sqlite_book_snapshots.hpp"

#include <utility>

namespace daybook::sqlite {

SqliteBookSnapshots::SqliteBookSnapshots(std::unique_ptr<SqliteConnection> connection)
    : connection_{std::move(connection)}, reader_{*connection_} {}

void SqliteBookSnapshots::read(std::function<void(ports::BookReader&)> const& read) {
    connection_->begin(SqliteConnection::Begin::deferred);
    try {
        // BEGIN alone sees nothing yet: the first read decides which moment it is.
        connection_->execute("PRAGMA schema_version");
        read(reader_);
        connection_->require_unwritten();
    } catch (...) {
        connection_->rollback();
        throw;
    }
    connection_->rollback();
}

std::vector<std::optional<model::Order>> SqliteBookSnapshots::find_orders(
    std::span<ports::OrderKey const> keys) {
    std::vector<std::optional<model::Order>> found;
    read([&](ports::BookReader& book) {
        for (auto const& key : keys) found.push_back(book.order(key.account_id, key.id));
    });
    return found;
}

}  // namespace daybook::sqlite
