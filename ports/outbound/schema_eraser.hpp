#pragma once

#include <span>

#include "ports/outbound/schema_reader.hpp"

namespace daybook::ports {

/// Takes a book's schema away again, where nothing was booked: for databases of development.
///
/// Threads: not safe. Throws: StorageError.
class SchemaEraser {
  public:
    virtual ~SchemaEraser() = default;

    /// Whether the book has any entry.
    [[nodiscard]] virtual bool has_entries() = 0;
    /// Drops the tables and functions among these items, and the history of migrations: all of
    /// them or none. Returns false, and drops nothing, where the book has an entry by now.
    [[nodiscard]] virtual bool erase(std::span<SchemaItem const> items) = 0;
};

}  // namespace daybook::ports
