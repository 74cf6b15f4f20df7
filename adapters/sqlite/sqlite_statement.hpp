#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include <sqlite3.h>

#include "model/account.hpp"
#include "model/measure.hpp"
#include "model/names.hpp"
#include "model/order_id.hpp"
#include "model/strong_id.hpp"
#include "model/timestamp.hpp"
#include "sqlite/sqlite_connection.hpp"

namespace daybook::sqlite {

class SqliteRows;

/// Smaller than every id: what a list of orders begins after when it begins at the beginning.
struct EmptyBlob {};

/// One statement of one connection, prepared when it is first used and kept.
///
/// Values bind and rows read as the model's types: decimals and enumerations as text, times as
/// microseconds, ids and hashes as blobs, an empty optional as NULL.
class SqliteStatement {
  public:
    SqliteStatement(SqliteConnection& connection, std::string_view sql);

    /// Runs a statement that answers no rows. Returns how many rows it changed.
    template <class... Values>
    int run(Values const&... values) {
        // The values outlive the call, so SQLite need not copy them.
        start(SQLITE_STATIC);
        (bind(values), ...);
        return finish();
    }

    /// Runs a statement that answers rows. One answer of a statement is read at a time.
    template <class... Values>
    [[nodiscard]] SqliteRows query(Values const&... values);

  private:
    friend class SqliteRows;

    void start(sqlite3_destructor_type lifetime);
    int finish();
    void check(int code);

    void bind_null() { check(sqlite3_bind_null(handle_.get(), ++bound_)); }
    void bind_integer(std::int64_t value) {
        check(sqlite3_bind_int64(handle_.get(), ++bound_, value));
    }
    void bind_blob(void const* bytes, std::size_t size) {
        check(sqlite3_bind_blob64(handle_.get(), ++bound_, bytes, size, lifetime_));
    }

    void bind(std::string_view text) {
        check(sqlite3_bind_text64(handle_.get(), ++bound_, text.data(), text.size(), lifetime_,
                                  SQLITE_UTF8));
    }
    void bind(std::string const& text) { bind(std::string_view{text}); }
    void bind(char const* text) { bind(std::string_view{text}); }
    template <std::integral Integer>
    void bind(Integer value) {
        bind_integer(static_cast<std::int64_t>(value));
    }
    template <class Enum>
        requires std::is_enum_v<Enum>
    void bind(Enum value) {
        bind(model::name_of(value));
    }
    void bind(model::Decimal value);
    void bind(model::Timestamp value) { bind_integer(value.micros()); }
    void bind(model::OrderId const& id) { bind_blob(id.bytes().data(), id.bytes().size()); }
    void bind(model::Hash const& hash) { bind_blob(hash.data(), hash.size()); }
    void bind(EmptyBlob) { check(sqlite3_bind_zeroblob(handle_.get(), ++bound_, 0)); }
    template <class Tag>
    void bind(model::StrongId<Tag> const& id) {
        bind(std::string_view{id.value()});
    }
    template <class Tag>
    void bind(model::Measure<Tag> value) {
        bind(value.value());
    }
    template <class Value>
    void bind(std::optional<Value> const& value) {
        if (value) {
            bind(*value);
        } else {
            bind_null();
        }
    }

    struct Finalize {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };
    static constexpr std::size_t decimals_max = 12;

    SqliteConnection& connection_;
    std::string sql_;
    std::unique_ptr<sqlite3_stmt, Finalize> handle_;
    sqlite3_destructor_type lifetime_ = SQLITE_STATIC;
    int bound_ = 0;
    /// Where bound decimals are printed; as alive as the statement.
    std::array<std::array<char, model::Decimal::text_max>, decimals_max> decimals_;
    std::size_t decimals_used_ = 0;
};

/// The answer of a statement, row by row; gives the statement back when it is destroyed.
///
/// Throws: StorageError from next(); corrupt from read() if a value is not one of its type.
class SqliteRows {
  public:
    explicit SqliteRows(SqliteStatement& statement) : statement_{statement} {}
    SqliteRows(SqliteRows const&) = delete;
    SqliteRows& operator=(SqliteRows const&) = delete;
    ~SqliteRows() { sqlite3_reset(handle()); }

    /// Steps to the next row; false after the last.
    [[nodiscard]] bool next();

    /// Reads the columns of the row from the left, going on where the last read ended.
    template <class... Values>
    void read(Values&... values) {
        (read_one(values), ...);
    }
    template <class Value>
    [[nodiscard]] Value get() {
        Value value{};
        read_one(value);
        return value;
    }

  private:
    [[nodiscard]] sqlite3_stmt* handle() const { return statement_.handle_.get(); }
    [[nodiscard]] std::string_view text();
    void blob(std::uint8_t* bytes, std::size_t size);
    void fail_without_memory() const;
    [[noreturn]] void reject(std::string_view value) const;

    void read_one(std::string& value) { value = text(); }
    template <std::integral Integer>
    void read_one(Integer& value) {
        value = static_cast<Integer>(sqlite3_column_int64(handle(), column_++));
    }
    template <class Enum>
        requires std::is_enum_v<Enum>
    void read_one(Enum& value) {
        auto const name = text();
        auto const found = model::from_name<Enum>(name);
        if (!found) reject(name);
        value = *found;
    }
    void read_one(model::Decimal& value);
    void read_one(model::Timestamp& value) {
        value = model::Timestamp::from_micros(sqlite3_column_int64(handle(), column_++));
    }
    void read_one(model::OrderId& id);
    void read_one(model::Hash& hash) { blob(hash.data(), hash.size()); }
    template <class Tag>
    void read_one(model::StrongId<Tag>& id) {
        id = model::StrongId<Tag>{text()};
    }
    template <class Tag>
    void read_one(model::Measure<Tag>& measure) {
        model::Decimal value;
        read_one(value);
        measure = model::Measure<Tag>{value};
    }
    template <class Value>
    void read_one(std::optional<Value>& value) {
        if (sqlite3_column_type(handle(), column_) == SQLITE_NULL) {
            value.reset();
            ++column_;
        } else {
            read_one(value.emplace());
        }
    }

    SqliteStatement& statement_;
    int column_ = 0;
};

template <class... Values>
SqliteRows SqliteStatement::query(Values const&... values) {
    // The rows outlive the call's arguments, so SQLite copies them.
    start(SQLITE_TRANSIENT);
    (bind(values), ...);
    return SqliteRows{*this};
}

}  // namespace daybook::sqlite
