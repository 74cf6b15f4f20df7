#include "app/schema_json.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

#include "sql/migration_state_names.hpp"

namespace daybook::app {

namespace {

std::string joined(std::vector<std::string> const& sentences) {
    std::string text;
    for (auto const& sentence : sentences) text += (text.empty() ? "" : "; ") + sentence;
    return text;
}

void append_migration(std::string& list, ports::AppliedMigration const& row) {
    json::ObjectWriter migration{list};
    migration.integer("version", static_cast<std::uint64_t>(row.version));
    migration.text("name", row.name);
    migration.text("state", model::name_of(row.state));
    migration.text("applied_by", row.applied_by);
    migration.text("daybook_version", row.daybook_version);
    migration.time("started_at", row.started_at);
    migration.time("finished_at", row.finished_at);
    migration.text("error", row.error);
}

void append_pending(std::string& list, ports::Migration const& pending) {
    json::ObjectWriter migration{list};
    migration.integer("version", static_cast<std::uint64_t>(pending.version));
    migration.text("name", pending.name);
    migration.text("state", "pending");
    for (auto const* name :
         {"applied_by", "daybook_version", "started_at", "finished_at", "error"}) {
        migration.null(name);
    }
}

void append_migrations(std::string& list, SchemaReport const& report) {
    list += '[';
    auto const separate = [&] {
        if (!list.ends_with('[')) list += ',';
    };
    for (auto const& row : report.history) {
        separate();
        append_migration(list, row);
    }
    for (auto const& pending : not_in_history(report)) {
        separate();
        append_pending(list, pending);
    }
    list += ']';
}

std::optional<std::string> error_of(SchemaReport const& report) {
    if (report.plan.state == services::SchemaState::mismatch) return report.plan.mismatch;
    if (has_drifted(report)) return joined(*report.drift);
    return std::nullopt;
}

}  // namespace

void append_schema(json::ObjectWriter& object, SchemaReport const& report,
                   std::optional<std::string> const& error) {
    object.text("database", report.database);
    object.text("dialect", dialect_name(report));
    object.integer("current", static_cast<std::uint64_t>(report.plan.current));
    object.integer("target", static_cast<std::uint64_t>(report.plan.target));
    object.text("state", state_name(report));
    append_migrations(object.member("migrations"), report);
    if (report.drift) {
        json::append_strings(object.member("drift"), *report.drift);
    } else {
        object.null("drift");
    }
    object.text("drift_unchecked", report.drift_unchecked);
    object.text("error", error ? error : error_of(report));
}

std::string schema_json(SchemaReport const& report, std::optional<std::string> const& error) {
    std::string text;
    {
        json::ObjectWriter object{text};
        append_schema(object, report, error);
    }
    return text + "\n";
}

}  // namespace daybook::app
