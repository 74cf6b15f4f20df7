#pragma once

#include <string>
#include <vector>

#include "ports/outbound/schema_reader.hpp"

namespace daybook::sql {

/// A schema as the code knows it.
struct CodeSchema {
    /// What a reader says of the code's script.
    std::vector<ports::SchemaItem> described;
    /// The same items in the code's own words: paired by kind, table and name, those without a name
    /// by their order within the table. Checks, triggers and functions without a definition are
    /// those that one engine alone has to be told.
    std::vector<ports::SchemaItem> words;
};

/// Writes the schema that `items` describe, an item a line, so that two outputs, be they of two
/// engines, differ in the lines of what is different and in no other.
///
/// Shape: what is as in the code, in the code's words and order; then the rest by kind and name, as
/// the engine says it. What one engine alone has to be told is told where it is not there.
[[nodiscard]] std::string schema_text(std::vector<ports::SchemaItem> items, CodeSchema const& code);

/// The code's own schema: schema_text() of what is as in the code.
[[nodiscard]] std::string schema_text(std::vector<ports::SchemaItem> const& words);

}  // namespace daybook::sql
