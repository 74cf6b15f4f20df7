#pragma once

#include "memory/memory_transaction.hpp"
#include "ports/outbound/outbox_repository.hpp"

namespace daybook::memory {

/// Requests to exchanges in memory.
class MemoryOutboxRepository final : public ports::OutboxRepository {
  public:
    explicit MemoryOutboxRepository(MemoryTransaction& transaction) : transaction_{transaction} {}

    void add(std::span<model::OutboxRequest const> requests) override;
    std::vector<model::OutboxRequest> pending(model::ExchangeCode const& exchange,
                                              std::span<model::AccountId const> accounts,
                                              std::size_t limit) override;
    std::vector<model::OutboxRequest> sent(model::ExchangeCode const& exchange,
                                           std::span<model::AccountId const> accounts,
                                           std::size_t limit) override;
    std::vector<model::OutboxRequest> sent_by_hand(model::ExchangeCode const& exchange,
                                                   std::span<model::AccountId const> accounts,
                                                   std::size_t limit) override;
    std::vector<std::vector<model::OutboxRequest>> of_orders(
        std::span<ports::OrderKey const> orders) override;
    void update(std::span<model::OutboxRequest const> requests) override;
    void answer(std::span<ports::AnsweredRequest const> answers) override;

  private:
    [[nodiscard]] std::vector<model::OutboxRequest> in_state(
        model::RequestState state, model::ExchangeCode const& exchange,
        std::span<model::AccountId const> accounts, std::size_t limit);
    void overwrite(MemoryAccount& account, model::OutboxRequest const& request);

    MemoryTransaction& transaction_;
};

}  // namespace daybook::memory
