#include "postgres/postgres_migration_lock.hpp"

#include <algorithm>
#include <random>
#include <string>

#include "ports/outbound/migrator.hpp"

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

/// Empty where it has just gone.
std::string holder_of_lock(PostgresSession& session) {
    auto holder = session.execute(find_holder);
    if (!holder.next()) return {};
    return "another migration runner holds the lock: " + holder.get<std::string>();
}

/// Tells each holder once, and gives up naming the last.
class Holders {
  public:
    Holders(PostgresSession& session, PostgresMigratorOptions const& options)
        : session_{session}, options_{options} {}

    void look() {
        auto holder = holder_of_lock(session_);
        if (holder.empty() || holder == last_) return;
        last_ = std::move(holder);
        if (options_.tell) options_.tell(last_);
    }

    [[noreturn]] void give_up() const {
        auto const seconds = std::to_string(options_.lock_wait_max.count() / 1000);
        throw ports::MigrationLockError{
            (last_.empty() ? "other migration runners hold the lock in turns" : last_) +
            "; gave up after " + seconds + " s (--lock-timeout). Nothing was changed."};
    }

  private:
    PostgresSession& session_;
    PostgresMigratorOptions const& options_;
    std::string last_;
};

}  // namespace

PostgresMigrationLock::PostgresMigrationLock(PostgresSession& session,
                                             PostgresMigratorOptions const& options)
    : session_{session} {
    std::minstd_rand jitter{std::random_device{}()};
    Holders holders{session, options};
    std::chrono::milliseconds waited{0};
    auto next = pause_min;
    while (!lock(session_)) {
        holders.look();
        if (waited >= options.lock_wait_max) holders.give_up();
        auto const spread = next / 4;
        auto const length =
            std::min(next - spread + spread * static_cast<int>(jitter() % 1024) / 1023,
                     options.lock_wait_max - waited);
        options.pause(length);
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
