#pragma once

#include <string>
#include <string_view>

#include "ports/outbound/storage_error.hpp"

namespace daybook::postgres {

/// What is known of a failure of Postgres.
struct PostgresFailure {
    /// Empty where the server sent none. Source: PostgreSQL 15, appendix A.
    std::string sqlstate;
    std::string message;
    bool connection_is_lost = false;
};

/// What a failure outside COMMIT left behind.
///
/// | SQLSTATE                                                        | kind        |
/// |-----------------------------------------------------------------|-------------|
/// | none, or the connection is lost; 08, 53, 57, 58                 | unavailable |
/// | 55P03 lock timeout, 57014 statement timeout or cancel           | unavailable |
/// | 25006 server became a standby, 25P0x; 28, 3D not allowed in      | unavailable |
/// | 42501 no right to a table, a schema, ...                        | forbidden   |
/// | 0A000 and 26000 plan or statement gone: prepare again           | unavailable |
/// | 40 serialization, deadlock; 23505 unique key; 23P01             | conflict    |
/// | 42P01, 42703, 3F000 no such table, column, schema               | corrupt     |
/// | all others: XX corrupted, 23 other constraints, 22, 42, P0001   | corrupt     |
[[nodiscard]] ports::StorageError::Kind failure_kind(PostgresFailure const& failure);

/// What a failure of COMMIT left behind: as above where the server has said that it failed,
/// unknown_outcome where the connection is lost or 40003.
[[nodiscard]] ports::StorageError::Kind commit_failure_kind(PostgresFailure const& failure);

/// Whether the connection is of no more use after the failure, though it may be open.
[[nodiscard]] bool needs_new_connection(PostgresFailure const& failure);

/// The server's own message on one line, with its SQLSTATE.
[[nodiscard]] std::string describe(PostgresFailure const& failure);

/// The error with the server's own message, on one line, and what to do about it if we know.
[[nodiscard]] ports::StorageError storage_error(ports::StorageError::Kind kind,
                                                PostgresFailure const& failure);

/// Reads the exception in flight. Anything that is not of libpqxx is thrown again.
[[nodiscard]] PostgresFailure failure_in_flight(bool connection_is_lost);

}  // namespace daybook::postgres
