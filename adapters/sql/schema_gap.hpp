#pragma once

#include <set>
#include <string>
#include <vector>

#include "ports/outbound/schema_reader.hpp"
#include "sql/schema_difference.hpp"

namespace daybook::sql {

/// What a schema lacks and can be given without harm, and why the rest cannot.
struct SchemaGap {
    std::set<std::string> tables;
    /// Of tables that are there; they may be NULL, and bring their keys and checks along.
    std::vector<ports::SchemaItem> columns;
    /// Of tables that are there, by name.
    std::vector<std::string> indexes;
    std::set<std::string> triggers;
    std::set<std::string> trigger_tables;
    std::set<std::string> functions;
    /// One sentence each, naming table and column: what is not in the code any more, perhaps
    /// renamed, what has changed, and columns that are NOT NULL.
    std::vector<std::string> refusals;
};

/// Finds what `found` lacks of `wanted`, both as one reader describes them.
[[nodiscard]] SchemaGap find_schema_gap(std::vector<ports::SchemaItem> const& found,
                                        std::vector<ports::SchemaItem> const& wanted,
                                        SchemaNames const& names);

/// What ends the sentence of a refusal.
inline constexpr char const* by_hand =
    "; this is not generated. Write it by hand: daybook migrate new NAME";

/// Whether a name stands in a text of SQL.
[[nodiscard]] bool mentions(std::string_view sql, std::string const& name);

}  // namespace daybook::sql
