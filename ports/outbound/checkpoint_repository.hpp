#pragma once

#include <optional>
#include <span>
#include <vector>

#include "model/checkpoint.hpp"

namespace daybook::ports {

/// The heads of accounts as the newest checkpoints have them; the head of `@book` is the newest
/// checkpoint itself. Written under the lock of the account `@book` alone.
///
/// Threads: one instance per unit of work. Throws: StorageError from any member.
class CheckpointRepository {
  public:
    virtual ~CheckpointRepository() = default;

    /// Shape: result[i] answers ids[i]; nullopt where no checkpoint knows the account.
    [[nodiscard]] virtual std::vector<std::optional<model::ChainHead>> find(
        std::span<model::AccountId const> ids) = 0;
    /// Writes new heads and overwrites stored ones. Shape: unique by account.
    virtual void save(std::span<model::ChainHead const> heads) = 0;
};

}  // namespace daybook::ports
