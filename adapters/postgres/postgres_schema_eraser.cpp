#include "postgres/postgres_schema_eraser.hpp"

#include <optional>
#include <string>
#include <utility>

#include "postgres/postgres_error.hpp"

namespace daybook::postgres {
namespace {

bool has_table(PostgresSession& session, std::string const& name) {
    auto answer = session.execute("SELECT to_regclass('" + name + "')::text");
    return answer.next() && answer.get<std::optional<std::string>>().has_value();
}

bool has_rows(PostgresSession& session) {
    if (!has_table(session, "entries")) return false;
    return session.execute("SELECT 1 FROM entries LIMIT 1").next();
}

std::string quoted(std::string const& name) {
    std::string text = "\"";
    for (char const c : name) text.append(c == '"' ? 2 : 1, c);
    return text + "\"";
}

/// The domains of the schema, whose tables are gone.
void drop_domains(PostgresSession& session) {
    auto rows = session.execute(
        "SELECT string_agg(quote_ident(t.typname), ', ') FROM pg_type AS t WHERE t.typtype = 'd' "
        "AND t.typnamespace = to_regnamespace(quote_ident(current_schema())) "
        "AND NOT EXISTS (SELECT 1 FROM pg_depend AS e WHERE e.classid = 'pg_type'::regclass "
        "AND e.objid = t.oid AND e.deptype = 'e')");
    if (!rows.next()) return;
    auto const names = rows.get<std::optional<std::string>>();
    if (names) session.execute("DROP DOMAIN " + *names);
}

}  // namespace

PostgresSchemaEraser::PostgresSchemaEraser(PostgresUrl url)
    : factory_{{.url = std::move(url),
                .application_name = "daybook schema",
                .answer_deadline = std::chrono::milliseconds{0}},
               PostgresConnectionFactory::Purpose::for_schema} {}

template <class Action>
bool PostgresSchemaEraser::guarded(Action action) {
    // With the session goes its transaction, whatever happens.
    auto const session = factory_.open();
    try {
        return action(*session);
    } catch (...) {
        auto const failure = failure_in_flight(session->is_lost());
        throw storage_error(failure_kind(failure), failure);
    }
}

bool PostgresSchemaEraser::has_entries() { return guarded(has_rows); }

bool PostgresSchemaEraser::erase(std::span<ports::SchemaItem const> items) {
    using Kind = ports::SchemaItem::Kind;
    return guarded([&](PostgresSession& session) {
        std::string tables = "daybook_migrations";
        for (auto const& item : items) {
            if (item.kind == Kind::table) tables += ", " + quoted(item.table);
        }
        session.execute("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
        if (has_table(session, "entries")) session.execute("LOCK TABLE entries");
        if (has_rows(session)) return false;
        // All at once: they refer to each other.
        session.execute("DROP TABLE IF EXISTS " + tables);
        for (auto const& item : items) {
            if (item.kind == Kind::function) {
                session.execute("DROP FUNCTION IF EXISTS " + quoted(item.table));
            }
        }
        drop_domains(session);
        session.execute("COMMIT");
        return true;
    });
}

}  // namespace daybook::postgres
