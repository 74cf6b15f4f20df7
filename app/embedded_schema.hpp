#pragma once

#include <deque>
#include <span>
#include <string>
#include <vector>

#include "ports/outbound/migrator.hpp"
#include "ports/outbound/sha256.hpp"

namespace daybook::app {

/// The migrations of this binary for one dialect, with their fingerprints.
class EmbeddedSchema {
  public:
    enum class Dialect { sqlite, postgres };

    EmbeddedSchema(Dialect dialect, ports::Sha256& sha256);
    EmbeddedSchema(EmbeddedSchema const&) = delete;
    EmbeddedSchema& operator=(EmbeddedSchema const&) = delete;

    [[nodiscard]] std::span<ports::Migration const> migrations() const { return migrations_; }

  private:
    /// What the migrations' views point into.
    std::deque<std::string> fingerprints_;
    std::vector<ports::Migration> migrations_;
};

/// Who is running this, for the history: `user@host`.
[[nodiscard]] ports::MigrationAuthor this_author();

}  // namespace daybook::app
