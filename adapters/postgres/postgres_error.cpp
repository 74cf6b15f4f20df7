#include "postgres/postgres_error.hpp"

#include <algorithm>
#include <array>

#include "postgres/pqxx_shim.hpp"

namespace daybook::postgres {
namespace {

using Kind = ports::StorageError::Kind;

struct Rule {
    /// A SQLSTATE or how it begins.
    std::string_view sqlstate;
    Kind kind;
};

/// The first rule that fits decides; what none fits is corrupt.
constexpr auto rules = std::to_array<Rule>({
    {"08", Kind::unavailable},
    {"53100", Kind::full},
    {"53", Kind::unavailable},
    {"57", Kind::unavailable},
    {"58", Kind::unavailable},
    {"55", Kind::unavailable},
    {"25006", Kind::unavailable},
    {"25P0", Kind::unavailable},
    {"28", Kind::unavailable},
    {"3D", Kind::unavailable},
    {"42501", Kind::forbidden},
    {"0A000", Kind::unavailable},
    {"26000", Kind::unavailable},
    {"40", Kind::conflict},
    {"23505", Kind::conflict},
    {"23P01", Kind::conflict},
});

constexpr auto schema_states =
    std::to_array<std::string_view>({"42P01", "42703", "42883", "3F000"});
constexpr auto reconnect_states = std::to_array<std::string_view>({"25006", "0A000", "26000"});

bool is_one_of(auto const& states, std::string_view sqlstate) {
    return std::ranges::find(states, sqlstate) != states.end();
}

/// `ERROR:  relation "orders" does not exist\nLINE 1: ...` becomes its first sentence and details.
std::string on_one_line(std::string_view message) {
    std::string line;
    for (char const c : message) {
        bool const is_space = c == '\n' || c == '\r' || c == '\t' || c == ' ';
        if (is_space && (line.empty() || line.back() == ' ')) continue;
        line += is_space ? ' ' : c;
    }
    while (line.ends_with(' ')) line.pop_back();
    for (std::string_view const prefix : {"ERROR: ", "FATAL: "}) {
        if (line.starts_with(prefix)) line.erase(0, prefix.size());
    }
    return line;
}

}  // namespace

Kind failure_kind(PostgresFailure const& failure) {
    if (failure.connection_is_lost || failure.sqlstate.empty()) return Kind::unavailable;
    auto const rule = std::ranges::find_if(
        rules, [&](Rule const& r) { return failure.sqlstate.starts_with(r.sqlstate); });
    return rule == rules.end() ? Kind::corrupt : rule->kind;
}

Kind commit_failure_kind(PostgresFailure const& failure) {
    bool const is_settled = !failure.connection_is_lost && !failure.sqlstate.empty() &&
                            failure.sqlstate != "40003" && !failure.sqlstate.starts_with("08") &&
                            !failure.sqlstate.starts_with("57P");
    return is_settled ? failure_kind(failure) : Kind::unknown_outcome;
}

bool needs_new_connection(PostgresFailure const& failure) {
    return failure.connection_is_lost || failure.sqlstate.starts_with("08") ||
           failure.sqlstate.starts_with("57P") || is_one_of(reconnect_states, failure.sqlstate);
}

std::string describe(PostgresFailure const& failure) {
    auto const text = on_one_line(failure.message);
    return failure.sqlstate.empty() ? text : text + " (" + failure.sqlstate + ")";
}

ports::StorageError storage_error(Kind kind, PostgresFailure const& failure) {
    auto text = "postgres: " + describe(failure);
    if (is_one_of(schema_states, failure.sqlstate)) {
        text += "; the schema is not this binary's. Run: daybook migrate";
    }
    if (failure.sqlstate == "42501") text += "; the role in the URL needs a GRANT";
    return {kind, text};
}

PostgresFailure failure_in_flight(bool connection_is_lost) {
    auto sqlstate = pqxx_shim::sqlstate_in_flight();
    try {
        throw;
    } catch (pqxx::broken_connection const& error) {
        return {std::move(sqlstate), pqxx_shim::message_of(error), true};
    } catch (pqxx::pqxx_exception const& error) {
        return {std::move(sqlstate), error.base().what(), connection_is_lost};
    }
}

}  // namespace daybook::postgres
