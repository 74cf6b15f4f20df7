#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "model/order.hpp"

namespace daybook::ports {

struct OrderKey {
    model::AccountId account_id;
    model::OrderId id;

    friend auto operator<=>(OrderKey const&, OrderKey const&) = default;
};

struct ExchangeOrderKey {
    model::AccountId account_id;
    model::ExchangeOrderId exchange_order_id;

    friend auto operator<=>(ExchangeOrderKey const&, ExchangeOrderKey const&) = default;
};

/// What update() did. Anything but `saved` means that no order was changed.
enum class SaveStatus { saved, version_conflict };

/// Where orders live between batches. Every implementation passes tests/contract unchanged.
///
/// Threads: one instance per unit of work. Throws: StorageError from any member.
class OrderRepository {
  public:
    virtual ~OrderRepository() = default;

    /// Shape: result[i] answers keys[i]; nullopt where no such order exists.
    [[nodiscard]] virtual std::vector<std::optional<model::Order>> find(
        std::span<OrderKey const> keys) = 0;
    /// Shape: result[i] answers keys[i]: every order that has or had the id, by order id.
    [[nodiscard]] virtual std::vector<std::vector<model::Order>> find_by_exchange_order_id(
        std::span<ExchangeOrderKey const> keys) = 0;
    /// The orders of each account whose status is_open(), by order id.
    /// Shape: result[i] answers accounts[i].
    [[nodiscard]] virtual std::vector<std::vector<model::Order>> find_open(
        std::span<model::AccountId const> accounts) = 0;
    /// Writes new orders. Throws: conflict if an id exists.
    virtual void add(std::span<model::Order const> orders) = 0;
    /// Overwrites stored orders. `stored_versions[i]` is the version that orders[i] was read at.
    [[nodiscard]] virtual SaveStatus update(std::span<model::Order const> orders,
                                            std::span<std::uint64_t const> stored_versions) = 0;
    /// Writes ids that orders had before the one they have. Throws: conflict if one exists.
    virtual void add_earlier_names(std::span<model::ExchangeOrderName const> names) = 0;
};

}  // namespace daybook::ports
