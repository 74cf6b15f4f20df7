#include "app/postgres_database.hpp"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "app/exit_code.hpp"
#include "app/postgres_check.hpp"
#include "app/schema_gate.hpp"
#include "log/log.hpp"
#include "ports/outbound/storage_error.hpp"
#include "postgres/postgres_migrator.hpp"
#include "postgres/postgres_programs.hpp"
#include "postgres/postgres_reachability.hpp"
#include "postgres/postgres_schema_eraser.hpp"
#include "postgres/postgres_schema_reader.hpp"
#include "postgres/postgres_storage.hpp"

namespace daybook::app {

namespace {

postgres::PostgresUrl parsed(Secret const& url) {
    auto parsed = postgres::PostgresUrl::parse(url.reveal());
    if (!parsed) {
        throw Failure{ExitCode::configuration_wrong,
                      "the database's URL: it must be " + parsed.error()};
    }
    return std::move(*parsed);
}

/// A script for psql, readable for its owner alone, which goes with its owner here.
class ScriptFile {
  public:
    ScriptFile() : path_{(std::filesystem::temp_directory_path() / "daybook-XXXXXX").string()} {
        int const file = ::mkstemp(path_.data());
        if (file < 0) throw Failure{ExitCode::internal_error, "no file can be made at " + path_};
        ::close(file);
    }
    ~ScriptFile() {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    ScriptFile(ScriptFile const&) = delete;
    ScriptFile& operator=(ScriptFile const&) = delete;

    [[nodiscard]] std::string const& path() const { return path_; }

  private:
    std::string path_;
};

}  // namespace

PostgresDatabase::PostgresDatabase(DatabaseUrl const& url,
                                   std::optional<DatabaseUrl> const& migrate_url,
                                   ports::Clock& clock, ports::Sha256& sha256)
    : url_{url.postgres},
      migrate_url_{migrate_url ? migrate_url->postgres : url.postgres},
      clock_{clock},
      schema_{EmbeddedSchema::Dialect::postgres, sha256} {}

std::unique_ptr<ports::Storage> PostgresDatabase::open_for_booking(bool migrate_first) {
    auto const migrator = open_migrator();
    if (migrate_first) {
        migrate(*migrator, schema_.migrations(),
                {.before_first = [](services::MigrationPlan const&) {},
                 .applied =
                     [](ports::Migration const& migration, ports::Migrator::Applied) {
                         log::info("migration applied",
                                   {{"version", migration.version}, {"name", migration.name}});
                     }});
    }
    auto storage = open_for_reading();
    storage->require_writable();
    return storage;
}

std::unique_ptr<ports::Storage> PostgresDatabase::open_for_reading() {
    require_usable_schema(*open_migrator(), schema_.migrations());
    postgres::PostgresOptions options;
    options.url = parsed(url_);
    return std::make_unique<postgres::PostgresStorage>(std::move(options));
}

std::unique_ptr<ports::Migrator> PostgresDatabase::open_migrator(MigratorPatience patience) {
    postgres::PostgresMigratorOptions options;
    options.url = parsed(migrate_url_);
    options.lock_wait_max = patience.lock_wait_max;
    options.tell = std::move(patience.tell);
    if (!options.tell) {
        options.tell = [](std::string const& line) {
            log::warn("migration waits", {{"reason", line}});
        };
    }
    return std::make_unique<postgres::PostgresMigrator>(std::move(options), clock_);
}

std::unique_ptr<ports::SchemaReader> PostgresDatabase::open_schema_reader(
    std::chrono::milliseconds answer_max) const {
    return std::make_unique<postgres::PostgresSchemaReader>(parsed(migrate_url_), answer_max);
}

std::unique_ptr<ports::SchemaEraser> PostgresDatabase::open_schema_eraser() const {
    return std::make_unique<postgres::PostgresSchemaEraser>(parsed(migrate_url_));
}

StoreReport PostgresDatabase::check() const {
    postgres::PostgresOptions options;
    options.url = parsed(url_);
    return check_postgres(std::move(options));
}

std::optional<std::string> PostgresDatabase::why_unreachable() const {
    return postgres::why_unreachable(parsed(url_));
}

void PostgresDatabase::back_up_to(std::string const& file) const {
    auto const url = parsed(url_);
    try {
        auto const dumped = postgres::run_client(
            "pg_dump", url, {"--format=custom", "--no-password", "--file=" + file});
        if (dumped.exit_code == 0) return;
        throw Failure{ExitCode::database_unreachable,
                      url.describe() + " cannot be copied: " + dumped.errors};
    } catch (Failure const&) {
        throw;
    } catch (std::runtime_error const& error) {
        throw Failure{ExitCode::configuration_wrong, error.what()};
    }
}

void PostgresDatabase::restore_from(std::string const& file, std::string const& timeline) {
    auto const url = parsed(url_);
    if (!open_schema_reader()->live().empty()) {
        throw Failure{ExitCode::usage, url.describe() +
                                           " has tables, which a restore would mix with those of " +
                                           file + ": restore into an empty database (createdb)"};
    }
    auto const run = [&](char const* program, std::vector<std::string> const& arguments) {
        auto const done = postgres::run_client(program, url, arguments);
        if (done.exit_code == 0) return;
        throw Failure{ExitCode::database_unreachable,
                      url.describe() + " cannot be restored, and is as before: " + done.errors};
    };
    ScriptFile const script;
    try {
        run("pg_restore", {"--no-owner", "--exit-on-error", "--file=" + script.path(), file});
        // With the rows, or not at all. A UUID needs no quotes within these.
        run("psql", {"--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1",
                     "--single-transaction", "--file=" + script.path(),
                     "--command=SET search_path TO DEFAULT; INSERT INTO daybook_meta VALUES "
                     "('timeline', '" +
                         timeline + "') ON CONFLICT (key) DO UPDATE SET value = excluded.value"});
    } catch (Failure const&) {
        throw;
    } catch (std::runtime_error const& error) {
        throw Failure{ExitCode::configuration_wrong, error.what()};
    }
}

void PostgresDatabase::become_shell() const {
    try {
        postgres::become_client("psql", parsed(url_));
    } catch (Failure const&) {
        throw;
    } catch (std::runtime_error const& error) {
        throw Failure{ExitCode::configuration_wrong, error.what()};
    }
}

}  // namespace daybook::app
