#include "app/command_db_check.hpp"

#include <unistd.h>

#include <chrono>

#include "app/figures.hpp"
#include "app/output.hpp"
#include "app/schema_drift.hpp"
#include "app/schema_json.hpp"
#include "app/schema_report.hpp"
#include "json/object_writer.hpp"

namespace daybook::app {

namespace {

std::string line(std::string_view title, std::string_view text) {
    constexpr std::size_t width = 11;
    std::string whole{title};
    whole.resize(width, ' ');
    return whole.append(text) + "\n";
}

/// The same for a text of whole lines.
std::string lines(std::string_view title, std::string_view text) {
    std::string all;
    while (!text.empty()) {
        auto const end = text.find('\n');
        all += line(all.empty() ? title : "", text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    return all;
}

std::string listed(StoreReport::Settings const& settings) {
    std::string text;
    for (auto const& [name, value] : settings) {
        text.append(text.empty() ? "" : ", ").append(name).append(" ");
        text.append(value.empty() ? "none" : value);
    }
    return text;
}

/// `0.214 ms`
std::string milliseconds_text(std::chrono::nanoseconds time) {
    auto const micros = std::to_string(time.count() / 1000 % 1000);
    return std::to_string(time.count() / 1'000'000) + "." + std::string(3 - micros.size(), '0') +
           micros + " ms";
}

std::string check_text(StoreReport const& store, SchemaReport const& schema,
                       std::chrono::nanoseconds elapsed) {
    auto text = line("database", schema.database) + line("engine", store.engine);
    if (store.file_bytes) text += line("file", counted(*store.file_bytes, "byte", "bytes"));
    if (store.round_trip) text += line("round trip", milliseconds_text(*store.round_trip));
    if (!store.pool.empty()) text += line("pool", listed(store.pool));
    text += line("settings", listed(store.settings));
    for (auto const& warning : store.warnings) text += line("warning", warning);
    text += lines("schema", schema_verdict(schema) + schema_history(schema));
    if (!store.integrity) return text;
    if (store.integrity->empty()) text += line("integrity", "sound, in " + duration_text(elapsed));
    for (auto const& finding : *store.integrity) text += line("integrity", finding);
    return text;
}

void add_settings(json::ObjectWriter& object, std::string_view name,
                  StoreReport::Settings const& settings) {
    json::ObjectWriter list{object.member(name)};
    for (auto const& [setting, value] : settings) list.text(setting, value);
}

std::string check_json(StoreReport const& store, SchemaReport const& schema) {
    std::string text;
    {
        json::ObjectWriter object{text};
        object.text("database", schema.database);
        object.text("engine", store.engine);
        if (store.file_bytes) object.integer("file_bytes", *store.file_bytes);
        if (store.round_trip) {
            object.integer("round_trip_ns", static_cast<std::uint64_t>(store.round_trip->count()));
        }
        if (!store.pool.empty()) add_settings(object, "pool", store.pool);
        add_settings(object, "settings", store.settings);
        json::append_strings(object.member("warnings"), store.warnings);
        {
            json::ObjectWriter members{object.member("schema")};
            append_schema(members, schema);
        }
        if (store.integrity) json::append_strings(object.member("integrity"), *store.integrity);
    }
    return text + "\n";
}

StoreReport check_store(CompositionRoot& root) {
    bool const is_postgres = root.configuration().database.kind == DatabaseUrl::Kind::postgres;
    return is_postgres ? root.postgres_database().check() : root.embedded_database().check();
}

}  // namespace

ExitCode run_db_check(DbCheckOptions const& options, CompositionRoot& root) {
    auto const started = std::chrono::steady_clock::now();
    auto const store = check_store(root);
    auto const elapsed = std::chrono::steady_clock::now() - started;
    auto const target = root.schema_target();
    auto schema = report_schema(*target.migrator, target.embedded);
    check_drift(schema, *target.reader, target.embedded);
    Output output{STDOUT_FILENO};
    output.write(options.json ? check_json(store, schema) : check_text(store, schema, elapsed));
    output.flush();
    bool const is_sound = !store.integrity || store.integrity->empty();
    return is_sound ? exit_code_of(schema) : ExitCode::book_wrong;
}

}  // namespace daybook::app
