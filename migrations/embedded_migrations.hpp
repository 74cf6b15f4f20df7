#pragma once

#include <span>
#include <string_view>

namespace daybook::migrations {

/// One folder of migrations/, embedded byte for byte.
struct EmbeddedMigration {
    /// The folder's number: 1 of 0001_init.
    int version;
    /// The folder's name without the number: "init".
    std::string_view name;
    std::string_view sqlite;
    std::string_view postgres;
};

/// Every migration of this binary. Shape: versions 1, 2, 3, ... without a gap, never empty.
std::span<EmbeddedMigration const> embedded_migrations();

}  // namespace daybook::migrations
