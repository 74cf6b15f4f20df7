#include "postgres/postgres_private_server.hpp"

#include <fcntl.h>
#include <grp.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace daybook::postgres {
namespace {

namespace fs = std::filesystem;

/// Who the server runs as when root starts it, which it refuses to run as.
constexpr uid_t ordinary_user = 65534;

[[noreturn]] void fail(std::string const& sentence) { throw std::runtime_error{sentence}; }

std::string text_of(std::string const& file) {
    std::ostringstream text;
    text << std::ifstream{file}.rdbuf();
    return text.str();
}

/// Becomes the program, with nothing to read and its output in a file.
[[noreturn]] void become(std::vector<char*> const& arguments, char const* folder, int out) {
    ::setsid();
    int const nothing = ::open("/dev/null", O_RDONLY);
    ::dup2(nothing, 0);
    ::dup2(out, 1);
    ::dup2(out, 2);
    bool const is_ready =
        ::chdir(folder) == 0 &&
        (::geteuid() != 0 || (::setgroups(0, nullptr) == 0 && ::setgid(ordinary_user) == 0 &&
                              ::setuid(ordinary_user) == 0));
    if (is_ready) ::execv(arguments[0], arguments.data());
    ::_exit(127);
}

/// An empty file without a name, which the server may go on writing to.
int nameless_file() {
    std::string name = (fs::temp_directory_path() / "daybook-output-XXXXXX").string();
    int const file = ::mkostemp(name.data(), O_CLOEXEC);
    if (file < 0) fail("cannot make a temporary file");
    ::unlink(name.c_str());
    return file;
}

std::string content_of(int file) {
    std::string text(1u << 16, '\0');
    auto const size = ::pread(file, text.data(), text.size(), 0);
    text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return text;
}

/// The last lines of a text, on one line.
std::string end_of(std::string text) {
    constexpr std::size_t length_max = 400;
    while (text.ends_with('\n')) text.pop_back();
    if (text.size() > length_max) {
        auto const line = text.find('\n', text.size() - length_max);
        text.erase(0, line == std::string::npos ? text.size() - length_max : line + 1);
    }
    std::ranges::replace(text, '\n', ' ');
    return text;
}

}  // namespace

PostgresPrivateServer::PostgresPrivateServer(Options options) : options_{std::move(options)} {}

std::string PostgresPrivateServer::find_programs() {
    std::string newest;
    int newest_version = 0;
    std::error_code ignored;
    for (auto const& entry : fs::directory_iterator{"/usr/lib/postgresql", ignored}) {
        auto const name = entry.path().filename().string();
        int version = 0;
        std::from_chars(name.data(), name.data() + name.size(), version);
        auto const programs = entry.path() / "bin";
        if (version > newest_version && fs::exists(programs / "initdb")) {
            newest = programs;
            newest_version = version;
        }
    }
    if (!newest.empty()) return newest;
    for (auto const* folder : {"/usr/bin", "/usr/local/bin", "/usr/local/pgsql/bin"}) {
        if (fs::exists(fs::path{folder} / "initdb")) return folder;
    }
    return {};
}

bool PostgresPrivateServer::is_initialized() const { return fs::exists(data() + "/PG_VERSION"); }

void PostgresPrivateServer::initialize() {
    fs::create_directories(options_.folder);
    // Whoever reaches the socket needs no password.
    ::chmod(options_.folder.c_str(), S_IRWXU);
    bool const is_root = ::geteuid() == 0;
    if (is_root && ::chown(options_.folder.c_str(), ordinary_user, ordinary_user) != 0) {
        fail("cannot give " + options_.folder + " to an ordinary user, as which Postgres runs");
    }
    require("initdb", {"--pgdata=" + data(), "--username=" + std::string{user}, "--auth=trust",
                       "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"});
    std::ofstream{data() + "/pg_hba.conf"} << options_.access
                                           << "local all all trust\n"
                                              "host all all 127.0.0.1/32 trust\n"
                                              "local replication all trust\n"
                                              "host replication all 127.0.0.1/32 trust\n";
}

void PostgresPrivateServer::write_settings() const {
    // A longer path is no name of a socket; the port does without.
    auto const socket = options_.folder + "/.s.PGSQL." + std::to_string(options_.port);
    bool const has_socket = socket.size() < sizeof(sockaddr_un::sun_path);
    std::ofstream{data() + "/postgresql.conf"}
        << "listen_addresses = '127.0.0.1'\nport = " << options_.port
        << "\nunix_socket_directories = '" << (has_socket ? options_.folder : "")
        << "'\nlog_timezone = 'UTC'\nlog_line_prefix = '%m [%p] '\n"
        << options_.settings;
}

void PostgresPrivateServer::start() {
    write_settings();
    auto const logged = log().size();
    auto const started =
        run("pg_ctl", {"--pgdata=" + data(), "--log=" + log_file(), "--wait", "start"});
    if (started.exit_code == 0) return;
    auto const log = this->log();
    fail("the server does not start: " +
         end_of(log.size() > logged ? log.substr(logged) : started.output) + " (" + log_file() +
         ")");
}

void PostgresPrivateServer::stop(std::string const& mode) {
    require("pg_ctl", {"--pgdata=" + data(), "--mode=" + mode, "--wait", "stop"});
}

bool PostgresPrivateServer::is_running() const {
    return is_initialized() && run("pg_ctl", {"--pgdata=" + data(), "status"}).exit_code == 0;
}

int PostgresPrivateServer::running_port() const {
    // Source: PostgreSQL 15, src/include/utils/pidfile.h: the fourth line.
    std::ifstream file{data() + "/postmaster.pid"};
    std::string line;
    for (int number = 0; number < 4; ++number) std::getline(file, line);
    int port = 0;
    std::from_chars(line.data(), line.data() + line.size(), port);
    return port;
}

std::string PostgresPrivateServer::log() const { return text_of(log_file()); }

std::string PostgresPrivateServer::url(std::string const& database) const {
    return std::string{"postgresql://"} + user + "@127.0.0.1:" + std::to_string(options_.port) +
           "/" + database;
}

std::string PostgresPrivateServer::version() const {
    constexpr std::string_view words = "(PostgreSQL) ";
    auto text = run("postgres", {"--version"}).output;
    auto const at = text.find(words);
    if (at != std::string::npos) text.erase(0, at + words.size());
    while (text.ends_with('\n')) text.pop_back();
    return text;
}

PostgresPrivateServer::Finished PostgresPrivateServer::run(
    std::string const& program, std::vector<std::string> const& arguments) const {
    static std::string const programs = find_programs();
    if (programs.empty()) fail("no Postgres server is installed on this machine");
    std::vector<std::string> words{programs + "/" + program};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    for (auto& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    int const out = nameless_file();
    pid_t const child = ::fork();
    if (child == 0) become(pointers, options_.folder.c_str(), out);
    int status = 0;
    if (child > 0) ::waitpid(child, &status, 0);
    Finished finished{WIFEXITED(status) ? WEXITSTATUS(status) : -1, content_of(out)};
    ::close(out);
    if (child < 0) fail("cannot start " + words[0]);
    return finished;
}

void PostgresPrivateServer::require(std::string const& program,
                                    std::vector<std::string> const& arguments) const {
    auto const finished = run(program, arguments);
    if (finished.exit_code == 0) return;
    auto const reason = finished.exit_code == 127
                            ? options_.folder +
                                  " cannot be reached by an ordinary user, as which "
                                  "Postgres runs"
                            : end_of(finished.output);
    fail(program + " failed: " + reason);
}

}  // namespace daybook::postgres
