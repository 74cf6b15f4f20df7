#pragma once

#include "memory/memory_book.hpp"
#include "ports/outbound/book_reader.hpp"

namespace daybook::memory {

/// The book while nobody writes to it. Lives no longer than the lock that sees to that.
class MemoryBookReader final : public ports::BookReader {
  public:
    explicit MemoryBookReader(MemoryBook const& book) : book_{book} {}

    std::vector<model::Asset> assets(std::optional<model::AssetCode> const& after,
                                     std::size_t limit) override;
    std::vector<model::Instrument> instruments(std::optional<model::InstrumentKey> const& after,
                                               std::size_t limit) override;
    std::vector<model::Account> accounts(std::optional<model::AccountId> const& after,
                                         std::size_t limit) override;
    std::optional<model::Asset> asset(model::AssetCode const& code) override;
    std::optional<model::Instrument> instrument(model::InstrumentKey const& key) override;
    std::optional<model::Account> account(model::AccountId const& id) override;
    std::optional<model::Order> order(model::AccountId const& account_id,
                                      model::OrderId const& id) override;
    std::vector<model::Order> orders(model::AccountId const& account_id,
                                     ports::OrderFilter const& filter,
                                     std::optional<model::OrderId> const& after,
                                     std::size_t limit) override;
    std::size_t count_orders(model::AccountId const& account_id, ports::OrderFilter const& filter,
                             std::size_t most) override;
    std::vector<model::Execution> executions(model::AccountId const& account_id,
                                             ports::ExecutionFilter const& filter,
                                             std::uint64_t after, std::size_t limit) override;
    std::vector<model::Entry> entries(model::AccountId const& account_id, std::uint64_t after,
                                      std::size_t limit) override;
    std::vector<model::Balance> balances(model::AccountId const& account_id,
                                         std::optional<model::AssetCode> const& after,
                                         std::size_t limit) override;
    std::vector<model::Balance> balances_as_of(model::AccountId const& account_id,
                                               model::Timestamp moment,
                                               ports::EntryClock clock) override;
    std::vector<model::PositionState> positions(model::AccountId const& account_id,
                                                std::optional<model::InstrumentKey> const& after,
                                                std::size_t limit) override;
    std::vector<ports::LotRow> lots(model::AccountId const& account_id,
                                    std::optional<model::InstrumentKey> const& after,
                                    std::uint64_t after_number, std::size_t limit) override;
    std::vector<model::ExchangeOrderName> earlier_names(
        model::AccountId const& account_id, std::optional<model::ExchangeOrderName> const& after,
        std::size_t limit) override;
    std::vector<model::Discrepancy> discrepancies(model::AccountId const& account_id,
                                                  std::uint64_t after, std::size_t limit) override;
    [[nodiscard]] std::vector<model::OutboxRequest> requests(
        ports::RequestFilter const& filter, std::optional<ports::RequestKey> const& after,
        std::size_t limit) override;
    [[nodiscard]] std::vector<ports::RequestCount> count_requests() override;
    [[nodiscard]] std::vector<ports::KindCount> open_discrepancies() override;

  private:
    [[nodiscard]] MemoryAccount const& of(model::AccountId const& id) const;

    MemoryBook const& book_;
};

}  // namespace daybook::memory
