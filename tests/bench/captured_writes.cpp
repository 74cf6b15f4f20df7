#include "bench/captured_writes.hpp"

#include <array>
#include <string_view>

namespace daybook::bench {

namespace {

constexpr auto tables = std::to_array<std::string_view>(
    {"accounts", "orders", "executions", "entries", "postings", "balances", "positions", "lots",
     "discrepancies", "outbox", "assets", "instruments"});

/// Transition tables hold exactly the rows that a statement has written.
constexpr char const* keep_sql =
    "CREATE SCHEMA captured;"
    "CREATE TABLE captured.steps (step bigserial PRIMARY KEY, run xid8 NOT NULL,"
    " table_name text NOT NULL, act text NOT NULL, rows bigint NOT NULL);"
    "CREATE FUNCTION captured.keep() RETURNS trigger LANGUAGE plpgsql AS $$"
    "DECLARE number bigint; BEGIN"
    " INSERT INTO captured.steps (run, table_name, act, rows)"
    " SELECT pg_current_xact_id(), TG_TABLE_NAME, TG_OP, count(*) FROM changed"
    " HAVING count(*) > 0 RETURNING step INTO number;"
    " IF number IS NOT NULL THEN"
    " EXECUTE format('INSERT INTO captured.%I SELECT $1, c.* FROM changed c', TG_TABLE_NAME)"
    " USING number; END IF;"
    " RETURN NULL; END $$";

std::string names_of(std::vector<TableColumn> const& columns) {
    std::string names;
    for (auto const& column : columns) names += (names.empty() ? "" : ", ") + column.name;
    return names;
}

WriteAct act_of(std::string const& name) {
    if (name == "INSERT") return WriteAct::INSERT;
    return name == "UPDATE" ? WriteAct::UPDATE : WriteAct::DELETE;
}

}  // namespace

std::vector<TableColumn> columns_of(BenchConnection& connection, std::string const& table) {
    auto const result = connection.run(
        "SELECT attname, format_type(coalesce(nullif(typbasetype, 0), atttypid), NULL), "
        "EXISTS (SELECT FROM pg_index "
        "WHERE indrelid = attrelid AND indisprimary AND attnum = ANY (indkey)) "
        "FROM pg_attribute JOIN pg_type AS t ON t.oid = atttypid WHERE attrelid = $1::regclass AND "
        "attnum > 0 AND NOT attisdropped "
        "ORDER BY attnum",
        {table});
    std::vector<TableColumn> columns;
    for (int row = 0; row < PQntuples(result.get()); ++row) {
        columns.push_back({PQgetvalue(result.get(), row, 0), PQgetvalue(result.get(), row, 1),
                           *PQgetvalue(result.get(), row, 2) == 't'});
    }
    return columns;
}

CapturedWrites::CapturedWrites(std::string const& url) : connection_{url} {
    connection_.run(keep_sql);
    for (auto const table : tables) watch(std::string{table});
}

void CapturedWrites::watch(std::string const& table) {
    connection_.run("CREATE TABLE captured." + table + " AS SELECT 0::bigint AS step, * FROM " +
                    table + " WITH NO DATA");
    connection_.run("CREATE INDEX ON captured." + table + " (step)");
    for (std::string const act : {"INSERT", "UPDATE", "DELETE"}) {
        std::string const rows = act == "DELETE" ? "OLD" : "NEW";
        connection_.run("CREATE TRIGGER captured_" + act + " AFTER " + act + " ON " + table +
                        " REFERENCING " + rows +
                        " TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION captured.keep()");
    }
}

std::vector<WrittenRun> CapturedWrites::take() {
    auto const steps = connection_.run(
        "SELECT step, run, table_name, act, rows FROM captured.steps WHERE step > $1::bigint "
        "ORDER BY step",
        {last_step_});
    std::vector<WrittenRun> runs;
    std::string run;
    for (int row = 0; row < PQntuples(steps.get()); ++row) {
        auto const value = [&](int column) {
            return std::string{PQgetvalue(steps.get(), row, column)};
        };
        if (runs.empty() || run != value(1)) runs.emplace_back();
        run = value(1);
        last_step_ = value(0);
        runs.back().push_back(read(last_step_, value(2), value(3), std::stoul(value(4))));
    }
    return runs;
}

WrittenRows CapturedWrites::read(std::string const& step, std::string const& table,
                                 std::string const& act, std::size_t rows) {
    WrittenRows written{.table = table, .act = act_of(act), .copy_data = {}, .columns = {}};
    auto columns = columns_of(connection_, table);
    auto const from = " FROM captured." + table + " WHERE step = " + step;
    if (written.act == WriteAct::INSERT && rows > WrittenRows::rows_in_arrays_max) {
        written.copy_data = connection_.copy_out("COPY (SELECT " + names_of(columns) + from +
                                                 ") TO STDOUT (FORMAT binary)");
        return written;
    }
    if (written.act == WriteAct::DELETE) {
        std::erase_if(columns, [](TableColumn const& column) { return !column.is_key; });
    }
    std::string arrays;
    for (auto const& column : columns) {
        arrays += (arrays.empty() ? "array_agg(" : ", array_agg(") + column.name + ")";
    }
    auto const result = connection_.run("SELECT " + arrays + from);
    for (int column = 0; column < PQnfields(result.get()); ++column) {
        written.columns.emplace_back(PQgetvalue(result.get(), 0, column));
    }
    return written;
}

}  // namespace daybook::bench
