#pragma once

#include <optional>
#include <string>

#include "app/schema_report.hpp"
#include "json/object_writer.hpp"

namespace daybook::app {

/// Appends the members that `/readyz`, `migrate status --json` and `db check --json` share:
/// `database`, `dialect`, `current`, `target`, `state`; `migrations`, each with when and by whom it
/// was applied, or nulls; `drift`, a list of sentences, or null where nobody looked, and why in
/// `drift_unchecked`; `error`: what does not match, how the schema drifted, or what is given here.
void append_schema(json::ObjectWriter& object, SchemaReport const& report,
                   std::optional<std::string> const& error = std::nullopt);

/// An object of these members, and a line end.
[[nodiscard]] std::string schema_json(SchemaReport const& report,
                                      std::optional<std::string> const& error = std::nullopt);

}  // namespace daybook::app
