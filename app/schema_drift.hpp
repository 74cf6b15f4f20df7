#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/schema_report.hpp"
#include "ports/outbound/migrator.hpp"
#include "ports/outbound/schema_reader.hpp"

namespace daybook::app {

/// Compares a database's schema with what its migrations make: whether somebody has changed it by
/// hand. What they make is asked of the engine once a schema version.
///
/// Threads: not safe.
class SchemaDrift {
  public:
    explicit SchemaDrift(std::span<ports::Migration const> embedded) : embedded_{embedded} {}

    /// Enters the difference in `report`, or why there is no telling: another binary's migrations
    /// were applied, or the database does not let us look, which is no error.
    void look(SchemaReport& report, ports::SchemaReader& reader);

  private:
    void learn_what_is_wanted(int version, ports::SchemaReader& reader);

    std::span<ports::Migration const> embedded_;
    /// Of which version the rest is.
    std::optional<int> version_;
    std::vector<ports::SchemaItem> wanted_;
    /// Why what is wanted cannot be had, where asking again would not help.
    std::optional<std::string> unknowable_;
};

/// Looks once.
void check_drift(SchemaReport& report, ports::SchemaReader& reader,
                 std::span<ports::Migration const> embedded);

}  // namespace daybook::app
