#include "sqlite/sqlite_unit_of_work.hpp"

namespace daybook::sqlite {

using Kind = ports::StorageError::Kind;

SqliteUnitOfWork::SqliteUnitOfWork(Open open, std::shared_ptr<SqliteWritersQueue> writers,
                                   std::shared_ptr<SqliteOpenFiles> open_files)
    : open_{std::move(open)}, writers_{std::move(writers)}, open_files_{std::move(open_files)} {
    open_session();
}

SqliteUnitOfWork::~SqliteUnitOfWork() { open_files_->closed(this); }

void SqliteUnitOfWork::run(std::function<ports::Commit(ports::Repositories&)> const& work) {
    auto const turn = writers_->wait_for_turn();
    if (!session_) open_session();
    try {
        run_in(*session_, work);
    } catch (...) {
        close_if_spoilt();
        throw;
    }
    close_if_spoilt();
}

void SqliteUnitOfWork::open_session() {
    auto session = std::make_unique<Session>(open_());
    auto const& files = session->connection->files();
    if (files_ && files && !files_->has_same_book(*files)) {
        throw ports::StorageError{Kind::replaced,
                                  "the book's file is another than the one that was opened first; "
                                  "nothing is booked until the worker is started again"};
    }
    if (!files_) files_ = files;
    session_ = std::move(session);
    if (files) open_files_->opened(this, *files);
}

void SqliteUnitOfWork::close_if_spoilt() {
    if (!session_->connection->is_spoilt()) return;
    open_files_->closed(this);
    session_.reset();
}

void SqliteUnitOfWork::run_in(Session& session,
                              std::function<ports::Commit(ports::Repositories&)> const& work) {
    ports::Repositories repositories{.accounts = session.accounts,
                                     .reference = session.reference,
                                     .orders = session.orders,
                                     .executions = session.executions,
                                     .entries = session.entries,
                                     .balances = session.balances,
                                     .positions = session.positions,
                                     .discrepancies = session.discrepancies,
                                     .outbox = session.outbox,
                                     .exchange_leases = session.exchange_leases,
                                     .checkpoints = session.checkpoints,
                                     .identity = session.identity,
                                     .write_group = session.write_group};
    auto& connection = *session.connection;
    connection.require_same_files();
    connection.begin(SqliteConnection::Begin::immediate);
    try {
        if (work(repositories) != ports::Commit::yes) return connection.rollback();
        connection.commit();
    } catch (...) {
        connection.rollback();
        throw;
    }
    auto const reason = connection.files() ? connection.files()->why_replaced() : std::nullopt;
    if (reason) throw ports::StorageError{Kind::unknown_outcome, "after the commit: " + *reason};
}

}  // namespace daybook::sqlite
