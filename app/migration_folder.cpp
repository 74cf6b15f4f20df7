#include "app/migration_folder.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <iterator>
#include <system_error>

#include "app/exit_code.hpp"
#include "migrations/embedded_migrations.hpp"

namespace daybook::app {

namespace {

namespace fs = std::filesystem;

constexpr auto dialects = std::to_array({sql::Dialect::sqlite, sql::Dialect::postgres});

std::string file_name(sql::Dialect dialect) {
    return dialect == sql::Dialect::sqlite ? "sqlite.sql" : "postgres.sql";
}

/// `lower_case_name`: letters and digits, single underscores between.
bool is_migration_name(std::string_view name) {
    bool after_underscore = true;
    for (char const c : name) {
        bool const is_letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!is_letter && (c != '_' || after_underscore)) return false;
        after_underscore = c == '_';
    }
    return !after_underscore;
}

/// The number of `0007_add_venue`; nullopt for a name of another form.
std::optional<int> number_of(std::string_view folder) {
    constexpr std::size_t digits = 4;
    if (folder.size() <= digits + 1 || folder[digits] != '_') return std::nullopt;
    if (!is_migration_name(folder.substr(digits + 1))) return std::nullopt;
    int number = 0;
    auto const result = std::from_chars(folder.data(), folder.data() + digits, number);
    if (result.ptr != folder.data() + digits) return std::nullopt;
    return number;
}

[[noreturn]] void fail(std::string const& sentence) { throw Failure{ExitCode::usage, sentence}; }

}  // namespace

std::string MigrationFiles::folder() const {
    auto number = std::to_string(version);
    number.insert(0, number.size() < 4 ? 4 - number.size() : 0, '0');
    return number + "_" + name;
}

std::string const& MigrationFiles::text(sql::Dialect dialect) const {
    return dialect == sql::Dialect::sqlite ? sqlite : postgres;
}

MigrationFolder::MigrationFolder(fs::path path) : path_{std::move(path)} {
    std::error_code error;
    std::vector<std::string> folders;
    for (fs::directory_iterator at{path_, error}, end; !error && at != end; at.increment(error)) {
        if (at->is_directory()) folders.push_back(at->path().filename().string());
    }
    if (error) fail("cannot read the folder " + path_.string() + ": " + error.message());
    std::ranges::sort(folders);
    for (auto const& folder : folders) read_migration(folder);
    check_latest();
}

std::optional<MigrationFolder> MigrationFolder::here() {
    if (!fs::is_directory("migrations")) return std::nullopt;
    return MigrationFolder{"migrations"};
}

MigrationFolder MigrationFolder::require_here() {
    if (auto folder = here()) return *std::move(folder);
    fail("there is no folder migrations here: run this command at the top of the source tree");
}

void MigrationFolder::read_migration(std::string const& folder) {
    auto const number = number_of(folder);
    auto const path = path_ / folder;
    if (!number) {
        findings_.push_back(path.string() + ": a migration's folder is named NNNN_lower_case_name");
        return;
    }
    auto const expected = migrations_.empty() ? 1 : migrations_.back().version + 1;
    if (*number < expected) {
        findings_.push_back(path.string() + ": the number " + std::to_string(*number) +
                            " is not free; the next one is " + std::to_string(expected));
    } else if (*number > expected) {
        findings_.push_back(path.string() + ": number " + std::to_string(expected) +
                            " is missing before it");
    }
    MigrationFiles files{
        .version = *number, .name = folder.substr(5), .sqlite = {}, .postgres = {}};
    for (auto const dialect : dialects) {
        auto const file = path / file_name(dialect);
        auto& text = dialect == sql::Dialect::sqlite ? files.sqlite : files.postgres;
        if (fs::exists(file)) {
            text = read_file(file);
        } else {
            findings_.push_back(file.string() +
                                ": is missing (nothing to do there? \"-- daybook: nothing-to-do "
                                "REASON\")");
        }
    }
    migrations_.push_back(std::move(files));
}

void MigrationFolder::check_latest() {
    auto const path = path_ / "LATEST";
    if (migrations_.empty()) {
        findings_.push_back(path_.string() + ": there is no migration");
        return;
    }
    auto const last = migrations_.back().folder();
    auto const latest = fs::exists(path) ? read_file(path) : std::string{};
    if (latest == last + "\n") return;
    findings_.push_back(path.string() +
                        ": holds one line, the name of the last migration: " + last);
}

std::string MigrationFolder::read_file(fs::path const& path) const {
    std::ifstream file{path, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    if (!file) fail("cannot read " + path.string());
    return text;
}

void MigrationFolder::write_file(fs::path const& path, std::string_view text) const {
    std::ofstream file{path, std::ios::binary};
    file << text << std::flush;
    if (!file) fail("cannot write " + path.string());
}

std::vector<std::string> MigrationFolder::add(std::string_view name, std::string_view sqlite,
                                              std::string_view postgres) {
    require_migration_name(name);
    if (!findings_.empty()) {
        fail(findings_.front() + ". Put that right first, and run: daybook migrate check");
    }
    MigrationFiles files{.version = migrations_.back().version + 1,
                         .name = std::string{name},
                         .sqlite = std::string{sqlite},
                         .postgres = std::string{postgres}};
    auto const folder = path_ / files.folder();
    std::error_code error;
    fs::create_directory(folder, error);
    if (error) fail("cannot make the folder " + folder.string() + ": " + error.message());
    std::vector<std::string> paths;
    for (auto const dialect : dialects) {
        auto const path = folder / file_name(dialect);
        write_file(path, files.text(dialect));
        paths.push_back(path.string());
    }
    write_file(path_ / "LATEST", files.folder() + "\n");
    migrations_.push_back(std::move(files));
    return paths;
}

void require_migration_name(std::string_view name) {
    if (is_migration_name(name)) return;
    fail("the migration's name \"" + std::string{name} +
         "\": it is made of lower case letters, digits and single underscores between them");
}

std::vector<MigrationFiles> embedded_migration_files() {
    std::vector<MigrationFiles> all;
    for (auto const& embedded : migrations::embedded_migrations()) {
        all.push_back({.version = embedded.version,
                       .name = std::string{embedded.name},
                       .sqlite = std::string{embedded.sqlite},
                       .postgres = std::string{embedded.postgres}});
    }
    return all;
}

std::vector<sql::LintFinding> lint_migrations(std::vector<MigrationFiles> const& migrations) {
    std::vector<sql::LintFinding> all;
    for (auto const& migration : migrations) {
        for (auto const dialect : dialects) {
            auto const found = sql::lint({.path = migration_path(migration, dialect),
                                          .dialect = dialect,
                                          .sql = migration.text(dialect),
                                          .version = migration.version});
            all.insert(all.end(), found.begin(), found.end());
        }
    }
    return all;
}

std::string migration_path(MigrationFiles const& files, sql::Dialect dialect) {
    return "migrations/" + files.folder() + "/" + file_name(dialect);
}

}  // namespace daybook::app
