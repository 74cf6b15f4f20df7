#include "support/postgres_standby.hpp"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace daybook::support {
namespace {

/// Another address of this machine, so that the primary's port is free there.
constexpr char const* address = "127.0.0.2";

void append(std::string const& file, std::string const& lines) {
    std::ofstream stream{file, std::ios::app};
    stream << lines;
    if (!stream.flush()) throw std::runtime_error{"postgres: cannot write " + file};
}

}  // namespace

PostgresStandby::PostgresStandby(PostgresCluster& primary)
    : primary_{primary},
      programs_{primary.query("SELECT setting FROM pg_config WHERE name = 'BINDIR'").at(0)} {
    append(primary_.folder() + "/data/pg_hba.conf", "local replication all trust\n");
    (void)primary_.query("SELECT pg_reload_conf()");
    auto const port = std::to_string(primary_.port());
    run_tool("pg_basebackup --host=" + primary_.folder() + " --port=" + port +
             " --username=daybook --pgdata=" + data() +
             " --checkpoint=fast --no-sync --write-recovery-conf");
    append(data() + "/postgresql.conf", "listen_addresses = '" + std::string{address} +
                                            "'\nunix_socket_directories = '" + data() + "'\n");
    start();
    (void)primary_.query("ALTER SYSTEM SET synchronous_standby_names = '*'");
    (void)primary_.query("SELECT pg_reload_conf()");
    while (primary_.query("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'").empty()) {
    }
}

PostgresStandby::~PostgresStandby() {
    try {
        stop();
    } catch (std::runtime_error const&) {
        // It has gone before.
    }
}

void PostgresStandby::stop() {
    run_tool("pg_ctl --pgdata=" + data() + " --mode=immediate --wait stop");
}

void PostgresStandby::start() {
    run_tool("pg_ctl --pgdata=" + data() + " --log=" + data() + "/log --wait start");
}

void PostgresStandby::promote() { run_tool("pg_ctl --pgdata=" + data() + " --wait promote"); }

std::string PostgresStandby::url(std::string const& database) const {
    return "postgresql://daybook@" + std::string{address} + ":" + std::to_string(primary_.port()) +
           "/" + database;
}

std::string PostgresStandby::url_of_both(std::string const& database) const {
    auto const port = std::to_string(primary_.port());
    return "postgresql://daybook@127.0.0.1:" + port + "," + address + ":" + port + "/" + database +
           "?target_session_attrs=read-write";
}

void PostgresStandby::run_tool(std::string const& command) const {
    // The server belongs to an ordinary user even where the tests run as root.
    std::string const user =
        ::geteuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups " : "";
    auto const output = primary_.folder() + "/standby-output";
    auto const whole = "cd / && " + user + programs_ + "/" + command + " >>" + output + " 2>&1";
    if (std::system(whole.c_str()) == 0) return;
    std::ostringstream text;
    text << std::ifstream{output}.rdbuf();
    throw std::runtime_error{"postgres: " + command + " failed: " + text.str()};
}

}  // namespace daybook::support
