#include "postgres/postgres_outbox_repository.hpp"

#include "postgres/postgres_rows.hpp"

namespace daybook::postgres {
namespace {

using model::OutboxRequest;
using ports::AnsweredRequest;
using ports::OrderKey;

/// The state is written out: only so is the index of some rows used.
std::string in_state_sql(std::string_view condition) {
    return select<sql::outbox>(sql::join(
        "outbox WHERE account_id = ANY($1::text[]) AND exchange = $2::text AND state = ", condition,
        " ORDER BY account_id, entry_seq LIMIT $3::bigint"));
}
std::string const find_pending_sql = in_state_sql("'PENDING'");
std::string const find_sent_sql = in_state_sql("'SENT'");
std::string const find_sent_by_hand_sql = in_state_sql("'SENT' AND detail IS NOT NULL");

std::string const find_of_orders_sql = select_by_key<sql::outbox>(
    "unnest($1::text[], $2::uuid[]) WITH ORDINALITY AS k(key_account, key_order, n) "
    "JOIN outbox ON account_id = key_account AND order_id = key_order ORDER BY n, entry_seq");

constexpr std::string_view update_requests_sql =
    "UPDATE outbox SET state = u.state, attempts = u.attempts, detail = u.detail, "
    "generation = u.generation, updated_at = u.updated_at FROM unnest($1::text[], $2::bigint[], "
    "$3::text[], $4::bigint[], $5::text[], $6::bigint[], $7::timestamptz[]) AS u(account_id, "
    "entry_seq, state, attempts, detail, generation, updated_at) WHERE outbox.account_id = "
    "u.account_id AND outbox.entry_seq = u.entry_seq "
    "AND outbox.state <> 'ANSWERED'";

/// Of several answers to one request the first in the list is taken.
constexpr std::string_view answer_requests_sql =
    "UPDATE outbox SET state = 'ANSWERED', detail = u.detail, updated_at = u.updated_at "
    "FROM (SELECT DISTINCT ON (key_account, key_seq) * FROM unnest($1::text[], $2::bigint[], "
    "$3::text[], $4::timestamptz[]) WITH ORDINALITY AS k(key_account, key_seq, detail, "
    "updated_at, n) ORDER BY key_account, key_seq, n) AS u "
    "WHERE account_id = key_account AND entry_seq = key_seq AND state <> 'ANSWERED'";

}  // namespace

PostgresOutboxRepository::PostgresOutboxRepository(PostgresConnection& connection)
    : connection_{connection} {}

void PostgresOutboxRepository::add(std::span<OutboxRequest const> requests) {
    if (requests.empty()) return;
    change_rows<sql::outbox>(connection_, insert_sql<sql::outbox>, requests);
}

std::vector<OutboxRequest> PostgresOutboxRepository::pending(
    model::ExchangeCode const& exchange, std::span<model::AccountId const> accounts,
    std::size_t limit) {
    if (accounts.empty()) return {};
    return read_all<sql::outbox>(
        connection_.run(find_pending_sql, column(accounts), exchange, limit));
}

std::vector<OutboxRequest> PostgresOutboxRepository::sent(
    model::ExchangeCode const& exchange, std::span<model::AccountId const> accounts,
    std::size_t limit) {
    if (accounts.empty()) return {};
    return read_all<sql::outbox>(connection_.run(find_sent_sql, column(accounts), exchange, limit));
}

std::vector<OutboxRequest> PostgresOutboxRepository::sent_by_hand(
    model::ExchangeCode const& exchange, std::span<model::AccountId const> accounts,
    std::size_t limit) {
    if (accounts.empty()) return {};
    return read_all<sql::outbox>(
        connection_.run(find_sent_by_hand_sql, column(accounts), exchange, limit));
}

std::vector<std::vector<OutboxRequest>> PostgresOutboxRepository::of_orders(
    std::span<OrderKey const> orders) {
    if (orders.empty()) return {};
    return read_lists_by_key<sql::outbox>(
        orders.size(), connection_.run(find_of_orders_sql, column(orders, &OrderKey::account_id),
                                       column(orders, &OrderKey::id)));
}

void PostgresOutboxRepository::update(std::span<OutboxRequest const> requests) {
    if (requests.empty()) return;
    connection_.run(
        update_requests_sql, column(requests, &OutboxRequest::account_id),
        column(requests, &OutboxRequest::entry_seq), column(requests, &OutboxRequest::state),
        column(requests, &OutboxRequest::attempts), column(requests, &OutboxRequest::detail),
        column(requests, &OutboxRequest::generation), column(requests, &OutboxRequest::updated_at));
}

void PostgresOutboxRepository::answer(std::span<AnsweredRequest const> answers) {
    if (answers.empty()) return;
    connection_.change(sql::outbox.shape().name, answer_requests_sql,
                       column(answers, &AnsweredRequest::account_id),
                       column(answers, &AnsweredRequest::entry_seq),
                       column(answers, &AnsweredRequest::refused_because),
                       column(answers, &AnsweredRequest::answered_at));
}

}  // namespace daybook::postgres
