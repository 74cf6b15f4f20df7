#include "bench/server_cost.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace daybook::bench {

namespace {

/// Of one process. Source: proc(5), /proc/[pid]/stat.
struct ProcessTimes {
    int parent = 0;
    double own_ticks = 0;
    double children_ticks = 0;
};

ProcessTimes times_of(std::string const& process) {
    std::ifstream file{"/proc/" + process + "/stat"};
    std::string text;
    std::getline(file, text);
    ProcessTimes times;
    auto const name_end = text.rfind(')');
    if (name_end == std::string::npos) return times;  // It has gone.
    std::istringstream fields{text.substr(name_end + 2)};
    std::string state;
    std::string skipped;
    double user = 0, system = 0, children_user = 0, children_system = 0;
    fields >> state >> times.parent;
    for (int i = 5; i <= 13; ++i) fields >> skipped;
    fields >> user >> system >> children_user >> children_system;
    times.own_ticks = user + system;
    times.children_ticks = children_user + children_system;
    return times;
}

/// Those that run, and those that have ended, which their parent has inherited.
double cpu_seconds_of(int postmaster) {
    auto const root = times_of(std::to_string(postmaster));
    double ticks = root.own_ticks + root.children_ticks;
    for (auto const& entry : std::filesystem::directory_iterator("/proc")) {
        auto const name = entry.path().filename().string();
        if (!std::ranges::all_of(name, [](unsigned char c) { return std::isdigit(c) != 0; })) {
            continue;
        }
        auto const times = times_of(name);
        if (times.parent == postmaster) ticks += times.own_ticks;
    }
    return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

/// One line, and not all of a long one.
std::string beginning_of(std::string sql) {
    constexpr std::size_t length_max = 70;
    std::ranges::replace(sql, '\n', ' ');
    std::ranges::replace(sql, '|', '/');
    if (sql.size() <= length_max) return sql;
    sql.resize(length_max);
    return sql.append("...");
}

double seconds(timeval const& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

}  // namespace

double own_cpu_seconds() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

ServerMeter::ServerMeter(BenchServer& server, std::string const& database_url)
    : connection_{server.url("postgres")},
      database_{database_url.substr(database_url.rfind('/') + 1)},
      postmaster_{server.process_id()} {
    connection_.run("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
}

ServerCost ServerMeter::read() {
    auto const number = [&](std::string const& sql) {
        auto const result = connection_.run(sql, {database_});
        return std::strtoull(PQgetvalue(result.get(), 0, 0), nullptr, 10);
    };
    ServerCost cost;
    cost.cpu_seconds = cpu_seconds_of(postmaster_);
    cost.wal_bytes = std::strtoull(
        connection_.value("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')").c_str(),
        nullptr, 10);
    cost.disk_bytes = number("SELECT pg_database_size($1::name)");
    cost.statements = number(
        "SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_statements AS s "
        "JOIN pg_database AS d ON d.oid = s.dbid WHERE datname = $1::name AND toplevel");
    cost.commits = number(
        "SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_statements AS s "
        "JOIN pg_database AS d ON d.oid = s.dbid WHERE datname = $1::name AND toplevel "
        "AND query ILIKE 'commit%'");
    return cost;
}

std::string ServerMeter::longest_statements(double lifecycles) {
    auto const result = connection_.run(
        "SELECT query, calls, rows, total_exec_time * 1000 FROM pg_stat_statements AS s "
        "JOIN pg_database AS d ON d.oid = s.dbid WHERE datname = $1::name AND toplevel "
        "ORDER BY total_exec_time DESC LIMIT 20",
        {database_});
    std::ostringstream table;
    table << "| statement | calls | rows | server us a lifecycle |\n|---|--:|--:|--:|\n";
    table.precision(3);
    for (int row = 0; row < PQntuples(result.get()); ++row) {
        auto const value = [&](int column) { return PQgetvalue(result.get(), row, column); };
        table << "| `" << beginning_of(value(0)) << "` | " << value(1) << " | " << value(2) << " | "
              << std::atof(value(3)) / lifecycles << " |\n";
    }
    return table.str();
}

}  // namespace daybook::bench
