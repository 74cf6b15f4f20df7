#include "sql/append_only.hpp"

#include <utility>

namespace daybook::sql {
namespace {

using Kind = ports::SchemaItem::Kind;

SchemaStatement trigger(std::string const& table, std::string name, std::string const& text) {
    auto sql = "CREATE TRIGGER " + name + " BEFORE " + text;
    return {.kind = Kind::trigger, .table = table, .name = std::move(name), .sql = std::move(sql)};
}

}  // namespace

std::vector<SchemaStatement> append_only_triggers(TableShape const& shape, Dialect dialect) {
    std::string const table{shape.name};
    if (dialect == Dialect::postgres) {
        return {trigger(table, table + "_append_only",
                        "UPDATE OR DELETE OR TRUNCATE ON " + table +
                            "\n    FOR EACH STATEMENT EXECUTE FUNCTION daybook_append_only()")};
    }
    auto const body =
        " ON " + table + "\nBEGIN\n    SELECT RAISE(ABORT, '" + table + " is append-only');\nEND";
    return {trigger(table, table + "_no_update", "UPDATE" + body),
            trigger(table, table + "_no_delete", "DELETE" + body)};
}

SchemaStatement append_only_function() {
    return {.kind = Kind::function,
            .table = "daybook_append_only",
            .name = "daybook_append_only",
            .sql =
                "CREATE FUNCTION daybook_append_only() RETURNS trigger LANGUAGE plpgsql AS $$\n"
                "BEGIN\n"
                "    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;\n"
                "END\n"
                "$$"};
}

}  // namespace daybook::sql
