#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ports/outbound/book_reader.hpp"
#include "ports/outbound/migrator.hpp"
#include "ports/outbound/unit_of_work.hpp"

namespace daybook::ports {

/// A store that holds one book. Threads: safe; what it opens belongs to one thread each.
class Storage {
  public:
    virtual ~Storage() = default;
    [[nodiscard]] virtual std::unique_ptr<UnitOfWork> open_unit_of_work() = 0;
    [[nodiscard]] virtual std::unique_ptr<BookSnapshots> open_snapshots() = 0;
    /// The migrations that made the schema, by version, as they are stored now; empty where the
    /// store has no schema. Throws: StorageError.
    [[nodiscard]] virtual std::vector<AppliedMigration> history() = 0;
    /// Returns where this process may book.
    /// Throws: StorageError; where it is forbidden, full or replaced it says so in a sentence that
    /// may be shown to anybody.
    virtual void require_writable() = 0;
    /// How many writers can be of use at once: 1 where the store serialises them anyway.
    [[nodiscard]] virtual std::size_t useful_writers() const = 0;
    /// What the store is, for people, without secrets: `sqlite:/var/lib/daybook/daybook.db`.
    [[nodiscard]] virtual std::string describe() const = 0;
};

}  // namespace daybook::ports
