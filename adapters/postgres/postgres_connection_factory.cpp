#include "postgres/postgres_connection_factory.hpp"

#include <cstdlib>
#include <utility>

#include "log/log.hpp"
#include "postgres/postgres_connect_failure.hpp"
#include "postgres/postgres_error.hpp"

namespace daybook::postgres {
namespace {

using Kind = ports::StorageError::Kind;

/// The first whose extract(epoch from ...) is exact.
constexpr int server_version_min = 140'000;

/// First of all: a standby runs nothing where the server's default is serializable. Transactions
/// name their level themselves.
constexpr char const* set_isolation = "SET default_transaction_isolation TO 'read committed'";

/// Settings without which the adapter is wrong. A standby may be asked to do more than `on` says.
constexpr char const* settings_of_every_session =
    "SELECT set_config('timezone', 'UTC', false), set_config('bytea_output', 'hex', false), "
    "set_config('client_min_messages', 'warning', false), set_config('synchronous_commit', "
    "CASE current_setting('synchronous_commit') WHEN 'remote_apply' THEN 'remote_apply' "
    "ELSE 'on' END, false)";

/// All statements go by key: plans that are made while a table is small must not scan it when it
/// has grown, and an array's length is anybody's guess.
/// Citus, known by its function, plans no statement over several shards without its values.
constexpr char const* settings_for_plans =
    "SELECT (to_regproc('citus_version') IS NOT NULL)::int, set_config('plan_cache_mode', CASE "
    "WHEN to_regproc('citus_version') IS NULL THEN 'force_generic_plan' ELSE 'auto' END, false), "
    "set_config('enable_seqscan', 'off', false), set_config('enable_bitmapscan', 'off', false), "
    "set_config('enable_hashjoin', 'off', false), set_config('enable_mergejoin', 'off', false), "
    "set_config('jit', 'off', false)";

bool is_set_outside(char const* variable) {
    char const* const value = std::getenv(variable);
    return value != nullptr && *value != '\0';
}

std::string option(char const* name, std::chrono::milliseconds value) {
    return std::string{"-c "} + name + "=" + std::to_string(value.count()) + " ";
}

/// A dead host is noticed, however little is sent to it.
void add_network_defaults(PostgresUrl& url) {
    if (!is_set_outside("PGCONNECT_TIMEOUT")) url.set_default("connect_timeout", "5");
    url.set_default("keepalives_idle", "10");
    url.set_default("keepalives_interval", "5");
    url.set_default("keepalives_count", "3");
    url.set_default("tcp_user_timeout", "15000");
}

/// Ours come first, so that the URL's options or PGOPTIONS overrule them.
void add_timeouts(PostgresUrl& url, PostgresOptions const& options) {
    auto text = option("statement_timeout", options.statement_timeout) +
                option("lock_timeout", options.lock_timeout) +
                option("idle_in_transaction_session_timeout", options.idle_in_transaction_timeout);
    if (!url.get("options").empty()) {
        text += url.get("options");
    } else if (is_set_outside("PGOPTIONS")) {
        text += std::getenv("PGOPTIONS");
    }
    url.set("options", text);
}

std::string connection_string(PostgresOptions const& options, bool with_timeouts) {
    auto url = options.url;
    add_network_defaults(url);
    if (with_timeouts) add_timeouts(url, options);
    url.set("client_encoding", "UTF8");
    url.set_default("fallback_application_name", options.application_name);
    return url.connection_string();
}

void require_version(PostgresSession const& session) {
    if (session.server_version() >= server_version_min) return;
    throw ports::StorageError{Kind::corrupt, "postgres: the server is older than version 14"};
}

}  // namespace

PostgresConnectionFactory::PostgresConnectionFactory(PostgresOptions options, Purpose purpose)
    : options_{std::move(options)},
      purpose_{purpose},
      connection_string_{connection_string(options_, purpose == Purpose::for_book)},
      jitter_{std::random_device{}()} {}

std::unique_ptr<PostgresSession> PostgresConnectionFactory::open() {
    require_permission();
    try {
        auto session = connect();
        tell_connected();
        return session;
    } catch (ports::StorageError const& error) {
        tell_failed(error.what());
        throw;
    } catch (...) {
        PostgresFailure failure{{}, "no connection", true};
        try {
            failure = failure_in_flight(true);
        } catch (...) {
            tell_failed("no memory, or a bug");
            throw;
        }
        failure.message = connect_failure(options_.url, failure.message);
        auto const error = storage_error(Kind::unavailable, failure);
        tell_failed(error.what());
        throw error;
    }
}

std::unique_ptr<PostgresSession> PostgresConnectionFactory::connect() {
    bool const for_book = purpose_ == Purpose::for_book;
    auto session =
        std::make_unique<PostgresSession>(connection_string_, deadlines_, options_.answer_deadline);
    require_version(*session);
    session->execute(set_isolation);
    session->execute(settings_of_every_session);
    if (for_book) {
        auto answer = session->execute(settings_for_plans);
        session->set_distributed(answer.next() && answer.get<int>() == 1);
    }
    return session;
}

void PostgresConnectionFactory::require_permission() {
    auto const now = std::chrono::steady_clock::now();
    std::scoped_lock const lock{mutex_};
    if (fsm_.may_connect(now)) return;
    throw ports::StorageError{Kind::unavailable, last_failure_ + "; it is tried again soon"};
}

void PostgresConnectionFactory::tell_failed(std::string const& reason) {
    std::scoped_lock const lock{mutex_};
    bool const is_news = fsm_.state() == PostgresReconnectFsm::State::healthy;
    last_failure_ = reason;
    fsm_.failed(std::chrono::steady_clock::now(), static_cast<std::uint32_t>(jitter_()));
    if (is_news) log::warn("database away", {{"database", describe()}, {"reason", reason}});
}

void PostgresConnectionFactory::tell_connected() {
    std::scoped_lock const lock{mutex_};
    bool const was_away = fsm_.state() != PostgresReconnectFsm::State::healthy;
    fsm_.connected();
    if (was_away) log::info("database back", {{"database", describe()}});
}

}  // namespace daybook::postgres
