#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "app/composition_root.hpp"
#include "app/exit_code.hpp"

namespace daybook::app {

enum class MigrateAction { up, plan, status, generate, create, lint, check, baseline, repair };

struct MigrateOptions {
    MigrateAction action = MigrateAction::up;
    bool json = false;
    /// up, plan: the version to come to; nullopt for the newest.
    std::optional<int> to{};
    /// up: how long to wait until the database can be reached.
    std::chrono::milliseconds wait{0};
    /// up: how long to wait for another who migrates.
    std::chrono::milliseconds lock_timeout{60'000};
    /// generate, new: the migration's name.
    std::string name{};
    /// lint: those of migrations/ where empty.
    std::vector<std::string> files{};
    /// baseline, repair.
    int version = 0;
    std::string reason{};
    /// check: Postgres too, or fail.
    bool all = false;
};

/// `daybook migrate`: brings a database's schema to this binary's, shows how it stands, and helps
/// to write migrations.
[[nodiscard]] ExitCode run_migrate(MigrateOptions const& options, CompositionRoot& root);

}  // namespace daybook::app
