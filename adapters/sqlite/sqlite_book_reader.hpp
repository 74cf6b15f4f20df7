#pragma once

#include "ports/outbound/book_reader.hpp"
#include "sqlite/sqlite_connection.hpp"
#include "sqlite/sqlite_statement.hpp"

namespace daybook::sqlite {

/// The book as one read transaction of its connection sees it. Lists walk the primary keys.
class SqliteBookReader final : public ports::BookReader {
  public:
    explicit SqliteBookReader(SqliteConnection& connection);

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
    std::vector<model::OutboxRequest> requests(ports::RequestFilter const& filter,
                                               std::optional<ports::RequestKey> const& after,
                                               std::size_t limit) override;
    std::vector<ports::RequestCount> count_requests() override;
    std::vector<ports::KindCount> open_discrepancies() override;

  private:
    void add_postings(model::AccountId const& account_id, std::vector<model::Entry>& entries);

    SqliteStatement assets_;
    SqliteStatement instruments_;
    SqliteStatement accounts_;
    SqliteStatement asset_;
    SqliteStatement instrument_;
    SqliteStatement account_;
    SqliteStatement order_;
    SqliteStatement orders_;
    SqliteStatement open_orders_;
    SqliteStatement newest_orders_;
    SqliteStatement newest_open_orders_;
    SqliteStatement order_count_;
    SqliteStatement open_order_count_;
    SqliteStatement executions_;
    SqliteStatement executions_of_order_;
    SqliteStatement entries_;
    SqliteStatement postings_;
    SqliteStatement balances_;
    SqliteStatement postings_occurred_until_;
    SqliteStatement postings_recorded_until_;
    SqliteStatement positions_;
    SqliteStatement lots_;
    SqliteStatement earlier_names_;
    SqliteStatement discrepancies_;
    SqliteStatement unanswered_requests_;
    SqliteStatement abandoned_requests_;
    SqliteStatement count_unanswered_;
    SqliteStatement count_abandoned_;
    SqliteStatement open_discrepancies_;
};

}  // namespace daybook::sqlite
