#pragma once

#include <span>
#include <vector>

#include "model/balance.hpp"

namespace daybook::ports {

struct BalanceKey {
    model::AccountId account_id;
    model::AssetCode asset;

    friend auto operator<=>(BalanceKey const&, BalanceKey const&) = default;
};

/// Threads: one instance per unit of work. Throws: StorageError from any member.
class BalanceRepository {
  public:
    virtual ~BalanceRepository() = default;

    /// Shape: result[i] answers keys[i]; all zero where nothing is stored.
    [[nodiscard]] virtual std::vector<model::Balance> find(std::span<BalanceKey const> keys) = 0;
    /// Shape: result[i] answers accounts[i]: all its balances, by asset.
    [[nodiscard]] virtual std::vector<std::vector<model::Balance>> of_accounts(
        std::span<model::AccountId const> accounts) = 0;
    /// Writes new balances and overwrites stored ones. Shape: unique by account and asset.
    virtual void save(std::span<model::Balance const> balances) = 0;
};

}  // namespace daybook::ports
