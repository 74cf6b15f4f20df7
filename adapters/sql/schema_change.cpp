#include "sql/schema_change.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <utility>

#include "sql/schema_gap.hpp"
#include "sql/sql_script.hpp"
#include "sql/sql_words.hpp"

namespace daybook::sql {

namespace {

using Kind = ports::SchemaItem::Kind;

/// The triggers and functions that scripts create, by name.
std::set<std::string> created_by_name(std::vector<std::string_view> const& scripts) {
    std::set<std::string> created;
    for (auto const script : scripts) {
        for (auto const& statement : split_script(script)) {
            SqlWords words{statement.tokens};
            if (!words.take("CREATE")) continue;
            words.take({"OR", "REPLACE"});
            words.take("CONSTRAINT");
            if (words.take("TRIGGER") || words.take("FUNCTION")) created.insert(words.take_name());
        }
    }
    return created;
}

/// `CREATE INDEX CONCURRENTLY ...`
std::string concurrently(std::string sql) {
    constexpr std::string_view word = " INDEX ";
    return sql.insert(sql.find(word) + word.size(), "CONCURRENTLY ");
}

bool is_unique_index(SchemaStatement const& statement) {
    return contains(sql_tokens(statement.sql), {"UNIQUE", "INDEX"});
}

/// Gathers what is to be done and what cannot be.
class Change {
  public:
    explicit Change(SchemaChangeSource const& source)
        : source_{source},
          created_{created_by_name(source.postgres_migrations)},
          gap_{find_schema_gap(source.migrated, source.code,
                               {.found = "the migrations", .wanted = "the code"})} {}

    SchemaChange run() {
        SchemaChange change;
        auto sqlite = script(Dialect::sqlite, source_.sqlite);
        auto postgres = script(Dialect::postgres, source_.postgres);
        if (!gap_.refusals.empty()) {
            change.refusals = std::move(gap_.refusals);
            return change;
        }
        bool const has_main = !sqlite.empty() || !postgres.empty();
        if (has_main) change.migrations.push_back({{}, std::move(sqlite), std::move(postgres)});
        for (auto const& index : gap_.indexes) {
            bool const is_alone = !has_main && gap_.indexes.size() == 1;
            change.migrations.push_back(index_migration(index, is_alone ? "" : "_" + index));
        }
        return change;
    }

  private:
    bool is_wanted(SchemaStatement const& statement, Dialect dialect) const {
        bool const is_of_new_table = gap_.tables.contains(statement.table);
        if (statement.kind != Kind::trigger) return is_of_new_table;
        if (dialect == Dialect::sqlite) {
            return is_of_new_table || gap_.triggers.contains(statement.name);
        }
        return (is_of_new_table || gap_.trigger_tables.contains(statement.table)) &&
               !created_.contains(statement.name);
    }

    /// Functions that are not there yet, where a trigger that is to be made calls them.
    bool is_called(SchemaStatement const& function,
                   std::vector<SchemaStatement> const& statements) const {
        if (function.kind != Kind::function || created_.contains(function.name)) return false;
        return std::ranges::any_of(statements, [&](auto const& statement) {
            return statement.kind == Kind::trigger && is_wanted(statement, Dialect::postgres) &&
                   mentions(statement.sql, function.name);
        });
    }

    std::string script(Dialect dialect, std::vector<SchemaStatement> const& statements) {
        std::string text;
        auto const add = [&](std::string const& sql) { text += "\n" + sql + ";\n"; };
        for (auto const& column : gap_.columns) {
            for (auto const& sql : source_.add_column(column.table, column.name, dialect)) add(sql);
        }
        for (auto const& statement : statements) {
            if (is_wanted(statement, dialect) || is_called(statement, statements)) {
                add(statement.sql);
            }
        }
        return text.empty() ? text : "-- daybook: expand\n" + text;
    }

    GeneratedMigration index_migration(std::string const& name, std::string suffix) const {
        auto const find = [&](auto const& statements) {
            auto const found = std::ranges::find_if(statements, [&](auto const& statement) {
                return statement.kind == Kind::index && statement.name == name;
            });
            if (found == statements.end()) {
                throw std::invalid_argument{"the code has no statement for the index " + name};
            }
            return *found;
        };
        auto const sqlite = find(source_.sqlite);
        auto const postgres = find(source_.postgres);
        // What older binaries write may break a unique index.
        std::string const expand = is_unique_index(sqlite) ? "" : "-- daybook: expand\n";
        return {
            std::move(suffix), expand + (expand.empty() ? "" : "\n") + sqlite.sql + ";\n",
            "-- daybook: no-transaction\n" + expand + "\n" + concurrently(postgres.sql) + ";\n"};
    }

    SchemaChangeSource const& source_;
    std::set<std::string> created_;
    SchemaGap gap_;
};

}  // namespace

SchemaChange decide_schema_change(SchemaChangeSource const& source) { return Change{source}.run(); }

}  // namespace daybook::sql
