#include "postgres/postgres_rights.hpp"

#include <string>
#include <string_view>

#include "ports/outbound/storage_error.hpp"
#include "sql/book_tables.hpp"

namespace daybook::postgres {
namespace {

void add_right(std::string& list, std::string_view table, std::string_view action) {
    if (!list.empty()) list += ", ";
    list.append("('").append(table).append("', '").append(action).append("')");
}

/// ('accounts', 'INSERT'), ...: what the statements of this adapter do.
std::string needed_rights() {
    std::string list;
    for (auto const& table : sql::book_tables) {
        add_right(list, table.name, "INSERT");
        bool const is_never_changed = table.rules->is_append_only ||
                                      table.name == sql::assets.shape().name ||
                                      table.name == sql::earlier_exchange_order_ids.shape().name;
        if (is_never_changed) continue;
        add_right(list, table.name, "UPDATE");
        if (table.name == sql::lots.shape().name) add_right(list, table.name, "DELETE");
    }
    return list;
}

/// Whether the server is a standby, whether the role is one that reads, the role, and the first
/// right that it has not, or nothing. A right to some columns of a table will do: which ones, the
/// first statement tells.
std::string find_missing_right() {
    return "SELECT pg_is_in_recovery()::int, "
           "(current_setting('default_transaction_read_only') = 'on')::int, current_user::text, "
           "coalesce((SELECT action || "
           "' on table ' || name FROM (VALUES " +
           needed_rights() +
           ") AS needed (name, action) WHERE CASE WHEN to_regclass(name) IS NULL THEN false "
           "WHEN action = 'DELETE' THEN NOT has_table_privilege(to_regclass(name), action) "
           "ELSE NOT has_any_column_privilege(to_regclass(name), action) END LIMIT 1), '')";
}

[[noreturn]] void refuse(std::string const& sentence) {
    throw ports::StorageError{ports::StorageError::Kind::forbidden, sentence};
}

}  // namespace

void require_writable(PostgresConnection& connection) {
    static std::string const question = find_missing_right();
    auto answer = connection.execute(question);
    int is_standby = 0;
    int is_for_reading = 0;
    std::string role;
    std::string missing;
    if (answer.next()) answer.read(is_standby, is_for_reading, role, missing);
    if (is_standby != 0) {
        refuse(
            "the server is a standby, which can only be read: name its primary in the URL, or add "
            "target_session_attrs=read-write");
    }
    // Our transactions would overrule it. Whoever has set it does not want that.
    if (is_for_reading != 0) {
        refuse("role " + role + " may only read: default_transaction_read_only is on");
    }
    if (!missing.empty()) {
        refuse("role " + role + " has no right to " + missing +
               ": GRANT it, or use a role that has it");
    }
}

}  // namespace daybook::postgres
