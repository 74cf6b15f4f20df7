#include "sqlite/sqlite_script.hpp"

#include <string>

#include "ports/outbound/migrator.hpp"
#include "sql/sql_script.hpp"
#include "sqlite/sqlite_error.hpp"

namespace daybook::sqlite {
namespace {

[[noreturn]] void fail(SqliteConnection& connection, int code, sql::SqlStatement const& statement) {
    using Kind = ports::StorageError::Kind;
    auto const kind = failure_kind(code, sqlite3_system_errno(connection.handle()));
    if (kind == Kind::unavailable || kind == Kind::forbidden) connection.fail(code);
    throw ports::MigrationError{
        statement.line, std::string{statement.text},
        std::string{sqlite3_errmsg(connection.handle())} + " (" + std::to_string(code) + ")"};
}

void run(SqliteConnection& connection, sql::SqlStatement const& statement) {
    auto rest = statement.text;
    // Should SQLite see the end of the statement earlier, what follows is run too.
    while (!rest.empty()) {
        sqlite3_stmt* prepared = nullptr;
        char const* tail = nullptr;
        int code = sqlite3_prepare_v2(connection.handle(), rest.data(),
                                      static_cast<int>(rest.size()), &prepared, &tail);
        if (code != SQLITE_OK) fail(connection, code, statement);
        rest.remove_prefix(static_cast<std::size_t>(tail - rest.data()));
        if (prepared == nullptr) continue;
        while ((code = sqlite3_step(prepared)) == SQLITE_ROW) {
        }
        code = sqlite3_finalize(prepared);
        if (code != SQLITE_OK) fail(connection, code, statement);
    }
}

}  // namespace

void run_script(SqliteConnection& connection, std::string_view script) {
    for (auto const& statement : sql::split_script(script)) run(connection, statement);
}

}  // namespace daybook::sqlite
