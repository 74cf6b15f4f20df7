#include "postgres/postgres_migration_lock.hpp"

#include <algorithm>
#include <random>
#include <string>

#include "ports/outbound/storage_error.hpp"

namespace daybook::postgres {
namespace {

// The key is "daybook" in ASCII.
constexpr char const* try_lock = "SELECT pg_try_advisory_lock(28254585798848363)::int";
constexpr char const* unlock = "SELECT pg_advisory_unlock(28254585798848363)";
constexpr char const* find_holder =
    "SELECT concat_ws(', ', 'pid ' || a.pid, nullif(application_name, ''), host(client_addr), "
    "'since ' || to_char(backend_start, 'HH24:MI:SS') || 'Z') "
    "FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid) "
    "WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND (classid::bigint << 32 | "
    "objid::bigint) = 28254585798848363 AND datname = current_database()";

bool lock(PostgresSession& session) {
    auto answer = session.execute(try_lock);
    return answer.next() && answer.get<int>() == 1;
}

[[noreturn]] void give_up(PostgresSession& session, std::chrono::milliseconds waited) {
    auto holder = session.execute(find_holder);
    auto const who = holder.next() ? holder.get<std::string>() : std::string{"gone by now"};
    throw ports::StorageError{ports::StorageError::Kind::unavailable,
                              "another migration runner holds the lock: " + who + "; waited " +
                                  std::to_string(waited.count() / 1000) + " s"};
}

}  // namespace

PostgresMigrationLock::PostgresMigrationLock(PostgresSession& session,
                                             std::chrono::milliseconds wait_max, Pause const& pause)
    : session_{session} {
    std::minstd_rand jitter{std::random_device{}()};
    std::chrono::milliseconds waited{0};
    auto next = pause_min;
    while (!lock(session_)) {
        if (waited >= wait_max) give_up(session_, waited);
        auto const spread = next / 4;
        auto const length = std::min(
            next - spread + spread * static_cast<int>(jitter() % 1024) / 1023, wait_max - waited);
        pause(length);
        waited += length;
        next = std::min(next * 2, pause_max);
    }
}

PostgresMigrationLock::~PostgresMigrationLock() {
    if (session_.is_lost()) return;
    try {
        session_.execute(unlock);
    } catch (...) {
        // It goes with the session.
    }
}

}  // namespace daybook::postgres
