#include "app/schema_report.hpp"

#include <algorithm>

#include "json/object_writer.hpp"
#include "ports/outbound/storage_error.hpp"
#include "sql/migration_state_names.hpp"
#include "sql/schema_difference.hpp"

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

std::string joined(std::vector<std::string> const& sentences) {
    std::string text;
    for (auto const& sentence : sentences) text += (text.empty() ? "" : "; ") + sentence;
    return text;
}

/// Those that no row of the history tells of.
bool is_in_history(SchemaReport const& report, int version) {
    return std::ranges::find(report.history, version, &ports::AppliedMigration::version) !=
           report.history.end();
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

void check_drift(SchemaReport& report, ports::SchemaReader& reader,
                 std::span<ports::Migration const> embedded) {
    auto const state = report.plan.state;
    bool const is_known = state == SchemaState::current || state == SchemaState::behind;
    if (!is_known || report.history.empty()) return;
    std::vector<std::string_view> scripts;
    for (auto const& migration : embedded) {
        if (migration.version <= report.plan.current) scripts.push_back(migration.sql);
    }
    try {
        for (auto const& difference :
             sql::schema_differences(reader.live(), reader.after(scripts))) {
            report.drift.push_back(sql::difference_text(
                difference, {.found = "the database", .wanted = "its migrations"}));
        }
    } catch (ports::StorageError const& error) {
        report.drift_unchecked = error.what();
    } catch (ports::MigrationError const& error) {
        report.drift_unchecked = error.what();
    }
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
    for (auto const& row : report.history) {
        text += migration_title(row.version, row.name) + padded(model::name_of(row.state), 10) +
                second_text(row.started_at) + "  by " + row.applied_by + ", daybook " +
                row.daybook_version + "\n";
        if (row.error) text += "    " + *row.error + "\n";
    }
    for (auto const& migration : report.plan.pending) {
        if (is_in_history(report, migration.version)) continue;
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
    if (report.drift.empty()) return text;
    text +=
        "drift     the schema is not what its migrations make; somebody has changed it by hand. "
        "See: daybook db schema\n";
    for (auto const& sentence : report.drift) text += "    " + sentence + "\n";
    return text;
}

std::string schema_json(SchemaReport const& report, std::optional<std::string> const& error) {
    std::string text;
    {
        json::ObjectWriter object{text};
        object.text("database", report.database);
        object.text("dialect", words_of(report.database).dialect);
        object.integer("current", static_cast<std::uint64_t>(report.plan.current));
        object.integer("target", static_cast<std::uint64_t>(report.plan.target));
        object.text("state", state_name(report));
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
            add(row.version, row.name, model::name_of(row.state));
        }
        for (auto const& migration : report.plan.pending) {
            if (is_in_history(report, migration.version)) continue;
            add(migration.version, migration.name, "pending");
        }
        list += ']';
        if (error) {
            object.text("error", *error);
        } else if (report.plan.state == SchemaState::mismatch) {
            object.text("error", report.plan.mismatch);
        } else if (!report.drift.empty()) {
            object.text("error", joined(report.drift));
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

std::string_view state_name(SchemaReport const& report) {
    // A schema that is behind stays so, whatever else is wrong with it.
    bool const has_drifted = report.plan.state == SchemaState::current && !report.drift.empty();
    return has_drifted ? "drift" : name_of_state(report.plan.state);
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
