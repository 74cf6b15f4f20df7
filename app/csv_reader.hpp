#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/line_reader.hpp"

namespace daybook::app {

/// Reads the records of a CSV file one by one, in bounded memory: fields between commas, in double
/// quotes where they hold a comma, a line end or a quote (written twice); lines end in LF or CRLF.
/// Blank lines are passed over, and so is a byte order mark. Source: RFC 4180, section 2.
///
/// Throws: Failure with usage if the file cannot be opened or is no such CSV, naming the line.
class CsvReader {
  public:
    /// `-` is standard input.
    CsvReader(std::string const& path, std::size_t record_bytes_max);

    /// The next record's fields; nullopt after the last. Valid until the next call.
    [[nodiscard]] std::optional<std::vector<std::string>> next();
    /// Where the last record begins, from 1.
    [[nodiscard]] std::uint64_t line() const { return record_line_; }
    /// Says that the last record breaks a rule. Throws: Failure with usage: `FILE line N: ...`.
    [[noreturn]] void refuse(std::string const& sentence) const;

  private:
    /// Reads the next line; false after the last.
    bool read_line();
    [[nodiscard]] std::string quoted_field();
    [[nodiscard]] std::string plain_field();

    std::string path_;
    std::size_t record_bytes_max_;
    LineReader lines_;
    std::uint64_t line_ = 0;
    std::uint64_t record_line_ = 0;
    /// What is left of the record, lines joined while a quote is open.
    std::string text_;
    std::size_t at_ = 0;
};

}  // namespace daybook::app
