#pragma once

#include <gmock/gmock.h>

#include <optional>
#include <vector>

#include "ports/outbound/clock.hpp"
#include "ports/outbound/unit_of_work.hpp"

namespace daybook::support {

class MockAccounts : public ports::AccountRepository {
  public:
    MOCK_METHOD(std::vector<std::optional<model::Account>>, lock,
                (std::span<model::AccountId const>), (override));
    MOCK_METHOD(void, add, (std::span<model::Account const>), (override));
    MOCK_METHOD(void, update, (std::span<model::Account const>), (override));
};

class MockReference : public ports::ReferenceRepository {
  public:
    MOCK_METHOD(std::vector<std::optional<model::Asset>>, find_assets,
                (std::span<model::AssetCode const>), (override));
    MOCK_METHOD(std::vector<std::optional<model::Instrument>>, find_instruments,
                (std::span<model::InstrumentKey const>), (override));
    MOCK_METHOD(void, add_assets, (std::span<model::Asset const>), (override));
    MOCK_METHOD(void, save_instruments, (std::span<model::Instrument const>), (override));
};

class MockOrders : public ports::OrderRepository {
  public:
    MOCK_METHOD(std::vector<std::optional<model::Order>>, find, (std::span<ports::OrderKey const>),
                (override));
    MOCK_METHOD(std::vector<std::vector<model::Order>>, find_by_exchange_order_id,
                (std::span<ports::ExchangeOrderKey const>), (override));
    MOCK_METHOD(std::vector<std::vector<model::Order>>, find_open,
                (std::span<model::AccountId const>), (override));
    MOCK_METHOD(void, add, (std::span<model::Order const>), (override));
    MOCK_METHOD(ports::SaveStatus, update,
                (std::span<model::Order const>, std::span<std::uint64_t const>), (override));
    MOCK_METHOD(void, add_earlier_names, (std::span<model::ExchangeOrderName const>), (override));
};

class MockExecutions : public ports::ExecutionRepository {
  public:
    MOCK_METHOD(std::vector<std::optional<model::Execution>>, find,
                (std::span<ports::ExecutionKey const>), (override));
    MOCK_METHOD(std::vector<std::vector<model::Execution>>, of_orders,
                (std::span<ports::OrderKey const>), (override));
    MOCK_METHOD(std::vector<std::vector<model::Execution>>, corrections_of_orders,
                (std::span<ports::OrderKey const>), (override));
    MOCK_METHOD(std::vector<std::vector<model::Execution>>, trades_of_positions,
                (std::span<ports::PositionKey const>), (override));
    MOCK_METHOD(void, add, (std::span<model::Execution const>), (override));
};

class MockEntries : public ports::EntryRepository {
  public:
    MOCK_METHOD(std::vector<std::optional<model::Entry>>, find_by_key,
                (std::span<ports::EntryKey const>), (override));
    MOCK_METHOD(std::vector<std::vector<model::Entry>>, openings_of_positions,
                (std::span<ports::PositionKey const>), (override));
    MOCK_METHOD(std::optional<model::Hash>, hash_of, (model::AccountId const&, std::uint64_t),
                (override));
    MOCK_METHOD(void, append, (std::span<model::Entry const>), (override));
};

class MockBalances : public ports::BalanceRepository {
  public:
    MOCK_METHOD(std::vector<model::Balance>, find, (std::span<ports::BalanceKey const>),
                (override));
    MOCK_METHOD(std::vector<std::vector<model::Balance>>, of_accounts,
                (std::span<model::AccountId const>), (override));
    MOCK_METHOD(void, save, (std::span<model::Balance const>), (override));
};

class MockPositions : public ports::PositionRepository {
  public:
    MOCK_METHOD(std::vector<std::optional<model::PositionState>>, find,
                (std::span<ports::PositionKey const>), (override));
    MOCK_METHOD(std::vector<std::vector<model::Lot>>, lots_of,
                (std::span<ports::PositionKey const>), (override));
    MOCK_METHOD(std::vector<std::vector<model::PositionState>>, of_accounts,
                (std::span<model::AccountId const>), (override));
    MOCK_METHOD(void, save, (std::span<ports::PositionChange const>), (override));
};

class MockDiscrepancies : public ports::DiscrepancyRepository {
  public:
    MOCK_METHOD(std::vector<std::optional<model::Discrepancy>>, find,
                (std::span<ports::DiscrepancyKey const>), (override));
    MOCK_METHOD(std::vector<std::optional<model::Discrepancy>>, find_by_payload,
                (std::span<ports::ReportKey const>), (override));
    MOCK_METHOD(std::vector<std::vector<model::Discrepancy>>, find_open,
                (std::span<model::AccountId const>), (override));
    MOCK_METHOD(void, save, (std::span<model::Discrepancy const>), (override));
};

class MockOutbox : public ports::OutboxRepository {
  public:
    MOCK_METHOD(void, add, (std::span<model::OutboxRequest const>), (override));
    MOCK_METHOD(std::vector<model::OutboxRequest>, pending,
                (model::ExchangeCode const&, std::span<model::AccountId const>, std::size_t),
                (override));
    MOCK_METHOD(std::vector<model::OutboxRequest>, sent,
                (model::ExchangeCode const&, std::span<model::AccountId const>, std::size_t),
                (override));
    MOCK_METHOD(std::vector<model::OutboxRequest>, sent_by_hand,
                (model::ExchangeCode const&, std::span<model::AccountId const>, std::size_t),
                (override));
    MOCK_METHOD(std::vector<std::vector<model::OutboxRequest>>, of_orders,
                (std::span<ports::OrderKey const>), (override));
    MOCK_METHOD(void, update, (std::span<model::OutboxRequest const>), (override));
    MOCK_METHOD(void, answer, (std::span<ports::AnsweredRequest const>), (override));
};

class MockExchangeLeases : public ports::ExchangeLeaseRepository {
  public:
    MOCK_METHOD(std::vector<ports::ExchangeLease>, list, (), (override));
    MOCK_METHOD(std::optional<ports::ExchangeLease>, lock, (model::ExchangeCode const&),
                (override));
    MOCK_METHOD(void, add, (ports::ExchangeLease const&), (override));
    MOCK_METHOD(void, update, (ports::ExchangeLease const&), (override));
};

/// Mocks of all repositories. Each does what the real one of the running unit of work does, unless
/// a test expects otherwise.
struct MockRepositories {
    testing::NiceMock<MockAccounts> accounts;
    testing::NiceMock<MockReference> reference;
    testing::NiceMock<MockOrders> orders;
    testing::NiceMock<MockExecutions> executions;
    testing::NiceMock<MockEntries> entries;
    testing::NiceMock<MockBalances> balances;
    testing::NiceMock<MockPositions> positions;
    testing::NiceMock<MockDiscrepancies> discrepancies;
    testing::NiceMock<MockOutbox> outbox;
    testing::NiceMock<MockExchangeLeases> exchange_leases;
    /// Those of the running unit of work.
    ports::Repositories* real = nullptr;

    MockRepositories();
    [[nodiscard]] ports::Repositories all();
};

/// Runs units of work of a real store through mocks, and fails commits on demand.
class MockedUnitOfWork final : public ports::UnitOfWork {
  public:
    /// How the next commits end.
    enum class Outcome { commits, fails, commits_but_says_unknown, is_lost_and_says_unknown };

    explicit MockedUnitOfWork(ports::UnitOfWork& real) : real_{real} {}

    void run(std::function<ports::Commit(ports::Repositories&)> const& work) override;

    MockRepositories mocks;
    /// Taken from the front; empty means that commits succeed.
    std::vector<Outcome> outcomes;
    /// How many units of work were begun.
    int runs = 0;

  private:
    [[nodiscard]] Outcome next_outcome();

    ports::UnitOfWork& real_;
};

class MockClock : public ports::Clock {
  public:
    MOCK_METHOD(model::Timestamp, now, (), (override));
};

}  // namespace daybook::support
