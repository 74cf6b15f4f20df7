#pragma once

#include <functional>
#include <memory>
#include <span>

#include "ports/outbound/migrator.hpp"
#include "ports/outbound/schema_eraser.hpp"
#include "ports/outbound/schema_reader.hpp"
#include "sql/dialect.hpp"

namespace daybook::app {

/// A database as the commands about its schema see it.
struct SchemaTarget {
    sql::Dialect dialect = sql::Dialect::sqlite;
    std::unique_ptr<ports::Migrator> migrator;
    std::unique_ptr<ports::SchemaReader> reader;
    std::unique_ptr<ports::SchemaEraser> eraser;
    std::span<ports::Migration const> embedded;
    /// Throws: Failure where the store is Daybook's alone and holds tables without any history.
    std::function<void()> require_own_tables;
    /// Makes what must be there before the first migration of all, such as folders.
    std::function<void()> prepare;
    /// Copies a database of this schema version before it is migrated, where the store does so.
    std::function<void(int)> back_up;
};

}  // namespace daybook::app
