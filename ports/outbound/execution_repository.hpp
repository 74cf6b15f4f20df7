#pragma once

#include <optional>
#include <span>
#include <vector>

#include "model/execution.hpp"
#include "ports/outbound/order_repository.hpp"

namespace daybook::ports {

struct ExecutionKey {
    OrderKey order;
    model::ExecId exec_id;

    friend auto operator<=>(ExecutionKey const&, ExecutionKey const&) = default;
};

struct PositionKey {
    model::AccountId account_id;
    model::InstrumentKey instrument;

    friend auto operator<=>(PositionKey const&, PositionKey const&) = default;
    friend bool operator==(PositionKey const&, PositionKey const&) = default;
};

/// Executions as booked. Append-only.
///
/// Threads: one instance per unit of work. Throws: StorageError from any member.
class ExecutionRepository {
  public:
    virtual ~ExecutionRepository() = default;

    /// Shape: result[i] answers keys[i]; nullopt where no such execution exists.
    [[nodiscard]] virtual std::vector<std::optional<model::Execution>> find(
        std::span<ExecutionKey const> keys) = 0;
    /// Shape: result[i] answers orders[i]: all its executions, by entry.
    [[nodiscard]] virtual std::vector<std::vector<model::Execution>> of_orders(
        std::span<OrderKey const> orders) = 0;
    /// Shape: result[i] answers orders[i]: its corrections and busts, by entry.
    [[nodiscard]] virtual std::vector<std::vector<model::Execution>> corrections_of_orders(
        std::span<OrderKey const> orders) = 0;
    /// The executions that move money, for rebuilding a position.
    /// Shape: result[i] answers positions[i]: all its executions that move money, by entry.
    [[nodiscard]] virtual std::vector<std::vector<model::Execution>> trades_of_positions(
        std::span<PositionKey const> positions) = 0;
    /// Throws: conflict if one exists.
    virtual void add(std::span<model::Execution const> executions) = 0;
};

}  // namespace daybook::ports
