#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/exchange_request.hpp"
#include "ports/outbound/order_repository.hpp"

namespace daybook::ports {

/// An answer of an exchange to a request.
struct AnsweredRequest {
    model::AccountId account_id;
    std::uint64_t entry_seq = 0;
    /// Why the exchange refused the request; nullopt where it accepted.
    std::optional<std::string> refused_because;
    model::Timestamp answered_at;

    friend bool operator==(AnsweredRequest const&, AnsweredRequest const&) = default;
};

/// What exchanges have still to be told, written with the entries that want it told.
///
/// Threads: one instance per unit of work. Throws: StorageError from any member.
class OutboxRepository {
  public:
    virtual ~OutboxRepository() = default;

    /// Writes new requests. Throws: conflict if one exists.
    virtual void add(std::span<model::OutboxRequest const> requests) = 0;
    /// The first `limit` requests to `exchange` of these accounts that are PENDING, by account and
    /// entry. Shape: `accounts` sorted and unique.
    [[nodiscard]] virtual std::vector<model::OutboxRequest> pending(
        model::ExchangeCode const& exchange, std::span<model::AccountId const> accounts,
        std::size_t limit) = 0;
    /// The same of those that are SENT.
    [[nodiscard]] virtual std::vector<model::OutboxRequest> sent(
        model::ExchangeCode const& exchange, std::span<model::AccountId const> accounts,
        std::size_t limit) = 0;
    /// The same of those that are SENT because an operator has said so.
    [[nodiscard]] virtual std::vector<model::OutboxRequest> sent_by_hand(
        model::ExchangeCode const& exchange, std::span<model::AccountId const> accounts,
        std::size_t limit) = 0;
    /// Shape: result[i] answers orders[i]: every request that concerns it, by entry.
    [[nodiscard]] virtual std::vector<std::vector<model::OutboxRequest>> of_orders(
        std::span<OrderKey const> orders) = 0;
    /// Overwrites state, attempts, detail, generation and updated_at of stored requests that are
    /// not ANSWERED.
    virtual void update(std::span<model::OutboxRequest const> requests) = 0;
    /// Makes requests ANSWERED that are not yet: the first answer stands. Passes over those that
    /// do not exist.
    virtual void answer(std::span<AnsweredRequest const> answers) = 0;
};

}  // namespace daybook::ports
