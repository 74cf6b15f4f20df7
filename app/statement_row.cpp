#include "app/statement_row.hpp"

#include <algorithm>
#include <array>

#include "json/object_writer.hpp"

namespace daybook::app {

using services::RecordKind;

namespace {

/// Every column there is, and the records that may have a value in it.
struct Column {
    std::string_view name;
    bool order = false;
    bool trade = false;
    bool balance = false;
};

constexpr auto columns = std::to_array<Column>({
    {.name = "record", .order = true, .trade = true, .balance = true},
    {.name = "occurred_at", .order = true, .trade = true, .balance = true},
    {.name = "created_at", .order = true},
    {.name = "exchange", .order = true, .trade = true},
    {.name = "symbol", .order = true, .trade = true},
    {.name = "order_id", .order = true, .trade = true},
    {.name = "client_order_id", .order = true, .trade = true},
    {.name = "exchange_order_id", .order = true, .trade = true},
    {.name = "side", .order = true, .trade = true},
    {.name = "type", .order = true},
    {.name = "time_in_force", .order = true},
    {.name = "quantity_base", .order = true, .trade = true},
    {.name = "price_quote", .order = true, .trade = true},
    {.name = "stop_price_quote", .order = true},
    {.name = "budget_quote", .order = true},
    {.name = "expires_at", .order = true},
    {.name = "status", .order = true},
    {.name = "filled_base", .order = true},
    {.name = "exec_id", .trade = true},
    {.name = "fee_asset", .trade = true},
    {.name = "fee_amount", .trade = true},
    {.name = "liquidity", .trade = true},
    {.name = "asset", .balance = true},
    {.name = "total", .balance = true},
    {.name = "available", .balance = true},
    {.name = "held", .balance = true},
});

bool applies(Column const& column, RecordKind record) {
    if (record == RecordKind::order) return column.order;
    return record == RecordKind::trade ? column.trade : column.balance;
}

std::size_t index_of(std::string_view name) {
    auto const found = std::ranges::find(columns, name, &Column::name);
    return static_cast<std::size_t>(found - columns.begin());
}

std::string in_quotes(std::string_view value) {
    constexpr std::size_t shown_max = 80;
    std::string text;
    json::append_string(text, value.substr(0, shown_max));
    return text + (value.size() > shown_max ? "..." : "");
}

std::string names_of_columns() {
    std::string names;
    for (auto const& column : columns) names.append(names.empty() ? "" : ", ").append(column.name);
    return names;
}

std::string with_article(std::string_view record) {
    return (record == "order" ? "an " : "a ") + std::string{record};
}

}  // namespace

StatementRow::StatementRow(CsvReader& csv) : csv_{csv}, values_(columns.size()) {
    auto const names = csv.next();
    if (!names) csv.refuse("the file is empty: a header with the names of its columns is required");
    for (auto const& name : *names) {
        auto const column = index_of(name);
        if (column == columns.size()) {
            csv.refuse("there is no column " + in_quotes(name) + ": the columns are " +
                       names_of_columns());
        }
        if (std::ranges::find(header_, column) != header_.end()) {
            csv.refuse("the column " + name + " is there twice");
        }
        header_.push_back(column);
    }
    if (std::ranges::find(header_, index_of("record")) == header_.end()) {
        csv.refuse("the column record is required");
    }
}

bool StatementRow::next() {
    auto fields = csv_.next();
    if (!fields) return false;
    if (fields->size() != header_.size()) {
        refuse("the record has " + std::to_string(fields->size()) + " fields, the header has " +
               std::to_string(header_.size()));
    }
    for (std::size_t i = 0; i < fields->size(); ++i) {
        values_[header_[i]] = std::move((*fields)[i]);
    }
    return true;
}

RecordKind StatementRow::record() const {
    auto record = RecordKind::order;
    auto const& name = value("record");
    auto const read = model::read_text(name, record);
    if (!read) refuse_value("record", read.error());
    for (auto const& column : columns) {
        if (applies(column, record) || value(column.name).empty()) continue;
        refuse_value(column.name, "must be empty in the record of " + with_article(name));
    }
    return record;
}

std::string const& StatementRow::value(std::string_view column) const {
    return values_[index_of(column)];
}

void StatementRow::require(std::string_view column) const {
    if (!value(column).empty()) return;
    refuse(std::string{column} + " is empty: it is required in the record of " +
           with_article(value("record")));
}

void StatementRow::refuse_value(std::string_view column, std::string const& rule) const {
    refuse(std::string{column} + " is " + in_quotes(value(column)) + ": it " + rule);
}

}  // namespace daybook::app
