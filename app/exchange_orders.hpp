#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <set>
#include <span>
#include <unordered_map>
#include <vector>

#include "model/order.hpp"
#include "ports/outbound/book_reader.hpp"
#include "ports/outbound/exchange_gateway.hpp"
#include "ports/outbound/unit_of_work.hpp"

namespace daybook::app {

/// Whose the orders are that an exchange reports on. It remembers as many as may well be reported
/// on again, and looks the others up in every account.
///
/// Threads: not safe.
class ExchangeOrders {
  public:
    static constexpr std::size_t orders_max = 500'000;

    ExchangeOrders(ports::UnitOfWork& unit_of_work, model::ExchangeCode exchange)
        : unit_of_work_{unit_of_work}, exchange_{std::move(exchange)} {}

    /// Takes the accounts that there are now. Throws: StorageError.
    void read_accounts(ports::BookSnapshots& snapshots);
    void add_account(model::AccountId const& account);
    /// Sorted and unique.
    [[nodiscard]] std::vector<model::AccountId> const& accounts() const { return accounts_; }

    void know(ports::OrderKey const& key);
    void know(model::Order const& order);

    /// The order that a report is about, among those that are known: by the client order ids that
    /// it names, else by the exchange's id.
    [[nodiscard]] std::optional<ports::OrderKey> find(ports::ExchangeReport const& report) const;
    /// Makes known what find() does not find and the store has. Returns the exchange's ids that
    /// several orders carry, so that they name none of them. Throws: StorageError.
    std::set<model::ExchangeOrderId> look_up(std::span<ports::ExchangeReport const* const> reports);
    /// Shape: result[i] answers keys[i]. Throws: StorageError.
    [[nodiscard]] std::vector<std::optional<model::Order>> load(
        std::span<ports::OrderKey const> keys);
    /// Shape: result[i] answers keys[i]: every request that concerns it. Throws: StorageError.
    [[nodiscard]] std::vector<std::vector<model::OutboxRequest>> load_requests(
        std::span<ports::OrderKey const> keys);
    /// Shape: result[i] answers keys[i]. Throws: StorageError.
    [[nodiscard]] std::vector<std::optional<model::Execution>> load(
        std::span<ports::ExecutionKey const> keys);
    /// What is kept aside of the same reports in the exchange's own account, from when their orders
    /// were not known. Shape: result[i] answers reports[i]; empty where nothing ever was.
    /// Throws: StorageError.
    [[nodiscard]] std::vector<std::optional<model::Discrepancy>> load_kept(
        std::span<ports::ExchangeReport const* const> reports);

  private:
    void know(model::OrderId const& id, model::ExchangeOrderId const& at_exchange);
    void look_up_ids(std::span<model::OrderId const> ids);
    [[nodiscard]] std::vector<model::ExchangeOrderId> look_up_exchange_ids(
        std::span<model::ExchangeOrderId const> ids);

    ports::UnitOfWork& unit_of_work_;
    model::ExchangeCode exchange_;
    std::vector<model::AccountId> accounts_;
    std::unordered_map<model::OrderId, model::AccountId> accounts_of_orders_;
    std::unordered_map<model::ExchangeOrderId, model::OrderId> at_exchange_;
    /// In the order in which they became known; the oldest is forgotten first.
    std::deque<std::pair<model::OrderId, std::optional<model::ExchangeOrderId>>> ages_;
};

}  // namespace daybook::app
