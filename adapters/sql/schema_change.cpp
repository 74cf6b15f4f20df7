#include "sql/schema_change.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <utility>

#include "sql/schema_difference.hpp"
#include "sql/sql_script.hpp"
#include "sql/sql_words.hpp"

namespace daybook::sql {

namespace {

using ports::SchemaItem;
using Kind = SchemaItem::Kind;

constexpr SchemaNames names{.found = "the migrations", .wanted = "the code"};
constexpr char const* by_hand =
    "; this is not generated. Write it by hand: daybook migrate new NAME";

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

bool mentions(std::string_view definition, std::string const& name) {
    return std::ranges::any_of(sql_tokens(definition),
                               [&](auto const& token) { return name_of(token) == name; });
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
        : source_{source}, created_{created_by_name(source.postgres_migrations)} {}

    SchemaChange run() {
        auto const differences = schema_differences(source_.migrated, source_.code);
        for (auto const& difference : differences) take(difference);
        for (auto const& difference : differences) take_rule(difference);
        SchemaChange change;
        auto sqlite = script(Dialect::sqlite, source_.sqlite);
        auto postgres = script(Dialect::postgres, source_.postgres);
        if (!refusals_.empty()) {
            change.refusals = std::move(refusals_);
            return change;
        }
        bool const has_main = !sqlite.empty() || !postgres.empty();
        if (has_main) change.migrations.push_back({{}, std::move(sqlite), std::move(postgres)});
        for (auto const& index : indexes_) {
            bool const is_alone = !has_main && indexes_.size() == 1;
            change.migrations.push_back(index_migration(index, is_alone ? "" : "_" + index));
        }
        return change;
    }

  private:
    void refuse(SchemaDifference const& difference, std::string const& why) {
        refusals_.push_back(difference_text(difference, names) + why + by_hand);
    }

    void take(SchemaDifference const& difference) {
        auto const& item = difference.item;
        if (difference.kind == SchemaDifference::Kind::changed) return refuse(difference, "");
        if (difference.kind == SchemaDifference::Kind::unexpected) {
            bool const may_be_renamed =
                item.kind == Kind::table || item.kind == Kind::column || item.kind == Kind::index;
            return refuse(difference, may_be_renamed ? ": it was dropped or renamed" : "");
        }
        switch (item.kind) {
            case Kind::table:
                new_tables_.insert(item.table);
                break;
            case Kind::column:
                take_column(difference);
                break;
            case Kind::index:
                indexes_.push_back(item.name);
                break;
            case Kind::trigger:
                new_triggers_.insert(item.name);
                trigger_tables_.insert(item.table);
                break;
            case Kind::primary_key:
            case Kind::foreign_key:
            case Kind::check:
            case Kind::function:
                break;
        }
    }

    void take_column(SchemaDifference const& difference) {
        auto const& item = difference.item;
        if (contains(sql_tokens(item.definition), {"NOT", "NULL"})) {
            return refuse(difference,
                          ": it is NOT NULL without a default, and rows that are there have no "
                          "value for it");
        }
        new_columns_.push_back(item);
    }

    /// Keys and checks come with a new column that they are about, and not otherwise.
    void take_rule(SchemaDifference const& difference) {
        auto const& item = difference.item;
        bool const is_rule = item.kind == Kind::primary_key || item.kind == Kind::foreign_key ||
                             item.kind == Kind::check;
        if (difference.kind != SchemaDifference::Kind::missing || !is_rule) return;
        bool const comes_along = std::ranges::any_of(new_columns_, [&](auto const& column) {
            return column.table == item.table && mentions(item.definition, column.name);
        });
        if (!comes_along) refuse(difference, "");
    }

    bool is_wanted(SchemaStatement const& statement, Dialect dialect) const {
        bool const is_of_new_table = new_tables_.contains(statement.table);
        if (statement.kind != Kind::trigger) return is_of_new_table;
        if (dialect == Dialect::sqlite) {
            return is_of_new_table || new_triggers_.contains(statement.name);
        }
        return (is_of_new_table || trigger_tables_.contains(statement.table)) &&
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
        for (auto const& column : new_columns_) {
            try {
                add(source_.add_column(column.table, column.name, dialect));
            } catch (std::invalid_argument const& error) {
                auto sentence = error.what() + std::string{by_hand};
                bool const is_known = std::ranges::find(refusals_, sentence) != refusals_.end();
                if (!is_known) refusals_.push_back(std::move(sentence));
            }
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
    std::set<std::string> new_tables_;
    std::vector<SchemaItem> new_columns_;
    std::vector<std::string> indexes_;
    std::set<std::string> new_triggers_;
    /// Tables that are there and get triggers.
    std::set<std::string> trigger_tables_;
    std::vector<std::string> refusals_;
};

}  // namespace

SchemaChange decide_schema_change(SchemaChangeSource const& source) { return Change{source}.run(); }

}  // namespace daybook::sql
