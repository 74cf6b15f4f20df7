#pragma once

#include "ports/outbound/order_repository.hpp"
#include "sqlite/sqlite_statement.hpp"

namespace daybook::sqlite {

/// Orders in SQLite.
class SqliteOrderRepository final : public ports::OrderRepository {
  public:
    explicit SqliteOrderRepository(SqliteConnection& connection);

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
    void update(model::Order const& order, bool has_new_exchange_order_id);

    SqliteStatement find_;
    SqliteStatement find_by_exchange_order_id_;
    SqliteStatement find_open_;
    SqliteStatement compare_;
    SqliteStatement insert_;
    SqliteStatement update_;
    SqliteStatement update_exchange_order_id_;
    SqliteStatement insert_earlier_name_;
};

}  // namespace daybook::sqlite
