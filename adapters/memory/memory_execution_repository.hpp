#pragma once

#include "memory/memory_transaction.hpp"
#include "ports/outbound/execution_repository.hpp"

namespace daybook::memory {

/// Executions in memory.
class MemoryExecutionRepository final : public ports::ExecutionRepository {
  public:
    explicit MemoryExecutionRepository(MemoryTransaction& transaction)
        : transaction_{transaction} {}

    std::vector<std::optional<model::Execution>> find(
        std::span<ports::ExecutionKey const> keys) override;
    std::vector<std::vector<model::Execution>> of_orders(
        std::span<ports::OrderKey const> orders) override;
    std::vector<std::vector<model::Execution>> corrections_of_orders(
        std::span<ports::OrderKey const> orders) override;
    std::vector<std::vector<model::Execution>> trades_of_positions(
        std::span<ports::PositionKey const> positions) override;
    void add(std::span<model::Execution const> executions) override;

  private:
    template <class Wanted>
    [[nodiscard]] std::vector<std::vector<model::Execution>> of_orders(
        std::span<ports::OrderKey const> orders, Wanted wanted);
    void insert_name(std::vector<MemoryExecutionName>& names, model::Execution const& execution);

    MemoryTransaction& transaction_;
};

}  // namespace daybook::memory
