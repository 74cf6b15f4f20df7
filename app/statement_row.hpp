#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/csv_reader.hpp"
#include "model/exchange_request.hpp"
#include "model/field_text.hpp"
#include "services/statement.hpp"

namespace daybook::app {

/// The records of a statement's CSV, one after the other, with their values by column.
///
/// Throws: Failure with usage from any member, with a sentence that names the file, the line and,
/// where it is about one, the column, its value and the rule.
class StatementRow {
  public:
    /// Reads the header.
    explicit StatementRow(CsvReader& csv);

    /// Goes to the next record; false after the last.
    bool next();
    /// What it is a record of. Columns that do not apply to it are empty.
    [[nodiscard]] services::RecordKind record() const;
    [[nodiscard]] std::uint64_t line() const { return csv_.line(); }
    /// Empty where the file has no such column.
    [[nodiscard]] std::string const& value(std::string_view column) const;

    template <class Value>
    void required(std::string_view column, Value& out) const {
        require(column);
        auto const read = read_text(value(column), out);
        if (!read) refuse_value(column, read.error());
    }
    template <class Value>
    void optional(std::string_view column, std::optional<Value>& out) const {
        if (value(column).empty()) return;
        Value read{};
        required(column, read);
        out = std::move(read);
    }
    template <class Measure>
    void positive(std::string_view column, std::optional<Measure> const& read) const {
        if (read && !read->is_positive()) refuse_value(column, "must be positive");
    }

    [[noreturn]] void refuse_value(std::string_view column, std::string const& rule) const;
    [[noreturn]] void refuse(std::string const& sentence) const { csv_.refuse(sentence); }

  private:
    void require(std::string_view column) const;

    CsvReader& csv_;
    /// Which column each field is.
    std::vector<std::size_t> header_;
    std::vector<std::string> values_;
};

}  // namespace daybook::app
