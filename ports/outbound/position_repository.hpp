#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "model/position.hpp"
#include "ports/outbound/execution_repository.hpp"

namespace daybook::ports {

/// What is to be written of one position: the sums, and only the lots that changed.
struct PositionChange {
    model::PositionState state;
    std::vector<model::Lot> changed_lots;
    std::vector<std::uint64_t> removed_lots;
};

/// Threads: one instance per unit of work. Throws: StorageError from any member.
class PositionRepository {
  public:
    virtual ~PositionRepository() = default;

    /// Shape: result[i] answers keys[i]; nullopt where nothing was ever traded.
    [[nodiscard]] virtual std::vector<std::optional<model::PositionState>> find(
        std::span<PositionKey const> keys) = 0;
    /// The open lots of each, by number. Shape: result[i] answers keys[i].
    [[nodiscard]] virtual std::vector<std::vector<model::Lot>> lots_of(
        std::span<PositionKey const> keys) = 0;
    /// Shape: result[i] answers accounts[i]: all its positions, by instrument.
    [[nodiscard]] virtual std::vector<std::vector<model::PositionState>> of_accounts(
        std::span<model::AccountId const> accounts) = 0;
    /// Writes new positions and overwrites stored ones. Shape: unique by account and instrument.
    virtual void save(std::span<PositionChange const> changes) = 0;
};

}  // namespace daybook::ports
