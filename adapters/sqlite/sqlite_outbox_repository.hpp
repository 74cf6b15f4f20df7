#pragma once

#include "ports/outbound/outbox_repository.hpp"
#include "sqlite/sqlite_statement.hpp"

namespace daybook::sqlite {

/// Requests to exchanges in SQLite.
class SqliteOutboxRepository final : public ports::OutboxRepository {
  public:
    explicit SqliteOutboxRepository(SqliteConnection& connection);

    void add(std::span<model::OutboxRequest const> requests) override;
    std::vector<model::OutboxRequest> pending(model::ExchangeCode const& exchange,
                                              std::span<model::AccountId const> accounts,
                                              std::size_t limit) override;
    std::vector<model::OutboxRequest> sent(model::ExchangeCode const& exchange,
                                           std::span<model::AccountId const> accounts,
                                           std::size_t limit) override;
    std::vector<model::OutboxRequest> sent_by_hand(model::ExchangeCode const& exchange,
                                                   std::span<model::AccountId const> accounts,
                                                   std::size_t limit) override;
    std::vector<std::vector<model::OutboxRequest>> of_orders(
        std::span<ports::OrderKey const> orders) override;
    void update(std::span<model::OutboxRequest const> requests) override;
    void answer(std::span<ports::AnsweredRequest const> answers) override;

  private:
    SqliteStatement insert_;
    SqliteStatement find_pending_;
    SqliteStatement find_sent_;
    SqliteStatement find_sent_by_hand_;
    SqliteStatement find_of_order_;
    SqliteStatement update_;
    SqliteStatement answer_;
};

}  // namespace daybook::sqlite
