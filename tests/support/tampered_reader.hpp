#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "ports/outbound/book_reader.hpp"

namespace daybook::support {

/// A book as somebody has changed it: each list goes through a function of its own.
class TamperedReader final : public ports::BookReader {
  public:
    template <class Row>
    using Tamper = std::function<void(std::vector<Row>&)>;

    explicit TamperedReader(ports::BookReader& real) : real_{real} {}

    Tamper<model::Asset> on_assets;
    Tamper<model::Instrument> on_instruments;
    Tamper<model::Account> on_accounts;
    Tamper<model::Order> on_orders;
    /// For lists of one status alone.
    Tamper<model::Order> on_orders_by_status;
    Tamper<model::Execution> on_executions;
    Tamper<model::Entry> on_entries;
    Tamper<model::Balance> on_balances;
    Tamper<model::PositionState> on_positions;
    Tamper<ports::LotRow> on_lots;
    Tamper<model::ExchangeOrderName> on_earlier_names;
    Tamper<model::Discrepancy> on_discrepancies;

    std::vector<model::Asset> assets(std::optional<model::AssetCode> const& after,
                                     std::size_t limit) override {
        return changed(on_assets, real_.assets(after, limit));
    }
    std::vector<model::Instrument> instruments(std::optional<model::InstrumentKey> const& after,
                                               std::size_t limit) override {
        return changed(on_instruments, real_.instruments(after, limit));
    }
    std::vector<model::Account> accounts(std::optional<model::AccountId> const& after,
                                         std::size_t limit) override {
        return real_.accounts(after, limit);
    }
    std::optional<model::Asset> asset(model::AssetCode const& code) override {
        return real_.asset(code);
    }
    std::optional<model::Instrument> instrument(model::InstrumentKey const& key) override {
        return real_.instrument(key);
    }
    std::optional<model::Account> account(model::AccountId const& id) override {
        auto found = real_.account(id);
        if (!found) return found;
        auto rows = changed(on_accounts, std::vector{*found});
        return rows.empty() ? std::nullopt : std::optional{rows.front()};
    }
    std::optional<model::Order> order(model::AccountId const& account_id,
                                      model::OrderId const& id) override {
        return real_.order(account_id, id);
    }
    std::vector<model::Order> orders(model::AccountId const& account_id,
                                     ports::OrderFilter const& filter,
                                     std::optional<model::OrderId> const& after,
                                     std::size_t limit) override {
        auto const& tamper = filter.statuses.empty() ? on_orders : on_orders_by_status;
        return changed(tamper, real_.orders(account_id, filter, after, limit));
    }
    std::size_t count_orders(model::AccountId const& account_id, ports::OrderFilter const& filter,
                             std::size_t most) override {
        return real_.count_orders(account_id, filter, most);
    }
    std::vector<model::Execution> executions(model::AccountId const& account_id,
                                             ports::ExecutionFilter const& filter,
                                             std::uint64_t after, std::size_t limit) override {
        return changed(on_executions, real_.executions(account_id, filter, after, limit));
    }
    std::vector<model::Entry> entries(model::AccountId const& account_id, std::uint64_t after,
                                      std::size_t limit) override {
        return changed(on_entries, real_.entries(account_id, after, limit));
    }
    std::vector<model::Balance> balances(model::AccountId const& account_id,
                                         std::optional<model::AssetCode> const& after,
                                         std::size_t limit) override {
        return changed(on_balances, real_.balances(account_id, after, limit));
    }
    std::vector<model::Balance> balances_as_of(model::AccountId const& account_id,
                                               model::Timestamp moment,
                                               ports::EntryClock clock) override {
        return real_.balances_as_of(account_id, moment, clock);
    }
    std::vector<model::PositionState> positions(model::AccountId const& account_id,
                                                std::optional<model::InstrumentKey> const& after,
                                                std::size_t limit) override {
        return changed(on_positions, real_.positions(account_id, after, limit));
    }
    std::vector<ports::LotRow> lots(model::AccountId const& account_id,
                                    std::optional<model::InstrumentKey> const& after,
                                    std::uint64_t after_number, std::size_t limit) override {
        return changed(on_lots, real_.lots(account_id, after, after_number, limit));
    }
    std::vector<model::ExchangeOrderName> earlier_names(
        model::AccountId const& account_id, std::optional<model::ExchangeOrderName> const& after,
        std::size_t limit) override {
        return changed(on_earlier_names, real_.earlier_names(account_id, after, limit));
    }
    std::vector<model::Discrepancy> discrepancies(model::AccountId const& account_id,
                                                  std::uint64_t after, std::size_t limit) override {
        return changed(on_discrepancies, real_.discrepancies(account_id, after, limit));
    }
    std::vector<model::OutboxRequest> requests(ports::RequestFilter const& filter,
                                               std::optional<ports::RequestKey> const& after,
                                               std::size_t limit) override {
        return real_.requests(filter, after, limit);
    }
    std::vector<ports::RequestCount> count_requests() override { return real_.count_requests(); }
    std::vector<ports::KindCount> open_discrepancies() override {
        return real_.open_discrepancies();
    }

  private:
    template <class Row>
    static std::vector<Row> changed(Tamper<Row> const& tamper, std::vector<Row> rows) {
        if (tamper) tamper(rows);
        return rows;
    }

    ports::BookReader& real_;
};

}  // namespace daybook::support
