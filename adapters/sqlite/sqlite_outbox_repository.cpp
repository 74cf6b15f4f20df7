#include "sqlite/sqlite_outbox_repository.hpp"

#include <iterator>

#include "sqlite/sqlite_rows.hpp"

namespace daybook::sqlite {
namespace {

using model::OutboxRequest;

/// The state is written out: only so is the index of some rows used.
std::string in_state_sql(std::string_view condition) {
    return select<sql::outbox>(
        sql::join("outbox INDEXED BY outbox_unanswered WHERE account_id = ? AND exchange = ? "
                  "AND state = ",
                  condition, " ORDER BY entry_seq LIMIT ?"));
}

std::vector<OutboxRequest> find_in(SqliteStatement& statement, model::ExchangeCode const& exchange,
                                   std::span<model::AccountId const> accounts, std::size_t limit) {
    std::vector<OutboxRequest> found;
    for (auto const& account : accounts) {
        if (found.size() == limit) break;
        auto more = read_all<sql::outbox>(statement.query(account, exchange, limit - found.size()));
        found.insert(found.end(), std::make_move_iterator(more.begin()),
                     std::make_move_iterator(more.end()));
    }
    return found;
}

}  // namespace

SqliteOutboxRepository::SqliteOutboxRepository(SqliteConnection& connection)
    : insert_{connection, insert_sql<sql::outbox>},
      find_pending_{connection, in_state_sql("'PENDING'")},
      find_sent_{connection, in_state_sql("'SENT'")},
      find_sent_by_hand_{connection, in_state_sql("'SENT' AND detail IS NOT NULL")},
      find_of_order_{connection,
                     select<sql::outbox>("outbox INDEXED BY outbox_orders WHERE account_id = ? "
                                         "AND order_id = ? ORDER BY entry_seq")},
      update_{connection,
              "UPDATE outbox SET state = ?, attempts = ?, detail = ?, generation = ?, "
              "updated_at = ? WHERE account_id = ? AND entry_seq = ? AND state <> 'ANSWERED'"},
      answer_{connection,
              "UPDATE outbox SET state = 'ANSWERED', detail = ?, updated_at = ? "
              "WHERE account_id = ? AND entry_seq = ? AND state <> 'ANSWERED'"} {}

void SqliteOutboxRepository::add(std::span<OutboxRequest const> requests) {
    for (auto const& request : requests) run_row<sql::outbox>(insert_, request);
}

std::vector<OutboxRequest> SqliteOutboxRepository::pending(
    model::ExchangeCode const& exchange, std::span<model::AccountId const> accounts,
    std::size_t limit) {
    return find_in(find_pending_, exchange, accounts, limit);
}

std::vector<OutboxRequest> SqliteOutboxRepository::sent(model::ExchangeCode const& exchange,
                                                        std::span<model::AccountId const> accounts,
                                                        std::size_t limit) {
    return find_in(find_sent_, exchange, accounts, limit);
}

std::vector<OutboxRequest> SqliteOutboxRepository::sent_by_hand(
    model::ExchangeCode const& exchange, std::span<model::AccountId const> accounts,
    std::size_t limit) {
    return find_in(find_sent_by_hand_, exchange, accounts, limit);
}

std::vector<std::vector<OutboxRequest>> SqliteOutboxRepository::of_orders(
    std::span<ports::OrderKey const> orders) {
    std::vector<std::vector<OutboxRequest>> found;
    found.reserve(orders.size());
    for (auto const& order : orders) {
        found.push_back(read_all<sql::outbox>(find_of_order_.query(order.account_id, order.id)));
    }
    return found;
}

void SqliteOutboxRepository::update(std::span<OutboxRequest const> requests) {
    for (auto const& request : requests) {
        update_.run(request.state, request.attempts, request.detail, request.generation,
                    request.updated_at, request.account_id, request.entry_seq);
    }
}

void SqliteOutboxRepository::answer(std::span<ports::AnsweredRequest const> answers) {
    for (auto const& answer : answers) {
        answer_.run(answer.refused_because, answer.answered_at, answer.account_id,
                    answer.entry_seq);
    }
}

}  // namespace daybook::sqlite
