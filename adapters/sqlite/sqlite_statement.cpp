#include "sqlite/sqlite_statement.hpp"

#include <cstring>

#include "model/assert.hpp"
#include "ports/outbound/storage_error.hpp"

namespace daybook::sqlite {

SqliteStatement::SqliteStatement(SqliteConnection& connection, std::string_view sql)
    : connection_{connection}, sql_{sql} {}

void SqliteStatement::start(sqlite3_destructor_type lifetime) {
    connection_.require_usable();
    if (!handle_) {
        sqlite3_stmt* handle = nullptr;
        check(sqlite3_prepare_v3(connection_.handle(), sql_.c_str(),
                                 static_cast<int>(sql_.size() + 1), SQLITE_PREPARE_PERSISTENT,
                                 &handle, nullptr));
        handle_.reset(handle);
    }
    DAYBOOK_ASSERT(sqlite3_stmt_busy(handle_.get()) == 0);
    lifetime_ = lifetime;
    bound_ = 0;
    decimals_used_ = 0;
}

int SqliteStatement::finish() {
    int const code = sqlite3_step(handle_.get());
    if (code != SQLITE_DONE) {
        int const reason = sqlite3_reset(handle_.get());
        DAYBOOK_ASSERT(code != SQLITE_ROW);
        connection_.fail(reason);
    }
    sqlite3_reset(handle_.get());
    return sqlite3_changes(connection_.handle());
}

void SqliteStatement::check(int code) {
    if (code != SQLITE_OK) connection_.fail(code);
}

void SqliteStatement::bind(model::Decimal value) {
    DAYBOOK_ASSERT(decimals_used_ < decimals_max);
    char* const begin = decimals_[decimals_used_++].data();
    char* const end = value.print(begin);
    check(sqlite3_bind_text(handle_.get(), ++bound_, begin, static_cast<int>(end - begin),
                            SQLITE_STATIC));
}

bool SqliteRows::next() {
    column_ = 0;
    int const code = sqlite3_step(handle());
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) statement_.connection_.fail(code);
    return false;
}

std::string_view SqliteRows::text() {
    int const column = column_++;
    auto const* bytes = reinterpret_cast<char const*>(sqlite3_column_text(handle(), column));
    auto const size = static_cast<std::size_t>(sqlite3_column_bytes(handle(), column));
    if (bytes) return {bytes, size};
    fail_without_memory();
    return {};
}

void SqliteRows::blob(std::uint8_t* bytes, std::size_t size) {
    int const column = column_++;
    void const* const stored = sqlite3_column_blob(handle(), column);
    auto const stored_size = static_cast<std::size_t>(sqlite3_column_bytes(handle(), column));
    if (stored == nullptr) fail_without_memory();
    if (stored == nullptr || stored_size != size) {
        reject("a blob of " + std::to_string(stored_size) + " bytes");
    }
    std::memcpy(bytes, stored, size);
}

/// A value that is not NULL reads as nothing where there is no memory to show it in.
void SqliteRows::fail_without_memory() const {
    auto* const database = statement_.connection_.handle();
    if (sqlite3_errcode(database) == SQLITE_NOMEM) statement_.connection_.fail(SQLITE_NOMEM);
}

void SqliteRows::read_one(model::Decimal& value) {
    auto const digits = text();
    auto const parsed = model::Decimal::parse(digits);
    if (!parsed) reject(digits);
    value = *parsed;
}

void SqliteRows::read_one(model::OrderId& id) {
    model::OrderId::Bytes bytes;
    blob(bytes.data(), bytes.size());
    id = model::OrderId{bytes};
}

void SqliteRows::reject(std::string_view value) const {
    int const column = column_ - 1;
    auto const part = [&](char const* name) { return std::string{name ? name : "?"}; };
    throw ports::StorageError{ports::StorageError::Kind::corrupt,
                              "sqlite: \"" + std::string{value} + "\" is no value of column " +
                                  part(sqlite3_column_name(handle(), column))};
}

}  // namespace daybook::sqlite
