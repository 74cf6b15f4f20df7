#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace daybook::ports {

/// One thing that a database's schema is made of.
struct SchemaItem {
    enum class Kind { table, column, primary_key, foreign_key, check, index, trigger, function };

    Kind kind = Kind::table;
    /// The table it belongs to; of a function, its own name.
    std::string table;
    /// Empty for what has no name of its own: primary keys, foreign keys and checks.
    std::string name;
    /// In the engine's own normal form, so that equal things have equal text however they were
    /// written: `text COLLATE "C" NOT NULL`, `UNIQUE (account_id, exec_id)`.
    std::string definition;

    friend bool operator==(SchemaItem const&, SchemaItem const&) = default;
};

/// Tells what a database's schema is, by the engine's own catalogue.
///
/// Shape: tables by name; of each the table itself, its columns in their order, then the rest in
/// the order in which it was made. The history of migrations is left out.
/// Threads: not safe. Throws: StorageError; MigrationError from after().
class SchemaReader {
  public:
    virtual ~SchemaReader() = default;

    [[nodiscard]] virtual std::vector<SchemaItem> live() = 0;
    /// What the schema of an empty database of this engine would be after these scripts. Nothing
    /// of them remains, and nothing of the database is touched.
    [[nodiscard]] virtual std::vector<SchemaItem> after(
        std::span<std::string_view const> scripts) = 0;
};

}  // namespace daybook::ports
