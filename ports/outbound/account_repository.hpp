#pragma once

#include <optional>
#include <span>
#include <vector>

#include "model/account.hpp"
#include "model/timestamp.hpp"

namespace daybook::ports {

/// An account as it is found, and when its newest entry was recorded; nullopt before the first.
struct LockedAccount {
    model::Account account;
    std::optional<model::Timestamp> last_recorded_at = {};

    friend bool operator==(LockedAccount const&, LockedAccount const&) = default;
};

/// Accounts with the heads of their chains. The account is the unit of locking: whoever holds an
/// account's lock is alone in changing anything that belongs to it.
///
/// Threads: one instance per unit of work. Throws: StorageError from any member.
class AccountRepository {
  public:
    virtual ~AccountRepository() = default;

    /// Locks the accounts until the unit of work ends and reads them.
    /// Shape: ids sorted and unique; result[i] answers ids[i], nullopt where none exists.
    [[nodiscard]] virtual std::vector<std::optional<LockedAccount>> lock(
        std::span<model::AccountId const> ids) = 0;
    /// Writes new accounts. Throws: conflict if one exists by now.
    virtual void add(std::span<model::Account const> accounts) = 0;
    /// Overwrites accounts that exist and are locked.
    virtual void update(std::span<model::Account const> accounts) = 0;
};

}  // namespace daybook::ports
