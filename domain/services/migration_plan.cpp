#include "services/migration_plan.hpp"

#include <algorithm>
#include <utility>

#include "model/assert.hpp"

namespace daybook::services {

namespace {

using ports::AppliedMigration;
using ports::Migration;
using ports::MigrationState;
using Embedded = std::span<Migration const>;
using History = std::span<AppliedMigration const>;

bool is_unfinished(AppliedMigration const& row) {
    return row.state == MigrationState::running || row.state == MigrationState::failed;
}

Migration const* find_version(Embedded embedded, int version) {
    auto const index = static_cast<std::size_t>(version) - 1;
    return version >= 1 && index < embedded.size() ? &embedded[index] : nullptr;
}

bool is_same(AppliedMigration const& row, Migration const& migration) {
    return row.name == migration.name && row.fingerprint == migration.fingerprint;
}

/// Whether apply() finishes what the history's last row says was begun.
bool heals(Embedded embedded, History history) {
    if (history.empty() || !is_unfinished(history.back())) return false;
    auto const* const own = find_version(embedded, history.back().version);
    return own != nullptr && !own->in_transaction && is_same(history.back(), *own);
}

/// `3 add_venue`
std::string title(int version, std::string_view name) {
    return std::to_string(version) + " " + std::string{name};
}

std::string repair_command(int version) {
    return "daybook migrate repair " + std::to_string(version) + " --reason TEXT";
}

/// What is wrong where the number has one name in the history and another one here.
std::string other_name_text(Embedded embedded, History history, AppliedMigration const& row,
                            Migration const& own) {
    auto const applied = "migration " + title(row.version, row.name) + " was applied here";
    if (row.fingerprint == own.fingerprint) {
        return applied + ", and this binary has the same text as " + title(own.version, own.name) +
               ": it was renamed. Give it its old name back, or run: " +
               repair_command(row.version);
    }
    bool const own_was_applied =
        std::ranges::any_of(history, [&](auto const& other) { return is_same(other, own); });
    auto const moved =
        std::ranges::find_if(embedded, [&](auto const& other) { return is_same(row, other); });
    if (own_was_applied && moved == embedded.end()) {
        return applied +
               ", and this binary no longer has it: it was removed. Put it back, and "
               "run: daybook migrate check";
    }
    auto const now = moved == embedded.end()
                         ? std::string{}
                         : ", and calls that one " + title(moved->version, moved->name);
    return applied + ", and this binary has another migration with that number, " +
           title(own.version, own.name) + now +
           ": the number was given twice. Give the newer one the next free number, and run: "
           "daybook migrate check";
}

std::optional<std::string> find_gap(History history) {
    int expected = 1;
    for (auto const& row : history) {
        if (row.version != expected) {
            return "the history has migration " + title(row.version, row.name) +
                   " but not migration " + std::to_string(expected) +
                   ": a row was deleted. Restore it from a backup, and run: daybook migrate status";
        }
        ++expected;
    }
    return std::nullopt;
}

/// Why a row of the history cannot stand for what this binary would have done.
std::optional<std::string> find_mismatch(Embedded embedded, History history) {
    if (auto gap = find_gap(history)) return gap;
    for (auto const& row : history) {
        auto const* const own = find_version(embedded, row.version);
        if (own == nullptr) break;
        if (row.name != own->name) return other_name_text(embedded, history, row, *own);
        if (row.fingerprint != own->fingerprint) {
            return "migration " + title(row.version, row.name) +
                   " was edited after it was applied here. Restore its text, or, if it is to "
                   "stay as it is now, run: " +
                   repair_command(row.version);
        }
        bool const is_last = row.version == history.back().version;
        if (is_unfinished(row) && !(is_last && heals(embedded, history))) {
            return "migration " + title(row.version, row.name) +
                   " was begun and never finished. When what it makes is there, run: " +
                   repair_command(row.version);
        }
    }
    return std::nullopt;
}

std::string ahead_text(MigrationPlan const& plan, History history) {
    return "the database is at schema " + std::to_string(plan.current) + "; this binary knows " +
           std::to_string(plan.target) + ". The database is fine. Deploy daybook " +
           history.back().daybook_version + " or newer.";
}

tl::unexpected<MigrationRefusal> refuse(MigrationRefusal::Reason reason, std::string sentence) {
    return tl::unexpected{MigrationRefusal{reason, std::move(sentence)}};
}

}  // namespace

MigrationPlan plan_migrations(Embedded embedded, History history) {
    MigrationPlan plan;
    plan.target = static_cast<int>(embedded.size());
    DAYBOOK_ASSERT(plan.target > 0 && embedded.back().version == plan.target);
    bool const heals_last = heals(embedded, history);
    plan.current = history.empty() ? 0 : history.back().version - (heals_last ? 1 : 0);
    if (auto mismatch = find_mismatch(embedded, history)) {
        plan.state = SchemaState::mismatch;
        plan.mismatch = *std::move(mismatch);
    } else if (plan.current < plan.target) {
        plan.state = history.empty() ? SchemaState::empty : SchemaState::behind;
        auto const pending = embedded.subspan(static_cast<std::size_t>(plan.current));
        plan.pending.assign(pending.begin(), pending.end());
    } else if (plan.current == plan.target) {
        plan.state = SchemaState::current;
    } else {
        auto const newer = history.subspan(embedded.size());
        bool const compatible = std::ranges::all_of(
            newer, [&](auto const& row) { return row.compatible_from <= plan.target; });
        plan.state = compatible ? SchemaState::ahead_compatible : SchemaState::ahead;
    }
    return plan;
}

tl::expected<MigrationPlan, MigrationRefusal> plan_up(Embedded embedded, History history,
                                                      std::optional<int> to) {
    using Reason = MigrationRefusal::Reason;
    auto plan = plan_migrations(embedded, history);
    if (plan.state == SchemaState::mismatch) return refuse(Reason::mismatch, plan.mismatch);
    if (plan.state == SchemaState::ahead) return refuse(Reason::ahead, ahead_text(plan, history));
    if (!to) return plan;
    auto const version = std::to_string(*to);
    if (find_version(embedded, *to) == nullptr) {
        return refuse(Reason::version_unknown,
                      "there is no migration " + version + ": this binary knows 1 to " +
                          std::to_string(plan.target) + ". See: daybook migrate status");
    }
    if (*to < plan.current) {
        return refuse(Reason::version_passed,
                      "the database is at schema " + std::to_string(plan.current) + ", beyond " +
                          version +
                          ", and no migration is undone; mend it by a new one. Run: daybook "
                          "migrate new NAME");
    }
    std::erase_if(plan.pending, [&](auto const& migration) { return migration.version > *to; });
    return plan;
}

}  // namespace daybook::services
