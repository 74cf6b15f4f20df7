#include "app/row_printer.hpp"

#include <algorithm>
#include <utility>

#include "json/object_writer.hpp"
#include "json/record_writer.hpp"

namespace daybook::app {

RowPrinter::RowPrinter(Output& output, ShowOptions const& options)
    : output_{output}, options_{options}, table_{output, columns_of(options.kind)} {
    auto const columns = columns_of(options.kind);
    for (auto const& [name, wanted] : options.filters) {
        auto const found = std::ranges::find(columns, name, &Table::Column::title);
        filters_.push_back({static_cast<std::size_t>(found - columns.begin()), &wanted});
    }
}

bool RowPrinter::passes(std::vector<std::string> const& cells) const {
    return std::ranges::all_of(filters_, [&](Filter const& filter) {
        return std::ranges::find(*filter.wanted, cells[filter.column]) != filter.wanted->end();
    });
}

template <class Row, class AppendJson>
bool RowPrinter::print(Row const& row, model::AccountId const* account, AppendJson append) {
    if (options_.limit && printed_ >= *options_.limit) return false;
    if (!options_.json || !filters_.empty()) {
        auto cells = cells_of(row);
        if (!passes(cells)) return true;
        if (!options_.json) table_.add(std::move(cells));
    }
    ++printed_;
    if (!options_.json) return true;
    auto& out = output_.buffer();
    auto const start = out.size();
    append(out);
    if (account != nullptr && !options_.account) {
        std::string owner = "{\"account_id\":";
        json::append_string(owner, account->value());
        out.replace(start, 1, owner + ",");
    }
    out += '\n';
    output_.written();
    return true;
}

bool RowPrinter::add(model::Account const& row) {
    return print(row, nullptr, [&](std::string& out) { json::append_json(out, row); });
}

bool RowPrinter::add(model::Instrument const& row) {
    return print(row, nullptr, [&](std::string& out) { json::append_json(out, row); });
}

bool RowPrinter::add(model::Order const& row) {
    return print(row, nullptr, [&](std::string& out) { json::append_json(out, row); });
}

bool RowPrinter::add(model::Execution const& row) {
    return print(row, &row.account_id, [&](std::string& out) { json::append_json(out, row); });
}

bool RowPrinter::add(DisplayedBalance const& row) {
    return print(row, &row.balance.account_id,
                 [&](std::string& out) { json::append_json(out, row.balance); });
}

bool RowPrinter::add(model::PositionState const& row) {
    return print(row, &row.account_id, [&](std::string& out) { json::append_json(out, row); });
}

bool RowPrinter::add(AccountLot const& row) {
    return print(row, &row.account_id, [&](std::string& out) {
        json::append_json(out, row.row.instrument, row.row.lot);
    });
}

bool RowPrinter::add(model::Entry const& row) {
    return print(row, &row.account_id, [&](std::string& out) { json::append_json(out, row); });
}

bool RowPrinter::add(model::Discrepancy const& row) {
    return print(row, &row.account_id, [&](std::string& out) { json::append_json(out, row); });
}

bool RowPrinter::add(model::OutboxRequest const& row) {
    return print(row, nullptr, [&](std::string& out) { json::append_json(out, row); });
}

void RowPrinter::finish() {
    table_.finish();
    output_.flush();
}

}  // namespace daybook::app
