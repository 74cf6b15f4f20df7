#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "ports/outbound/book_reader.hpp"

namespace daybook::support {

/// A book that holds what a test puts into it, in the order of the keys. Accounts own all rows.
/// Threads: not safe, but for add_entry() and entries().
class FakeBook final : public ports::BookReader {
  public:
    std::vector<model::Asset> asset_rows;
    std::vector<model::Instrument> instrument_rows;
    std::vector<model::Account> account_rows;
    std::vector<model::Order> order_rows;
    std::vector<model::Execution> execution_rows;
    std::vector<model::Balance> balance_rows;
    std::vector<model::PositionState> position_rows;
    std::vector<ports::LotRow> lot_rows;
    std::vector<model::Discrepancy> discrepancy_rows;
    std::vector<model::OutboxRequest> request_rows;
    /// What the last question was about.
    ports::OrderFilter order_filter;
    ports::ExecutionFilter execution_filter;
    ports::RequestFilter request_filter;
    std::optional<model::Timestamp> moment;
    ports::EntryClock clock = ports::EntryClock::occurred;
    /// Thrown by account(), where set.
    std::function<void()> fail;

    void add_entry(model::Entry entry);

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
                                               model::Timestamp at,
                                               ports::EntryClock which) override;
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
    std::vector<model::OutboxRequest> requests(ports::RequestFilter const& filter,
                                               std::optional<ports::RequestKey> const& after,
                                               std::size_t limit) override;
    std::vector<ports::RequestCount> count_requests() override;
    std::vector<ports::KindCount> open_discrepancies() override;

  private:
    std::mutex mutex_;
    std::vector<model::Entry> entry_rows_;
};

}  // namespace daybook::support
