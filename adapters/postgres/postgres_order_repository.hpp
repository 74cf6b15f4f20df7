#pragma once

#include "ports/outbound/order_repository.hpp"
#include "postgres/postgres_connection.hpp"

namespace daybook::postgres {

/// Orders in Postgres.
class PostgresOrderRepository final : public ports::OrderRepository {
  public:
    explicit PostgresOrderRepository(PostgresConnection& connection);

    std::vector<std::optional<model::Order>> find(std::span<ports::OrderKey const> keys) override;
    std::vector<std::vector<model::Order>> find_by_exchange_order_id(
        std::span<ports::ExchangeOrderKey const> keys) override;
    std::vector<std::vector<model::Order>> find_open(
        std::span<model::AccountId const> accounts) override;
    void add(std::span<model::Order const> orders) override;
    ports::SaveStatus update(std::span<model::Order const> orders,
                             std::span<std::uint64_t const> stored_versions) override;
    void add_earlier_names(std::span<model::ExchangeOrderName const> names) override;

  private:
    PostgresConnection& connection_;
};

}  // namespace daybook::postgres
