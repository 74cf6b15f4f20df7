#include "sqlite/sqlite_restore.hpp"

#include <vector>

#include "ports/outbound/storage_error.hpp"
#include "sqlite/sqlite_connection.hpp"
#include "sqlite/sqlite_rows.hpp"
#include "sqlite/sqlite_statement.hpp"

namespace daybook::sqlite {
namespace {

/// Copies every page. Shape: `to` has no transaction open.
void copy_pages(SqliteConnection& from, SqliteConnection& to) {
    auto* const backup = sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
    if (backup == nullptr) to.fail(sqlite3_errcode(to.handle()));
    sqlite3_backup_step(backup, -1);
    int const code = sqlite3_backup_finish(backup);
    if (code != SQLITE_OK) to.fail(code);
}

void require_sound(SqliteConnection& connection, std::string const& file) {
    auto const found = connection.value_of("PRAGMA quick_check(1)");
    if (found == "ok") return;
    throw ports::StorageError{ports::StorageError::Kind::corrupt,
                              "sqlite: " + file + " is damaged: " + found};
}

bool is_alone(SqliteConnection& connection) {
    try {
        // Takes the file for itself, which nobody gets while another has it open.
        return connection.value_of("PRAGMA journal_mode = DELETE") == "delete";
    } catch (ports::StorageError const&) {
        if ((sqlite3_errcode(connection.handle()) & 0xff) == SQLITE_BUSY) return false;
        throw;
    }
}

}  // namespace

void copy_for_restore(std::string const& from, std::string const& draft) {
    SqliteConnection source{from, SQLITE_OPEN_READONLY};
    SqliteConnection target{draft, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE};
    require_sound(source, from);
    copy_pages(source, target);
    // One file alone, without a log beside it.
    static_cast<void>(target.value_of("PRAGMA journal_mode = DELETE"));
}

void write_meta(std::string const& file, std::span<sql::MetaRow const> rows) {
    SqliteConnection connection{file, SQLITE_OPEN_READWRITE};
    SqliteStatement save{connection, save_sql<sql::daybook_meta>};
    for (auto const& row : rows) run_row<sql::daybook_meta>(save, row);
}

model::BookIdentity read_identity(std::string const& file) {
    SqliteConnection connection{file, SQLITE_OPEN_READONLY};
    SqliteStatement list{connection, select<sql::daybook_meta>("daybook_meta")};
    return sql::identity_of(read_all<sql::daybook_meta>(list.query()));
}

bool replace_database(std::string const& draft, std::string const& to) {
    SqliteConnection source{draft, SQLITE_OPEN_READONLY};
    SqliteConnection target{to, SQLITE_OPEN_READWRITE};
    if (!is_alone(target)) return false;
    copy_pages(source, target);
    return true;
}

}  // namespace daybook::sqlite
