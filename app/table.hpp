#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "app/output.hpp"

namespace daybook::app {

/// A table for people, printed while its rows come: plain text, aligned, as wide as the first
/// rows need; what is wider later pushes its own row apart.
class Table {
  public:
    enum class Align { left, right };
    struct Column {
        std::string_view title;
        Align align = Align::left;
    };

    Table(Output& output, std::vector<Column> columns);

    /// Shape: as many cells as columns; an empty one is printed as `-`.
    void add(std::vector<std::string> cells);
    /// Prints what is held back. Call once, after the last row.
    void finish();
    [[nodiscard]] std::size_t rows() const { return rows_; }

  private:
    static constexpr std::size_t measured_rows = 500;

    void print_held();
    void print(std::vector<std::string> const& cells);

    Output& output_;
    std::vector<Column> columns_;
    std::vector<std::size_t> widths_;
    std::vector<std::vector<std::string>> held_;
    std::size_t rows_ = 0;
    bool widths_known_ = false;
};

}  // namespace daybook::app
