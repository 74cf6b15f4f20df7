#pragma once

#include <map>

#include "model/balance.hpp"
#include "model/order.hpp"
#include "ports/outbound/book_reader.hpp"
#include "services/reconciliation_ids.hpp"
#include "services/statement.hpp"
#include "services/trade_tree.hpp"

namespace daybook::services {

/// What the book has of an account, as far as one statement can concern it.
struct RecordedAccount {
    model::AccountId id;
    /// Those that the statement names, that are live, or that traded within its period.
    std::map<model::OrderId, model::Order> orders;
    /// All of each of these orders.
    std::map<model::OrderId, ExecutionsOfOrder> executions;
    /// As they were at each instant of which the statement tells any balance.
    std::map<model::Timestamp, std::map<model::AssetCode, model::Balance>> balances;
};

/// Reads it page by page, so that what is kept is bounded by the statement and not by the book.
/// Throws: StorageError.
[[nodiscard]] RecordedAccount read_account(ports::BookReader& book, model::AccountId const& id,
                                           Statement const& statement,
                                           ReconciliationIds const& ids);

}  // namespace daybook::services
