#include "postgres/postgres_result.hpp"

#include "ports/outbound/storage_error.hpp"
#include "postgres/pqxx_shim.hpp"

namespace daybook::postgres {
namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

}  // namespace

PostgresResult::PostgresResult(pqxx::result const& result)
    : result_{std::make_unique<pqxx::result const>(result)},
      rows_{static_cast<std::size_t>(result.size())} {}

PostgresResult::PostgresResult(PostgresResult&&) noexcept = default;
PostgresResult& PostgresResult::operator=(PostgresResult&&) noexcept = default;
PostgresResult::~PostgresResult() = default;

std::size_t PostgresResult::changed_rows() const {
    return static_cast<std::size_t>(result_->affected_rows());
}

bool PostgresResult::next() {
    column_ = 0;
    if (next_row_ == rows_) return false;
    ++next_row_;
    return true;
}

PostgresResult::Cell PostgresResult::cell(std::size_t column) const {
    auto const row = (*result_)[static_cast<pqxx::result::size_type>(next_row_ - 1)];
    auto const field = row[static_cast<pqxx::row::size_type>(column)];
    // The text belongs to the result, not to the field.
    return {{field.c_str(), static_cast<std::size_t>(field.size())}, field.is_null()};
}

// bytea_output is hex: `\x00ff`.
void PostgresResult::bytes(std::uint8_t* out, std::size_t size) {
    auto const hex = text();
    if (hex.size() != 2 + 2 * size || !hex.starts_with("\\x")) reject(hex);
    for (std::size_t i = 0; i < size; ++i) {
        int const high = hex_digit(hex[2 + 2 * i]);
        int const low = hex_digit(hex[3 + 2 * i]);
        if (high < 0 || low < 0) reject(hex);
        out[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
}

void PostgresResult::read_one(model::Decimal& value) {
    auto const digits = text();
    auto const parsed = model::Decimal::parse(digits);
    if (!parsed) reject(digits);
    value = *parsed;
}

void PostgresResult::read_one(model::OrderId& id) {
    auto const digits = text();
    auto const parsed = model::OrderId::parse(digits);
    if (!parsed) reject(digits);
    id = *parsed;
}

void PostgresResult::reject(std::string_view value) const {
    auto const column = static_cast<pqxx::row::size_type>(column_ - 1);
    throw ports::StorageError{ports::StorageError::Kind::corrupt,
                              "postgres: \"" + std::string{value} + "\" is no value of column " +
                                  result_->column_name(column)};
}

}  // namespace daybook::postgres
