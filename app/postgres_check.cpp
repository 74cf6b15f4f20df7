#include "app/postgres_check.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "app/figures.hpp"
#include "postgres/postgres_connection.hpp"

namespace daybook::app {

namespace {

constexpr std::size_t round_trips = 9;

/// One row: name and value of each setting, in this order.
constexpr char const* list_settings =
    "SELECT name, current_setting(name) FROM unnest(ARRAY['synchronous_commit', "
    "'synchronous_standby_names', 'fsync', 'full_page_writes', 'statement_timeout', "
    "'lock_timeout', 'idle_in_transaction_session_timeout', 'server_encoding', 'TimeZone', "
    "'max_connections']) WITH ORDINALITY AS s (name, number) ORDER BY number";

std::string first_of(postgres::PostgresConnection& connection, char const* sql) {
    auto rows = connection.execute(sql);
    return rows.next() ? rows.get<std::string>() : std::string{};
}

std::chrono::nanoseconds median_round_trip(postgres::PostgresConnection& connection) {
    std::array<std::chrono::nanoseconds, round_trips> times{};
    for (auto& time : times) {
        auto const started = std::chrono::steady_clock::now();
        (void)connection.execute("SELECT 1");
        time = std::chrono::steady_clock::now() - started;
    }
    std::ranges::nth_element(times, times.begin() + round_trips / 2);
    return times[round_trips / 2];
}

StoreReport::Settings pool_settings(postgres::PostgresOptions const& options) {
    return {{"connections_max", std::to_string(options.pool_connections_max)},
            {"wait_max", duration_text(options.pool_wait_max)},
            {"idle_max", duration_text(options.idle_max)},
            {"answer_deadline", duration_text(options.answer_deadline)}};
}

std::vector<std::string> warnings_about(StoreReport::Settings const& settings, bool is_standby) {
    std::vector<std::string> warnings;
    if (is_standby) warnings.emplace_back("the server is a standby: nothing can be booked here");
    for (auto const& [name, value] : settings) {
        if (name == "fsync" && value == "off") {
            warnings.emplace_back("fsync is off: a crash of its machine loses commits");
        }
        if (name == "full_page_writes" && value == "off") {
            warnings.emplace_back("full_page_writes is off: a crash of its machine tears pages");
        }
        if (name == "server_encoding" && value != "UTF8") {
            warnings.push_back("server_encoding is " + value + ": texts may not be representable");
        }
    }
    return warnings;
}

}  // namespace

StoreReport check_postgres(postgres::PostgresOptions options) {
    StoreReport report;
    report.pool = pool_settings(options);
    postgres::PostgresConnectionFactory factory{std::move(options)};
    postgres::PostgresConnection connection{factory};
    connection.begin(postgres::PostgresConnection::Begin::snapshot);
    report.engine = "PostgreSQL " + first_of(connection, "SHOW server_version");
    report.round_trip = median_round_trip(connection);
    auto rows = connection.execute(list_settings);
    while (rows.next()) {
        auto& [name, value] = report.settings.emplace_back();
        rows.read(name, value);
    }
    bool const is_standby = first_of(connection, "SELECT pg_is_in_recovery()::text") == "true";
    report.warnings = warnings_about(report.settings, is_standby);
    connection.rollback();
    return report;
}

}  // namespace daybook::app
