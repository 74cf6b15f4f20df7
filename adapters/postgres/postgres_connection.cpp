#include "postgres/postgres_connection.hpp"

#include "log/log.hpp"
#include "model/assert.hpp"
#include "postgres/postgres_error.hpp"

namespace daybook::postgres {
namespace {

using Kind = ports::StorageError::Kind;

PostgresFailure failure_of(PostgresSession const& session) {
    auto failure = failure_in_flight(session.is_lost());
    if (session.was_cut()) {
        failure.message = "the server did not answer in time; the connection was given up";
    }
    return failure;
}

}  // namespace

PostgresConnection::PostgresConnection(PostgresConnectionFactory& factory) : factory_{factory} {}

void PostgresConnection::begin(Begin mode) {
    DAYBOOK_ASSERT(!in_transaction_);
    auto const* const sql = mode == Begin::unit_of_work
                                ? "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
                                : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
    on_living_session([&] { return execute(sql); });
    in_transaction_ = true;
}

void PostgresConnection::commit() {
    DAYBOOK_ASSERT(in_transaction_);
    if (failure_) {
        auto const failure = *failure_;
        rollback();
        throw failure;
    }
    in_transaction_ = false;
    (void)session_->take_notice();
    try {
        session_->execute("COMMIT");
    } catch (...) {
        fail_commit();
    }
    // COMMIT succeeds with a warning where waiting for a synchronous standby was cancelled: the
    // server alone has the commit then. Whatever it warns of, it is not what was asked.
    auto const notice = session_->take_notice();
    if (!notice.empty()) {
        throw storage_error(Kind::unknown_outcome, {{}, "commit: " + notice, false});
    }
}

void PostgresConnection::rollback() noexcept {
    bool const is_open = in_transaction_ && session_;
    in_transaction_ = false;
    gathered_.clear();
    failure_.reset();
    if (!is_open) return;
    try {
        session_->execute("ROLLBACK");
    } catch (...) {
        session_.reset();
    }
}

PostgresResult PostgresConnection::execute(std::string const& sql) {
    send_gathered();
    return guarded([&] { return session_->execute(sql); });
}

void PostgresConnection::gather(std::function<void()> const& changes) {
    DAYBOOK_ASSERT(in_transaction_ && !gathers_);
    // Citus has its own rules for what one statement may change.
    gathers_ = !is_distributed();
    try {
        changes();
    } catch (...) {
        gathers_ = false;
        send_gathered();
        throw;
    }
    gathers_ = false;
    send_gathered();
}

void PostgresConnection::gather_prepared(std::string_view rows,
                                         PostgresStatementGroup::Statement statement) {
    if (gathered_.changes(rows)) run_gathered();
    gathered_.add(rows, std::move(statement));
}

void PostgresConnection::send_gathered() {
    if (!gathered_.is_empty()) run_gathered();
}

PostgresResult PostgresConnection::run_gathered() {
    auto const whole = gathered_.take();
    return guarded([&] { return session_->execute(whole.sql, whole.arguments); });
}

PostgresResult PostgresConnection::run_prepared(std::string_view sql,
                                                std::vector<std::string> const& arguments) {
    send_gathered();
    return guarded([&] { return session_->execute(sql, arguments); });
}

template <class Action>
PostgresResult PostgresConnection::guarded(Action action) {
    if (failure_) throw *failure_;
    DAYBOOK_ASSERT(session_ != nullptr);
    try {
        return action();
    } catch (...) {
        fail();
    }
}

void PostgresConnection::fail() {
    auto const failure = failure_of(*session_);
    auto const error = storage_error(failure_kind(failure), failure);
    if (in_transaction_) failure_ = error;
    if (needs_new_connection(failure)) {
        log::warn("database connection lost",
                  {{"database", factory_.describe()}, {"reason", error.what()}});
        session_.reset();
    }
    throw error;
}

void PostgresConnection::fail_commit() {
    auto failure = failure_of(*session_);
    failure.message = "commit: " + failure.message;
    auto const error = storage_error(commit_failure_kind(failure), failure);
    // Nobody knows what state it is in.
    log::warn("commit failed", {{"database", factory_.describe()}, {"reason", error.what()}});
    session_.reset();
    throw error;
}

}  // namespace daybook::postgres
