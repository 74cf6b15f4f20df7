#pragma once

#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "model/account.hpp"
#include "model/measure.hpp"
#include "model/names.hpp"
#include "model/order_id.hpp"
#include "model/strong_id.hpp"
#include "model/timestamp.hpp"

namespace pqxx {
class result;
}

namespace daybook::postgres {

/// What one statement answered, whole, read row by row. Times are read as microseconds.
///
/// Throws: corrupt from read() if a value is not one of its type.
class PostgresResult {
  public:
    explicit PostgresResult(pqxx::result const& result);
    PostgresResult(PostgresResult&&) noexcept;
    PostgresResult& operator=(PostgresResult&&) noexcept;
    ~PostgresResult();

    [[nodiscard]] std::size_t rows() const { return rows_; }
    /// How many rows the statement changed.
    [[nodiscard]] std::size_t changed_rows() const;

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
    struct Cell {
        std::string_view text;
        bool is_null = false;
    };

    [[nodiscard]] Cell cell(std::size_t column) const;
    [[nodiscard]] std::string_view text() { return cell(column_++).text; }
    void bytes(std::uint8_t* out, std::size_t size);
    [[noreturn]] void reject(std::string_view value) const;

    void read_one(std::string& value) { value = text(); }
    template <std::integral Integer>
    void read_one(Integer& value) {
        auto const digits = text();
        auto const* const end = digits.data() + digits.size();
        auto const [stopped, error] = std::from_chars(digits.data(), end, value);
        if (error != std::errc{} || stopped != end) reject(digits);
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
        value = model::Timestamp::from_micros(get<std::int64_t>());
    }
    void read_one(model::OrderId& id);
    void read_one(model::Hash& hash) { bytes(hash.data(), hash.size()); }
    template <class Tag>
    void read_one(model::StrongId<Tag>& id) {
        id = model::StrongId<Tag>{text()};
    }
    template <class Tag>
    void read_one(model::Measure<Tag>& measure) {
        measure = model::Measure<Tag>{get<model::Decimal>()};
    }
    template <class Value>
    void read_one(std::optional<Value>& value) {
        if (cell(column_).is_null) {
            value.reset();
            ++column_;
        } else {
            read_one(value.emplace());
        }
    }

    std::unique_ptr<pqxx::result const> result_;
    std::size_t rows_ = 0;
    /// One behind the row that is read, so that 0 is before the first.
    std::size_t next_row_ = 0;
    std::size_t column_ = 0;
};

/// Reads the rows that are left with `read`.
template <class Read>
[[nodiscard]] auto read_all(PostgresResult result, Read read) {
    std::vector<decltype(read(result))> all;
    all.reserve(result.rows());
    while (result.next()) all.push_back(read(result));
    return all;
}

template <class Read>
[[nodiscard]] auto read_first(PostgresResult result, Read read) {
    std::optional<decltype(read(result))> first;
    if (result.next()) first = read(result);
    return first;
}

/// Answers for `count` keys: rows begin with the number of their key, from 1.
/// Shape: result[i] holds what the row of key i + 1 says; nullopt where there is none.
template <class Read>
[[nodiscard]] auto read_by_key(std::size_t count, PostgresResult result, Read read) {
    std::vector<std::optional<decltype(read(result))>> found(count);
    while (result.next()) {
        auto const number = result.get<std::size_t>();
        found.at(number - 1) = read(result);
    }
    return found;
}

/// As read_by_key(), with any number of rows a key, in their order.
template <class Read>
[[nodiscard]] auto read_lists_by_key(std::size_t count, PostgresResult result, Read read) {
    std::vector<std::vector<decltype(read(result))>> found(count);
    while (result.next()) {
        auto const number = result.get<std::size_t>();
        found.at(number - 1).push_back(read(result));
    }
    return found;
}

}  // namespace daybook::postgres
