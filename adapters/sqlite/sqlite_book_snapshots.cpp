#include "sqlite/sqlite_book_snapshots.hpp"

#include <utility>

namespace daybook::sqlite {

namespace {

/// Some milliseconds.
constexpr int steps_between_questions = 100'000;

/// Interrupts the statements of a connection once what they read is not wanted any more.
class Interruption {
  public:
    Interruption(SqliteConnection& connection, std::function<bool()> const& is_wanted)
        : connection_{connection}, is_wanted_{is_wanted} {
        auto const ends = [](void* self) {
            return static_cast<Interruption*>(self)->is_wanted_() ? 0 : 1;
        };
        sqlite3_progress_handler(connection_.handle(), steps_between_questions, ends, this);
    }
    ~Interruption() { sqlite3_progress_handler(connection_.handle(), 0, nullptr, nullptr); }
    Interruption(Interruption const&) = delete;
    Interruption& operator=(Interruption const&) = delete;

  private:
    SqliteConnection& connection_;
    std::function<bool()> const& is_wanted_;
};

}  // namespace

SqliteBookSnapshots::SqliteBookSnapshots(Open open) : open_{std::move(open)} { (void)session(); }

SqliteBookSnapshots::Session& SqliteBookSnapshots::session() {
    if (!session_) session_ = std::make_unique<Session>(open_());
    return *session_;
}

void SqliteBookSnapshots::close_if_spoilt() {
    if (session_->connection->is_spoilt()) session_.reset();
}

void SqliteBookSnapshots::read(std::function<void(ports::BookReader&)> const& read) {
    auto& [connection, reader] = session();
    try {
        connection->begin(SqliteConnection::Begin::deferred);
        // BEGIN alone sees nothing yet: the first read decides which moment it is.
        connection->execute("PRAGMA schema_version");
        read(reader);
        connection->require_unwritten();
    } catch (...) {
        connection->rollback();
        close_if_spoilt();
        throw;
    }
    connection->rollback();
    close_if_spoilt();
}

void SqliteBookSnapshots::read_while(std::function<bool()> const& is_wanted,
                                     std::function<void(ports::BookReader&)> const& read) {
    if (!is_wanted()) throw ports::ReadAbandoned{};
    try {
        this->read([&](ports::BookReader& book) {
            Interruption const interruption{*session_->connection, is_wanted};
            read(book);
        });
    } catch (ports::StorageError const&) {
        if (!is_wanted()) throw ports::ReadAbandoned{};
        throw;
    }
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
