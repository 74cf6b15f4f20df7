#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/reconciliation.hpp"
#include "services/statement_booking.hpp"
#include "support/processor_bench.hpp"
#include "system/openssl_uuid_v5.hpp"

namespace daybook::support {

/// `2@100` of an order that is named by the exchange's id, so many seconds after 09:30.
[[nodiscard]] services::StatementTrade told_trade(std::string_view exchange_order_id,
                                                  std::string_view exec_id, std::string_view terms,
                                                  int seconds);
/// An order that is named by the exchange's id; nothing else is told.
[[nodiscard]] services::StatementOrder told_order(std::string_view exchange_order_id);
/// All terms of a GTC LIMIT order.
[[nodiscard]] services::StatementOrder told_limit_order(std::string_view exchange_order_id,
                                                        model::Side side, std::string_view terms);
[[nodiscard]] services::StatementBalance told_balance(std::string_view asset,
                                                      std::string_view total);

/// `missing_here trade x1`, `different order E1 status: NEW, CANCELED`, `missing_there balance USD
/// total: 5, `; an obstacle follows in brackets.
[[nodiscard]] std::string said(services::StatementDifference const& difference);
[[nodiscard]] std::vector<std::string> said(
    std::vector<services::StatementDifference> const& differences);

/// A book in memory with statements to compare it with. Lines are numbered as records come: orders,
/// trades, balances. The period is of an hour from 09:30.
class ReconciliationBench : public ProcessorBench {
  public:
    explicit ReconciliationBench(model::AccountId account = model::AccountId{"alpha"});

    [[nodiscard]] std::vector<services::StatementDifference> differences(
        services::Statement const& statement);
    [[nodiscard]] std::vector<std::string> compare(services::Statement const& statement);
    /// Books what can be booked, and what each command was answered.
    std::vector<std::string> book(services::Statement const& statement);
    [[nodiscard]] services::ReconciliationIds const& ids() const { return ids_; }
    [[nodiscard]] services::RecordedAccount recorded(services::Statement const& statement);

  private:
    model::AccountId account_;
    system::OpensslUuidV5 uuids_;
    services::ReconciliationIds ids_;
};

/// With the lines and the period that the bench promises.
[[nodiscard]] services::Statement statement_of(std::vector<services::StatementOrder> orders,
                                               std::vector<services::StatementTrade> trades,
                                               std::vector<services::StatementBalance> balances);

}  // namespace daybook::support
