#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "ports/outbound/migrator.hpp"
#include "ports/outbound/schema_reader.hpp"
#include "sql/dialect.hpp"

namespace daybook::app {

/// How a database is to be opened for its schema's sake.
struct SchemaTargetOptions {
    /// How long to wait for another who migrates.
    std::chrono::milliseconds lock_wait_max{60'000};
    /// Takes one sentence for people whenever something is waited for.
    std::function<void(std::string const&)> tell{};
    /// Whether a file that holds tables and no history is taken too.
    bool adopt = false;
};

/// A database as the commands about its schema see it.
struct SchemaTarget {
    sql::Dialect dialect = sql::Dialect::sqlite;
    std::unique_ptr<ports::Migrator> migrator;
    std::unique_ptr<ports::SchemaReader> reader;
    std::span<ports::Migration const> embedded;
    /// Makes what must be there before the first migration of all, such as folders.
    std::function<void()> prepare;
    /// Copies a database of this schema version before it is migrated, where the store does so.
    std::function<void(int)> back_up;
};

}  // namespace daybook::app
