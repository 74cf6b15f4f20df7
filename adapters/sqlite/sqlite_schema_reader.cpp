#include "sqlite/sqlite_schema_reader.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "sqlite/sqlite_create_text.hpp"
#include "sqlite/sqlite_script.hpp"
#include "sqlite/sqlite_statement.hpp"

namespace daybook::sqlite {
namespace {

using ports::SchemaItem;
using Kind = SchemaItem::Kind;

/// Reads the items of one table after another.
class Reading {
  public:
    explicit Reading(SqliteConnection& connection) : connection_{connection} {}

    std::vector<SchemaItem> run() {
        for (auto const& [name, text] : tables()) {
            SqliteCreateText const create{text};
            add(Kind::table, name, {}, options_of(name));
            add_columns(name, create);
            add_foreign_keys(name);
            for (auto& check : create.checks()) {
                add(Kind::check, name, {}, "CHECK (" + std::move(check) + ")");
            }
            add_unique_keys(name);
            add_written(Kind::index, name, "index");
            add_written(Kind::trigger, name, "trigger");
        }
        return std::move(items_);
    }

  private:
    void add(Kind kind, std::string const& table, std::string name, std::string definition) {
        items_.push_back({kind, table, std::move(name), std::move(definition)});
    }

    std::vector<std::pair<std::string, std::string>> tables() {
        SqliteStatement list{connection_,
                             "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name "
                             "NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> 'daybook_migrations' "
                             "ORDER BY name"};
        std::vector<std::pair<std::string, std::string>> tables;
        auto rows = list.query();
        while (rows.next()) {
            auto& [name, text] = tables.emplace_back();
            rows.read(name, text);
        }
        return tables;
    }

    std::string options_of(std::string const& table) {
        SqliteStatement find{connection_,
                             "SELECT strict, wr FROM pragma_table_list WHERE schema = 'main' AND "
                             "name = ?"};
        auto rows = find.query(table);
        int is_strict = 0;
        int has_no_row_id = 0;
        if (rows.next()) rows.read(is_strict, has_no_row_id);
        std::string options = is_strict != 0 ? "STRICT" : "";
        if (has_no_row_id != 0) options += options.empty() ? "WITHOUT ROWID" : ", WITHOUT ROWID";
        return options;
    }

    void add_columns(std::string const& table, SqliteCreateText const& create) {
        SqliteStatement list{connection_,
                             "SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM "
                             "pragma_table_xinfo(?)"};
        std::map<int, std::string> key;
        auto rows = list.query(table);
        while (rows.next()) {
            auto const name = rows.get<std::string>();
            auto definition = rows.get<std::string>() + collation_of(table, name);
            if (rows.get<int>() != 0) definition += " NOT NULL";
            auto const fallback = rows.get<std::optional<std::string>>();
            if (fallback) definition += " DEFAULT " + normal_sql(*fallback);
            if (auto const place = rows.get<int>(); place > 0) key[place] = name;
            if (auto const hidden = rows.get<int>(); hidden >= 2) {
                definition += " GENERATED ALWAYS AS (" + create.generated_as(name) + ")" +
                              (hidden == 2 ? " VIRTUAL" : " STORED");
            }
            add(Kind::column, table, name, std::move(definition));
        }
        std::string columns;
        for (auto const& [place, name] : key) columns.append(place == 1 ? "" : ", ").append(name);
        if (!key.empty()) add(Kind::primary_key, table, {}, "PRIMARY KEY (" + columns + ")");
    }

    std::string collation_of(std::string const& table, std::string const& column) {
        char const* collation = nullptr;
        int const code = sqlite3_table_column_metadata(connection_.handle(), "main", table.c_str(),
                                                       column.c_str(), nullptr, &collation, nullptr,
                                                       nullptr, nullptr);
        if (code != SQLITE_OK) connection_.fail(code);
        std::string const name = collation == nullptr ? "BINARY" : collation;
        return name == "BINARY" ? std::string{} : " COLLATE " + name;
    }

    void add_foreign_keys(std::string const& table) {
        // The newest comes first.
        SqliteStatement list{connection_,
                             "SELECT group_concat(\"from\", ', '), \"table\", "
                             "group_concat(\"to\", ', '), on_update, on_delete FROM (SELECT * FROM "
                             "pragma_foreign_key_list(?) ORDER BY id, seq) GROUP BY id "
                             "ORDER BY id DESC"};
        auto rows = list.query(table);
        while (rows.next()) {
            auto text = "FOREIGN KEY (" + rows.get<std::string>() + ") REFERENCES ";
            text += rows.get<std::string>();
            auto const columns = rows.get<std::optional<std::string>>();
            if (columns) text += " (" + *columns + ")";
            for (auto const* event : {" ON UPDATE ", " ON DELETE "}) {
                auto const action = rows.get<std::string>();
                if (action != "NO ACTION") text += event + action;
            }
            add(Kind::foreign_key, table, {}, std::move(text));
        }
    }

    /// Those of UNIQUE in the table itself, which have no text of their own.
    void add_unique_keys(std::string const& table) {
        SqliteStatement list{connection_,
                             "SELECT (SELECT group_concat(name, ', ') FROM (SELECT name FROM "
                             "pragma_index_info(l.name) ORDER BY seqno)) FROM "
                             "pragma_index_list(?) AS l WHERE origin = 'u' ORDER BY seq DESC"};
        auto rows = list.query(table);
        while (rows.next()) {
            add(Kind::index, table, {}, "UNIQUE (" + rows.get<std::string>() + ")");
        }
    }

    /// Indexes and triggers, in the order in which they were made.
    void add_written(Kind kind, std::string const& table, char const* type) {
        SqliteStatement list{connection_,
                             "SELECT name, sql, sql LIKE 'CREATE UNIQUE %' FROM sqlite_schema "
                             "WHERE type = ? AND tbl_name = ? AND sql IS NOT NULL ORDER BY rowid"};
        auto rows = list.query(type, table);
        while (rows.next()) {
            auto name = rows.get<std::string>();
            auto const text = rows.get<std::string>();
            bool const is_unique = rows.get<int>() != 0;
            SqliteCreateText const create{text};
            // `ON table (...)` of an index; of a trigger the text behind its name.
            auto definition = create.after_word(kind == Kind::index ? "on" : "trigger");
            definition.erase(0, definition.find(kind == Kind::index ? '(' : ' '));
            if (definition.starts_with(' ')) definition.erase(0, 1);
            add(kind, table, std::move(name), (is_unique ? "UNIQUE " : "") + definition);
        }
    }

    SqliteConnection& connection_;
    std::vector<SchemaItem> items_;
};

}  // namespace

SqliteSchemaReader::SqliteSchemaReader(SqliteOptions options) : factory_{std::move(options)} {}

std::vector<SchemaItem> SqliteSchemaReader::live() {
    return Reading{*factory_.open(SqliteConnectionFactory::Access::read)}.run();
}

std::vector<SchemaItem> SqliteSchemaReader::after(std::span<std::string_view const> scripts) {
    SqliteConnectionFactory const factory{{.path = ":memory:"}};
    auto const connection = factory.open(SqliteConnectionFactory::Access::create);
    for (auto const script : scripts) run_script(*connection, script);
    return Reading{*connection}.run();
}

}  // namespace daybook::sqlite
