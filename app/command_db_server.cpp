#include "app/command_db_server.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "app/output.hpp"
#include "postgres/postgres_connect_failure.hpp"
#include "postgres/postgres_private_server.hpp"
#include "postgres/postgres_programs.hpp"
#include "postgres/postgres_reachability.hpp"

namespace daybook::app {

namespace {

namespace fs = std::filesystem;

constexpr char const* database = "daybook";

void print(std::string const& text) {
    Output output{STDOUT_FILENO};
    output.write(text);
    output.flush();
}

std::string folder() { return (fs::current_path() / ".postgres").string(); }

postgres::PostgresPrivateServer server_at(int port) {
    return postgres::PostgresPrivateServer{
        {.folder = folder(), .port = port, .settings = "fsync = off\nfull_page_writes = off\n"}};
}

/// Adds the folder to nobody's commits.
void ignore_folder() { std::ofstream{folder() + "/.gitignore"} << "*\n"; }

void make_database(postgres::PostgresPrivateServer const& server) {
    auto const url = postgres::PostgresUrl::parse(server.url("postgres")).value();
    if (!postgres::why_unreachable(postgres::PostgresUrl::parse(server.url(database)).value())) {
        return;
    }
    auto const made = postgres::run_client("createdb", url, {"--no-password", database});
    if (made.exit_code != 0) throw std::runtime_error{made.errors};
}

void start(int port) {
    auto server = server_at(port);
    bool const was_running = server.is_running();
    if (was_running) server = server_at(server.running_port());
    if (!server.is_initialized()) {
        server.initialize();
        ignore_folder();
    }
    if (!was_running) server.start();
    make_database(server);
    print((was_running ? "running   " : "started   ") + std::string{"PostgreSQL "} +
          server.version() + " in " + folder() + "\nurl       " + server.url(database) +
          "\nRun: export DAYBOOK_ENV=development DATABASE_URL=" + server.url(database) + "\n");
}

void stop(int port) {
    auto server = server_at(port);
    if (!server.is_running()) return print("no server runs in " + folder() + "\n");
    server.stop("fast");
    print("stopped   the server in " + folder() + "\n");
}

void print_log(int port) {
    auto const server = server_at(port);
    if (!fs::exists(server.log_file())) {
        throw std::runtime_error{"there is no server in " + folder() + ". Run: daybook db start"};
    }
    print(server.log());
}

}  // namespace

ExitCode run_db_server(DbServerOptions const& options) {
    try {
        switch (options.action) {
            case DbServerAction::start:
                start(options.port);
                break;
            case DbServerAction::stop:
                stop(options.port);
                break;
            case DbServerAction::logs:
                print_log(options.port);
                break;
        }
    } catch (OutputClosed const&) {
        throw;
    } catch (std::runtime_error const& error) {
        throw Failure{ExitCode::database_unreachable, error.what()};
    }
    return ExitCode::done;
}

}  // namespace daybook::app
