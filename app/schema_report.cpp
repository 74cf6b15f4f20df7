#include "app/schema_report.hpp"

#include <array>

#include "json/object_writer.hpp"

namespace daybook::app {

namespace {

using services::SchemaState;

std::string_view name_of_migration_state(ports::MigrationState state) {
    constexpr auto names =
        std::to_array<std::string_view>({"applied", "baseline", "running", "failed"});
    return names[static_cast<std::size_t>(state)];
}

/// `text` and as many spaces as make it `width` wide.
std::string padded(std::string_view text, std::size_t width) {
    std::string cell{text};
    cell.resize(std::max(width, cell.size() + 1), ' ');
    return cell;
}

std::string dialect_of(SchemaReport const& report) {
    return report.database.substr(0, report.database.find(':'));
}

/// `2026-11-02 09:14:03Z`
std::string second_text(model::Timestamp time) {
    auto text = time.to_string();
    text[10] = ' ';
    return text.substr(0, 19) + "Z";
}

}  // namespace

SchemaReport report_schema(ports::Migrator& migrator, std::span<ports::Migration const> embedded) {
    auto history = migrator.history();
    auto plan = services::plan_migrations(embedded, history);
    return {migrator.describe(), std::move(plan), std::move(history)};
}

std::string schema_heading(SchemaReport const& report) {
    auto const dialect = dialect_of(report);
    return padded(dialect, 10) + report.database.substr(dialect.size() + 1) + "  schema " +
           std::to_string(report.plan.current) + " of " + std::to_string(report.plan.target) + "\n";
}

std::string schema_history(SchemaReport const& report) {
    std::string text;
    for (auto const& row : report.history) {
        text += migration_title(row.version, row.name) +
                padded(name_of_migration_state(row.state), 10) + second_text(row.started_at) +
                "  by " + row.applied_by + ", daybook " + row.daybook_version + "\n";
    }
    for (auto const& migration : report.plan.pending) {
        text += migration_title(migration.version, migration.name) + "pending\n";
    }
    return text;
}

std::string schema_verdict(SchemaReport const& report) {
    auto const current = std::to_string(report.plan.current);
    auto const target = std::to_string(report.plan.target);
    auto const verdict = [&]() -> std::string {
        switch (report.plan.state) {
            case SchemaState::empty:
            case SchemaState::behind:
                return "schema " + current + ", this binary needs " + target +
                       ". Run: daybook migrate";
            case SchemaState::current:
                return "schema " + current;
            case SchemaState::ahead_compatible:
                return "schema " + current + ", this binary knows " + target + " and can use it";
            case SchemaState::ahead:
                return "the database is at schema " + current + "; this binary knows " + target +
                       ". The database is fine. Start a newer release of daybook.";
            case SchemaState::mismatch:
                return report.plan.mismatch;
        }
        return {};
    }();
    auto name = std::string{name_of_state(report.plan.state)};
    if (report.plan.state == SchemaState::ahead_compatible) name = "ahead";
    return padded(name, 10) + verdict + "\n";
}

std::string schema_json(SchemaReport const& report) {
    std::string text;
    {
        json::ObjectWriter object{text};
        object.text("database", report.database);
        object.text("dialect", dialect_of(report));
        object.integer("current", static_cast<std::uint64_t>(report.plan.current));
        object.integer("target", static_cast<std::uint64_t>(report.plan.target));
        object.text("state", name_of_state(report.plan.state));
        auto& list = object.member("migrations");
        list += '[';
        auto const add = [&](int version, std::string_view name, std::string_view state) {
            if (!list.ends_with('[')) list += ',';
            json::ObjectWriter migration{list};
            migration.integer("version", static_cast<std::uint64_t>(version));
            migration.text("name", name);
            migration.text("state", state);
        };
        for (auto const& row : report.history) {
            add(row.version, row.name, name_of_migration_state(row.state));
        }
        for (auto const& migration : report.plan.pending) {
            add(migration.version, migration.name, "pending");
        }
        list += ']';
        if (report.plan.state == SchemaState::mismatch) {
            object.text("error", report.plan.mismatch);
        } else {
            object.null("error");
        }
    }
    return text + "\n";
}

std::string migration_title(int version, std::string_view name) {
    auto number = std::to_string(version);
    number.insert(0, number.size() < 4 ? 4 - number.size() : 0, '0');
    return padded(number + " " + std::string{name}, 29);
}

std::string_view name_of_state(SchemaState state) {
    switch (state) {
        case SchemaState::empty:
        case SchemaState::behind:
            return "behind";
        case SchemaState::current:
            return "current";
        case SchemaState::ahead_compatible:
            return "ahead_compatible";
        case SchemaState::ahead:
            return "ahead";
        case SchemaState::mismatch:
            return "mismatch";
    }
    return "mismatch";
}

ExitCode exit_code_of(SchemaState state) {
    switch (state) {
        case SchemaState::empty:
        case SchemaState::behind:
            return ExitCode::schema_behind;
        case SchemaState::current:
        case SchemaState::ahead_compatible:
            return ExitCode::done;
        case SchemaState::ahead:
            return ExitCode::schema_ahead;
        case SchemaState::mismatch:
            return ExitCode::history_mismatch;
    }
    return ExitCode::history_mismatch;
}

}  // namespace daybook::app
