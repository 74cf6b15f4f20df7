#pragma once

#include "ports/outbound/outbox_repository.hpp"
#include "postgres/postgres_connection.hpp"

namespace daybook::postgres {

/// Requests to exchanges in Postgres.
class PostgresOutboxRepository final : public ports::OutboxRepository {
  public:
    explicit PostgresOutboxRepository(PostgresConnection& connection);

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
    PostgresConnection& connection_;
};

}  // namespace daybook::postgres
