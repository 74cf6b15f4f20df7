#pragma once

#include <functional>
#include <memory>
#include <span>

#include "ports/outbound/migrator.hpp"

namespace daybook::app {

/// A database as the migrate command sees it.
struct SchemaTarget {
    std::unique_ptr<ports::Migrator> migrator;
    std::span<ports::Migration const> embedded;
    /// Makes what must be there before the first migration of all, such as folders.
    std::function<void()> prepare;
    /// Copies a database of this schema version before it is migrated, where the store does so.
    std::function<void(int)> back_up;
};

}  // namespace daybook::app
