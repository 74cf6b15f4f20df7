#include "bench/floor_writer.hpp"

#include <functional>
#include <vector>

namespace daybook::bench {

namespace {

using Columns = std::vector<TableColumn>;

std::string joined(Columns const& columns, std::string const& between,
                   std::function<std::string(TableColumn const&)> const& text) {
    std::string all;
    for (auto const& column : columns) all += (all.empty() ? "" : between) + text(column);
    return all;
}

std::string names(Columns const& columns) {
    return joined(columns, ", ", [](TableColumn const& column) { return column.name; });
}

/// `unnest($1::text[], ...) AS u(account_id, ...)`.
std::string unnested(Columns const& columns) {
    int number = 0;
    auto const arrays = joined(columns, ", ", [&number](TableColumn const& column) {
        return "$" + std::to_string(++number) + "::" + column.type + "[]";
    });
    return "unnest(" + arrays + ") AS u(" + names(columns) + ")";
}

std::string same_key(std::string const& table, Columns const& keys) {
    return joined(keys, " AND ", [&](TableColumn const& column) {
        return table + "." + column.name + " = u." + column.name;
    });
}

std::string sql_of(std::string const& table, WriteAct act, Columns const& columns) {
    Columns keys = columns;
    std::erase_if(keys, [](TableColumn const& column) { return !column.is_key; });
    if (act == WriteAct::INSERT) {
        return "INSERT INTO " + table + " SELECT * FROM " + unnested(columns);
    }
    if (act == WriteAct::DELETE) {
        return "DELETE FROM " + table + " USING " + unnested(keys) + " WHERE " +
               same_key(table, keys);
    }
    Columns values = columns;
    std::erase_if(values, [](TableColumn const& column) { return column.is_key; });
    auto const sets = joined(values, ", ", [](TableColumn const& column) {
        return column.name + " = u." + column.name;
    });
    return "UPDATE " + table + " SET " + sets + " FROM " + unnested(columns) + " WHERE " +
           same_key(table, keys);
}

}  // namespace

FloorWriter::FloorWriter(std::string const& url) : connection_{url} {
    // As the product does: no plan that a table's size of the moment suggests.
    connection_.run("SET plan_cache_mode = force_generic_plan");
}

void FloorWriter::prepare(std::span<WrittenRun const> runs) {
    for (auto const& run : runs) {
        for (auto const& rows : run) {
            [[maybe_unused]] auto const& sql =
                rows.copy_data.empty() ? statement(rows) : copy_sql(rows.table);
        }
    }
}

void FloorWriter::write(WrittenRun const& run) {
    connection_.run("BEGIN");
    for (auto const& rows : run) {
        if (rows.copy_data.empty()) {
            connection_.run_prepared(statement(rows), rows.columns);
        } else {
            connection_.copy_in(copy_sql(rows.table), rows.copy_data);
        }
    }
    connection_.run("COMMIT");
}

std::string const& FloorWriter::statement(WrittenRows const& rows) {
    auto& name = prepared_[{rows.table, rows.act}];
    if (name.empty()) {
        name = rows.table + std::to_string(static_cast<int>(rows.act));
        connection_.prepare(name,
                            sql_of(rows.table, rows.act, columns_of(connection_, rows.table)));
    }
    return name;
}

std::string const& FloorWriter::copy_sql(std::string const& table) {
    auto& sql = copies_[table];
    if (sql.empty()) {
        sql = "COPY " + table + " (" + names(columns_of(connection_, table)) +
              ") FROM STDIN (FORMAT binary)";
    }
    return sql;
}

}  // namespace daybook::bench
