#include "sqlite/sqlite_script.hpp"

#include <algorithm>
#include <string>

#include "ports/outbound/migrator.hpp"
#include "sqlite/sqlite_error.hpp"

namespace daybook::sqlite {
namespace {

/// The start of the next statement: after spaces, comments and stray semicolons.
std::size_t skip_to_statement(std::string_view script, std::size_t at) {
    for (;;) {
        at = std::min(script.find_first_not_of(" \t\r\n;", at), script.size());
        auto const rest = script.substr(at);
        if (rest.starts_with("--")) {
            at = std::min(script.find('\n', at), script.size());
        } else if (rest.starts_with("/*")) {
            auto const end = script.find("*/", at + 2);
            at = end == std::string_view::npos ? script.size() : end + 2;
        } else {
            return at;
        }
    }
}

[[noreturn]] void fail(SqliteConnection& connection, int code, std::string_view script,
                       std::size_t at, std::size_t end) {
    bool const of_statement = failure_kind(code) != ports::StorageError::Kind::unavailable;
    if (!of_statement) connection.fail(code);
    auto const before = script.substr(0, at);
    auto const line = 1 + static_cast<std::size_t>(std::ranges::count(before, '\n'));
    throw ports::MigrationError{
        line, std::string{script.substr(at, end - at)},
        std::string{sqlite3_errmsg(connection.handle())} + " (" + std::to_string(code) + ")"};
}

}  // namespace

void run_script(SqliteConnection& connection, std::string_view script) {
    std::string const text{script};
    auto at = skip_to_statement(script, 0);
    while (at < text.size()) {
        sqlite3_stmt* statement = nullptr;
        char const* tail = nullptr;
        int code =
            sqlite3_prepare_v2(connection.handle(), text.c_str() + at, -1, &statement, &tail);
        if (code != SQLITE_OK)
            fail(connection, code, script, at, std::min(script.find(';', at), text.size()));
        auto const end = static_cast<std::size_t>(tail - text.c_str());
        while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        }
        code = sqlite3_finalize(statement);
        if (code != SQLITE_OK) fail(connection, code, script, at, end);
        at = skip_to_statement(script, end);
    }
}

}  // namespace daybook::sqlite
