#pragma once

#include "memory/memory_transaction.hpp"
#include "ports/outbound/order_repository.hpp"

namespace daybook::memory {

/// Orders in memory.
class MemoryOrderRepository final : public ports::OrderRepository {
  public:
    explicit MemoryOrderRepository(MemoryTransaction& transaction) : transaction_{transaction} {}

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
    void insert_exchange_order_id(MemoryAccount& account, model::OrderState const& order);
    void remove_exchange_order_id(MemoryAccount& account, model::OrderState const& order);
    [[nodiscard]] bool is_stored_at(model::OrderState const& order, std::uint64_t version);

    MemoryTransaction& transaction_;
};

}  // namespace daybook::memory
