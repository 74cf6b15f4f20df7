#include "app/schema_drift.hpp"

#include <string_view>

#include "ports/outbound/storage_error.hpp"
#include "sql/schema_difference.hpp"

namespace daybook::app {

using services::SchemaState;

void SchemaDrift::look(SchemaReport& report, ports::SchemaReader& reader) {
    report.drift.reset();
    report.drift_unchecked.reset();
    auto const state = report.plan.state;
    bool const is_known = state == SchemaState::current || state == SchemaState::behind;
    if (!is_known || report.history.empty()) return;
    try {
        if (version_ != report.plan.current) learn_what_is_wanted(report.plan.current, reader);
        report.drift_unchecked = unknowable_;
        if (unknowable_) return;
        auto& drift = report.drift.emplace();
        for (auto const& difference : sql::schema_differences(reader.live(), wanted_)) {
            drift.push_back(sql::difference_text(
                difference, {.found = "the database", .wanted = "its migrations"}));
        }
    } catch (ports::StorageError const& error) {
        report.drift.reset();
        report.drift_unchecked = error.what();
    }
}

void SchemaDrift::learn_what_is_wanted(int version, ports::SchemaReader& reader) {
    std::vector<std::string_view> scripts;
    for (auto const& migration : embedded_) {
        if (migration.version <= version) scripts.push_back(migration.sql);
    }
    unknowable_.reset();
    try {
        wanted_ = reader.after(scripts);
    } catch (ports::StorageError const& error) {
        if (error.kind() != ports::StorageError::Kind::forbidden) throw;
        unknowable_ = error.what();
    } catch (ports::MigrationError const& error) {
        unknowable_ = error.what();
    }
    version_ = version;
}

void check_drift(SchemaReport& report, ports::SchemaReader& reader,
                 std::span<ports::Migration const> embedded) {
    SchemaDrift{embedded}.look(report, reader);
}

}  // namespace daybook::app
