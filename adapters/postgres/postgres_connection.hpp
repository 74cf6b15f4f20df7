#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/assert.hpp"
#include "ports/outbound/storage_error.hpp"
#include "postgres/postgres_arguments.hpp"
#include "postgres/postgres_connection_factory.hpp"
#include "postgres/postgres_result.hpp"
#include "postgres/postgres_session.hpp"
#include "postgres/postgres_statement_group.hpp"

namespace daybook::postgres {

/// A connection that opens when a transaction begins without one, and again after it was lost.
///
/// Within a transaction the first failure is final: every later statement and commit() throw it
/// again, so that nobody continues with half of what was asked.
///
/// Threads: not safe; one connection per thread.
class PostgresConnection {
  public:
    /// snapshot: reads see the book as of the first of them; nothing can be written.
    enum class Begin { unit_of_work, snapshot };

    explicit PostgresConnection(PostgresConnectionFactory& factory);

    /// Throws: StorageError; then no transaction is open. A connection that turns out to be dead
    /// is replaced once.
    void begin(Begin mode);
    /// Throws: StorageError; then the transaction is over all the same.
    void commit();
    /// Ends the transaction if one is open. Never throws: the server rolls back what it loses.
    void rollback() noexcept;

    /// Runs one statement of constant text, prepared when it is first used.
    template <class... Values>
    PostgresResult run(std::string_view sql, Values&&... values) {
        return run_prepared(sql, arguments_of(std::forward<Values>(values)...));
    }
    /// Runs one that changes `rows`, and whose result nobody needs; within gather(), before the
    /// next other statement or its end, in one round trip with those that change other rows.
    template <class... Values>
    void change(std::string_view rows, std::string_view sql, Values&&... values) {
        gather_prepared(rows, {sql, arguments_of(std::forward<Values>(values)...)});
        if (!gathers_) run_gathered();
    }
    /// The same at once, together with what was gathered, where the result is of use: how many of
    /// `rows` were changed.
    template <class... Values>
    PostgresResult change_now(std::string_view rows, std::string_view sql, Values&&... values) {
        gather_prepared(rows, {sql, arguments_of(std::forward<Values>(values)...)});
        return run_gathered();
    }
    /// Runs `changes`, most of which call change().
    void gather(std::function<void()> const& changes);
    /// The same as run() outside of a transaction, for what only reads. A connection that turns
    /// out to be dead is replaced once.
    template <class... Values>
    PostgresResult run_alone(std::string_view sql, Values&&... values) {
        auto const arguments = arguments_of(std::forward<Values>(values)...);
        DAYBOOK_ASSERT(!in_transaction_);
        return on_living_session([&] { return run_prepared(sql, arguments); });
    }
    /// Runs one statement as it is.
    PostgresResult execute(std::string const& sql);

    [[nodiscard]] bool is_open() const { return session_ != nullptr; }
    /// See PostgresSession; of use within a transaction.
    [[nodiscard]] bool is_distributed() const { return session_ && session_->is_distributed(); }
    void close() noexcept { session_.reset(); }

  private:
    template <class... Values>
    [[nodiscard]] static std::vector<std::string> arguments_of(Values&&... values) {
        std::vector<std::string> arguments;
        arguments.reserve(sizeof...(values));
        (arguments.push_back(to_argument(std::forward<Values>(values))), ...);
        return arguments;
    }
    template <class Action>
    PostgresResult on_living_session(Action action) {
        bool const may_be_dead = session_ != nullptr;
        if (!session_) session_ = factory_.open();
        try {
            return action();
        } catch (ports::StorageError const&) {
            if (!may_be_dead || session_) throw;
            session_ = factory_.open();
            return action();
        }
    }
    void gather_prepared(std::string_view rows, PostgresStatementGroup::Statement statement);
    void send_gathered();
    PostgresResult run_gathered();
    PostgresResult run_prepared(std::string_view sql, std::vector<std::string> const& arguments);
    template <class Action>
    PostgresResult guarded(Action action);
    [[noreturn]] void fail();
    [[noreturn]] void fail_commit();

    PostgresConnectionFactory& factory_;
    std::unique_ptr<PostgresSession> session_;
    bool in_transaction_ = false;
    bool gathers_ = false;
    PostgresStatementGroup gathered_;
    std::optional<ports::StorageError> failure_;
};

}  // namespace daybook::postgres
