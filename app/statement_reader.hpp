#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "model/timestamp.hpp"
#include "services/statement.hpp"

namespace daybook::app {

/// What is known of a statement besides its file.
struct StatementFile {
    /// `-` is standard input.
    std::string path;
    /// The period; where it is not given, the earliest and the latest time in the file.
    std::optional<model::Timestamp> from;
    std::optional<model::Timestamp> as_of;
    std::size_t line_bytes_max = 1u << 20;
};

/// How many records a statement may have: it is held in memory whole.
inline constexpr std::size_t statement_records_max = 1'000'000;

/// Reads a statement from a CSV file with a header; docs/reconciliation.md lists the columns.
/// Throws: Failure with usage and one sentence: the file, the line, the column, the value and the
/// rule it breaks.
[[nodiscard]] services::Statement read_statement(StatementFile const& file);

}  // namespace daybook::app
