#pragma once

#include <string>
#include <vector>

#include "postgres/postgres_url.hpp"

namespace daybook::postgres {

/// How a program of Postgres ended.
struct ProgramResult {
    int exit_code = 0;
    /// What it wrote to its standard error, on one line.
    std::string errors;
};

/// The server that a program is to connect to, for its environment and not its arguments, which
/// everybody on the machine can read.
struct PostgresProgramSettings {
    /// `NAME=value`: this process's own, and what the URL says.
    std::vector<std::string> environment;
    /// What libpq takes no variable for, none of it secret: `name='value'`.
    std::string connection_string;
};

/// Throws: std::runtime_error for a secret that no variable can carry.
[[nodiscard]] PostgresProgramSettings program_settings(PostgresUrl const& url);

/// Runs pg_dump or another client with nothing to read, up to its end.
/// Throws: std::runtime_error with one sentence where it is not installed.
[[nodiscard]] ProgramResult run_client(std::string const& name, PostgresUrl const& url,
                                       std::vector<std::string> const& arguments);

/// Makes this process a client that people use, such as psql. Returns only by throwing.
[[noreturn]] void become_client(std::string const& name, PostgresUrl const& url);

}  // namespace daybook::postgres
