#include "app/table.hpp"

#include <algorithm>
#include <utility>

#include "log/visible_text.hpp"
#include "model/assert.hpp"

namespace daybook::app {

namespace {

/// Columns of a terminal, taking every UTF-8 character for one.
std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace

Table::Table(Output& output, std::vector<Column> columns)
    : output_{output}, columns_{std::move(columns)} {
    for (auto const& column : columns_) widths_.push_back(column.title.size());
}

void Table::add(std::vector<std::string> cells) {
    DAYBOOK_ASSERT(cells.size() == columns_.size());
    for (auto& cell : cells) {
        cell = cell.empty() ? "-" : log::visible_text(cell);
    }
    ++rows_;
    if (widths_known_) return print(cells);
    held_.push_back(std::move(cells));
    if (held_.size() == measured_rows) print_held();
}

void Table::finish() {
    if (!widths_known_ && !held_.empty()) print_held();
}

void Table::print_held() {
    widths_known_ = true;
    for (auto const& row : held_) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths_[i] = std::max(widths_[i], width_of(row[i]));
        }
    }
    std::vector<std::string> titles;
    for (auto const& column : columns_) titles.emplace_back(column.title);
    print(titles);
    for (auto const& row : held_) print(row);
    held_.clear();
}

void Table::print(std::vector<std::string> const& cells) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) line += "  ";
        auto const width = width_of(cells[i]);
        auto const padding = std::string(widths_[i] > width ? widths_[i] - width : 0, ' ');
        line += columns_[i].align == Align::right ? padding + cells[i] : cells[i] + padding;
    }
    while (line.ends_with(' ')) line.pop_back();
    line += '\n';
    output_.write(line);
}

}  // namespace daybook::app
