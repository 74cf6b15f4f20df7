#include "postgres/postgres_schema_reader.hpp"

#include <algorithm>
#include <cctype>
#include <string>
#include <utility>

#include "ports/outbound/migrator.hpp"
#include "postgres/postgres_catalog.hpp"
#include "postgres/postgres_error.hpp"
#include "sql/sql_script.hpp"

namespace daybook::postgres {
namespace {

/// No transaction may hold CONCURRENTLY; what is made is the same without it.
std::string without_concurrently(std::string statement) {
    constexpr std::string_view word = "concurrently";
    for (auto const& token : sql::sql_tokens(statement)) {
        bool const is_word = token.kind == sql::SqlToken::Kind::word &&
                             std::ranges::equal(token.text, word, {},
                                                [](unsigned char c) { return std::tolower(c); });
        if (!is_word) continue;
        auto const at = static_cast<std::size_t>(token.text.data() - statement.data());
        return statement.erase(at, word.size());
    }
    return statement;
}

void run_script(PostgresSession& session, std::string_view script) {
    for (auto const& statement : sql::split_script(script)) {
        try {
            session.execute(without_concurrently(std::string{statement.text}));
        } catch (...) {
            auto const failure = failure_in_flight(session.is_lost());
            if (failure.connection_is_lost) throw;
            throw ports::MigrationError{statement.line, std::string{statement.text},
                                        describe(failure)};
        }
    }
}

}  // namespace

PostgresSchemaReader::PostgresSchemaReader(PostgresUrl url, std::chrono::milliseconds answer_max)
    : factory_{{.url = std::move(url),
                .application_name = "daybook schema",
                .answer_deadline = answer_max},
               PostgresConnectionFactory::Purpose::for_schema} {
    if (answer_max.count() == 0) return;
    constexpr std::chrono::milliseconds interval{100};
    housekeeper_.emplace(
        interval, [this](PostgresHousekeeper::Time now) { factory_.deadlines().cut_due(now); });
}

template <class Action>
std::vector<ports::SchemaItem> PostgresSchemaReader::rolled_back(char const* begin, Action action) {
    // With the session goes its transaction, whatever happens.
    auto const session = factory_.open();
    try {
        session->execute(begin);
        auto items = action(*session);
        session->execute("ROLLBACK");
        return items;
    } catch (ports::MigrationError const&) {
        throw;
    } catch (...) {
        auto const failure = failure_in_flight(session->is_lost());
        // A standby stays one as far as a look at the schema is concerned.
        bool const is_standby = failure.sqlstate == "25006" || failure.sqlstate == "0A000";
        throw storage_error(
            is_standby ? ports::StorageError::Kind::forbidden : failure_kind(failure), failure);
    }
}

std::vector<ports::SchemaItem> PostgresSchemaReader::live() {
    return rolled_back("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                       [](PostgresSession& session) { return read_catalog(session); });
}

std::vector<ports::SchemaItem> PostgresSchemaReader::after(
    std::span<std::string_view const> scripts) {
    auto const* const begin = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
    return rolled_back(begin, [&](PostgresSession& session) {
        auto const schema = "daybook_scratch_" + std::to_string(session.server_pid());
        session.execute("CREATE SCHEMA " + schema);
        session.execute("SET LOCAL search_path TO " + schema);
        for (auto const script : scripts) run_script(session, script);
        return read_catalog(session);
    });
}

}  // namespace daybook::postgres
