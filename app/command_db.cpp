#include "app/command_db.hpp"

#include <unistd.h>

#include <chrono>
#include <filesystem>

#include "app/figures.hpp"
#include "app/output.hpp"
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

std::string check_text(EmbeddedDatabase::Report const& store, SchemaReport const& schema,
                       std::chrono::nanoseconds elapsed) {
    std::string settings;
    for (auto const& [name, value] : store.settings) {
        settings.append(settings.empty() ? "" : ", ").append(name).append(" ").append(value);
    }
    auto text = line("database", schema.database) + line("engine", store.engine) +
                line("file", counted(store.file_bytes, "byte", "bytes")) +
                line("settings", settings);
    auto verdict = schema_verdict(schema);
    verdict.pop_back();
    text += line("schema", verdict);
    if (store.findings.empty()) text += line("integrity", "sound, in " + duration_text(elapsed));
    for (auto const& finding : store.findings) text += line("integrity", finding);
    return text;
}

std::string check_json(EmbeddedDatabase::Report const& store, SchemaReport const& schema) {
    std::string text;
    {
        json::ObjectWriter object{text};
        object.text("database", schema.database);
        object.text("engine", store.engine);
        object.integer("file_bytes", store.file_bytes);
        {
            json::ObjectWriter settings{object.member("settings")};
            for (auto const& [name, value] : store.settings) settings.text(name, value);
        }
        auto const state = schema_json(schema);
        object.verbatim("schema", std::string_view{state}.substr(0, state.size() - 1));
        auto& findings = object.member("integrity");
        findings += '[';
        for (auto const& finding : store.findings) {
            if (!findings.ends_with('[')) findings += ',';
            json::append_string(findings, finding);
        }
        findings += ']';
    }
    return text + "\n";
}

}  // namespace

ExitCode run_db_check(DbCheckOptions const& options, CompositionRoot& root) {
    auto& database = root.embedded_database();
    auto const started = std::chrono::steady_clock::now();
    auto const store = database.check();
    auto const elapsed = std::chrono::steady_clock::now() - started;
    auto const migrator = database.open_migrator();
    auto const schema = report_schema(*migrator, database.schema().migrations());
    Output output{STDOUT_FILENO};
    output.write(options.json ? check_json(store, schema) : check_text(store, schema, elapsed));
    output.flush();
    return store.findings.empty() ? exit_code_of(schema.plan.state) : ExitCode::book_wrong;
}

ExitCode run_db_backup(DbBackupOptions const& options, CompositionRoot& root) {
    auto const& database = root.embedded_database();
    database.require_file();
    if (std::filesystem::exists(options.file)) {
        throw Failure{ExitCode::usage, options.file + " exists: a backup never overwrites"};
    }
    auto const folder = std::filesystem::path{options.file}.parent_path();
    if (!folder.empty() && !std::filesystem::is_directory(folder)) {
        throw Failure{ExitCode::usage, "there is no folder " + folder.string()};
    }
    database.back_up_to(options.file);
    Output output{STDOUT_FILENO};
    output.write("wrote " + options.file + ", " +
                 counted(std::filesystem::file_size(options.file), "byte", "bytes") + "\n");
    output.flush();
    return ExitCode::done;
}

}  // namespace daybook::app
