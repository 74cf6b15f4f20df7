#include "app/schema_report.hpp"

#include <algorithm>
#include <iterator>

#include "sql/migration_state_names.hpp"

namespace daybook::app {

namespace {

using services::SchemaState;

/// `text` and as many spaces as make it `width` wide.
std::string padded(std::string_view text, std::size_t width) {
    std::string cell{text};
    cell.resize(std::max(width, cell.size() + 1), ' ');
    return cell;
}

/// Where a description of a database names its engine, and where its place begins.
struct DatabaseWords {
    std::string_view dialect;
    std::string_view place;
};

DatabaseWords words_of(std::string_view database) {
    constexpr std::string_view postgres = "postgresql://";
    if (database.starts_with(postgres)) return {"postgres", database.substr(postgres.size())};
    auto const colon = std::min(database.find(':'), database.size());
    return {database.substr(0, colon), database.substr(std::min(colon + 1, database.size()))};
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
    return {
        .database = migrator.describe(), .plan = std::move(plan), .history = std::move(history)};
}

std::string_view dialect_name(SchemaReport const& report) {
    return words_of(report.database).dialect;
}

std::string schema_place(SchemaReport const& report) {
    auto const words = words_of(report.database);
    return padded(words.dialect, 10).append(words.place);
}

std::string schema_heading(SchemaReport const& report) {
    return schema_place(report) + "  schema " + std::to_string(report.plan.current) + " of " +
           std::to_string(report.plan.target) + "\n";
}

std::string schema_history(SchemaReport const& report) {
    std::string text;
    for (auto const& row : report.history) text += history_line(row);
    for (auto const& migration : not_in_history(report)) {
        text += migration_title(migration.version, migration.name) + "pending\n";
    }
    return text;
}

std::string history_line(ports::AppliedMigration const& row, std::string_view note) {
    auto text = migration_title(row.version, row.name) + padded(model::name_of(row.state), 10) +
                second_text(row.finished_at.value_or(row.started_at)) + "  by " + row.applied_by +
                ", daybook " + row.daybook_version;
    if (!note.empty()) text.append(", ").append(note);
    text += "\n";
    if (row.error) text += "    " + *row.error + "\n";
    return text;
}

std::vector<ports::Migration> not_in_history(SchemaReport const& report) {
    std::vector<ports::Migration> pending;
    std::ranges::copy_if(report.plan.pending, std::back_inserter(pending), [&](auto const& each) {
        return std::ranges::find(report.history, each.version, &ports::AppliedMigration::version) ==
               report.history.end();
    });
    return pending;
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
                       ". The database is fine. Deploy daybook " +
                       report.history.back().daybook_version + " or newer.";
            case SchemaState::mismatch:
                return report.plan.mismatch;
        }
        return {};
    }();
    auto name = std::string{name_of_state(report.plan.state)};
    if (report.plan.state == SchemaState::ahead_compatible) name = "ahead";
    auto text = padded(name, 10) + verdict + "\n";
    if (report.drift_unchecked) {
        text += "drift     was not checked: " + *report.drift_unchecked + "\n";
    }
    if (!has_drifted(report)) return text;
    text +=
        "drift     the schema is not what its migrations make; somebody has changed it by hand. "
        "See: daybook db schema\n";
    for (auto const& sentence : *report.drift) text += "    " + sentence + "\n";
    return text;
}

std::string migration_title(int version, std::string_view name) {
    auto number = std::to_string(version);
    number.insert(0, number.size() < 4 ? 4 - number.size() : 0, '0');
    return padded(number + " " + std::string{name}, 29);
}

bool has_drifted(SchemaReport const& report) { return report.drift && !report.drift->empty(); }

std::string_view state_name(SchemaReport const& report) {
    // A schema that is behind stays so, whatever else is wrong with it.
    bool const is_drift = report.plan.state == SchemaState::current && has_drifted(report);
    return is_drift ? "drift" : name_of_state(report.plan.state);
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

ExitCode exit_code_of(SchemaReport const& report) {
    return state_name(report) == "drift" ? ExitCode::schema_drift : exit_code_of(report.plan.state);
}

}  // namespace daybook::app
