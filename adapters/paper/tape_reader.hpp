#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "paper/paper_rules.hpp"
#include "paper/tape_lines.hpp"

namespace daybook::paper {

/// What the times of a tape count; RFC_3339 is text such as 2026-11-21T09:30:00Z.
enum class TapeTime { RFC_3339, SECONDS, MILLISECONDS, MICROSECONDS };

/// How the columns of a tape are called. Other columns are passed over.
struct TapeColumns {
    std::string time = "time";
    std::string price = "price";
    std::string quantity = "quantity";
    /// Holds `buy` or `sell`, in either case. nullopt: the tape does not tell.
    std::optional<std::string> taker_side;
};

/// Which file is played, and how it is to be understood.
struct TapeFormat {
    std::string path;
    TapeColumns columns;
    TapeTime time = TapeTime::RFC_3339;
};

/// Reads trades from CSV, a line at a time: a header, then one trade a line, separated by commas,
/// without quotes; times never go back, prices and quantities are positive.
///
/// Throws: ExchangeError for anything else; it names file, line, column and value.
/// Threads: not safe.
class TapeReader {
  public:
    /// Opens the file and reads the header.
    explicit TapeReader(TapeFormat format);

    /// The next trade; nullopt after the last.
    [[nodiscard]] std::optional<MarketTrade> next();

  private:
    /// Where a column stands, from 0, and what it is called.
    struct Column {
        std::size_t index = 0;
        std::string name;
    };

    [[nodiscard]] Column find_column(std::string const& name) const;
    void split(std::string_view line);
    [[nodiscard]] std::string_view value(Column const& column) const {
        return values_[column.index];
    }
    [[nodiscard]] model::Timestamp read_time() const;
    [[nodiscard]] model::Decimal read_positive(Column const& column) const;
    [[nodiscard]] model::Side read_side(Column const& column) const;
    [[noreturn]] void fail(std::string const& what) const;
    [[noreturn]] void fail(Column const& column, std::string const& rule) const;

    TapeFormat format_;
    TapeLines lines_;
    std::vector<std::string_view> values_;
    std::size_t columns_ = 0;
    Column time_;
    Column price_;
    Column quantity_;
    std::optional<Column> taker_side_;
    std::optional<model::Timestamp> last_time_;
};

}  // namespace daybook::paper
