#include "postgres/postgres_lock_watch.hpp"

#include <cstdint>
#include <utility>

#include "postgres/postgres_connection_factory.hpp"
#include "postgres/postgres_error.hpp"

namespace daybook::postgres {
namespace {

struct Blocker {
    std::optional<std::string> table;
    int pid = 0;
    std::optional<std::string> application;
    std::optional<std::int64_t> open_seconds;
};

/// The one whose transaction is open longest. A transaction that is prepared has pid 0.
std::string find_blocker(int server_pid) {
    auto const pid = std::to_string(server_pid);
    return "SELECT w.relation::regclass::text, b.pid, nullif(a.application_name, ''), "
           "extract(epoch FROM clock_timestamp() - a.xact_start)::bigint "
           "FROM unnest(pg_blocking_pids(" +
           pid +
           ")) AS b (pid) LEFT JOIN pg_stat_activity AS a ON a.pid = b.pid "
           "LEFT JOIN pg_locks AS w ON w.pid = " +
           pid + " AND NOT w.granted ORDER BY a.xact_start LIMIT 1";
}

std::string age_text(std::int64_t seconds) {
    constexpr std::int64_t minute = 60;
    constexpr std::int64_t hour = 60 * minute;
    if (seconds < 2 * minute) return std::to_string(seconds) + " s";
    if (seconds < 2 * hour) return std::to_string(seconds / minute) + " min";
    return std::to_string(seconds / hour) + " h";
}

std::string to_text(Blocker const& blocker) {
    auto text = blocker.table ? *blocker.table + " is locked by " : std::string{"it waits for "};
    if (blocker.pid == 0) return text + "a prepared transaction (see pg_prepared_xacts)";
    text += "pid " + std::to_string(blocker.pid);
    std::string details;
    if (blocker.application) details = *blocker.application;
    if (blocker.open_seconds) {
        details.append(details.empty() ? "" : ", ")
            .append("transaction open ")
            .append(age_text(*blocker.open_seconds));
    }
    return details.empty() ? text : text.append(" (").append(details).append(")");
}

}  // namespace

PostgresLockWatch::PostgresLockWatch(Options options)
    : options_{std::move(options)}, thread_{[this](std::stop_token const& stop) { run(stop); }} {}

std::string PostgresLockWatch::take_blocker() {
    std::scoped_lock const lock{mutex_};
    return std::exchange(blocker_, {});
}

void PostgresLockWatch::run(std::stop_token const& stop) {
    PostgresConnectionFactory factory{{.url = options_.url,
                                       .application_name = "daybook migrate, watching",
                                       .answer_deadline = std::chrono::milliseconds{0}},
                                      PostgresConnectionFactory::Purpose::for_schema};
    std::unique_ptr<PostgresSession> session;
    std::unique_lock lock{mutex_};
    while (!stopping_.wait_for(lock, stop, options_.interval, [] { return false; })) {
        if (stop.stop_requested()) return;
        lock.unlock();
        try {
            if (!session) session = factory.open();
            look(*session);
        } catch (...) {
            // Without it, a wait goes on without a name.
            session.reset();
        }
        lock.lock();
    }
}

void PostgresLockWatch::look(PostgresSession& session) {
    auto rows = session.execute(find_blocker(options_.server_pid));
    if (!rows.next()) return;
    Blocker blocker;
    rows.read(blocker.table, blocker.pid, blocker.application, blocker.open_seconds);
    auto const text = to_text(blocker);
    if (options_.tell && told_ != blocker.pid) options_.tell(text);
    told_ = blocker.pid;
    std::scoped_lock const lock{mutex_};
    blocker_ = text;
}

}  // namespace daybook::postgres
