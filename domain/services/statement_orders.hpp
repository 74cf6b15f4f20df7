#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "services/recorded_account.hpp"

namespace daybook::services {

/// Whom a record of a statement concerns.
struct NamedOrder {
    /// In the book; nullptr where it knows none of that name and instrument.
    model::Order const* order = nullptr;
    /// The statement's record of the order itself; nullptr where it has none.
    StatementOrder const* told = nullptr;
    /// Why the name cannot be followed; empty where it can, and where it is merely unknown.
    std::string obstacle;
};

/// Finds the orders that the records of a statement name: by our id, by the client's (ours, or the
/// key of the order), by the exchange's, and by the key that reconciliation itself gives. A name
/// counts for orders of the record's instrument only. A trade whose own names lead nowhere is
/// looked for under those of the statement's order that shares one with it.
///
/// Shape: `account`, `statement` and `ids` outlive it.
class StatementOrders {
  public:
    StatementOrders(RecordedAccount const& account, Statement const& statement,
                    ReconciliationIds const& ids);

    [[nodiscard]] NamedOrder of(StatementOrder const& order) const;
    [[nodiscard]] NamedOrder of(StatementTrade const& trade) const;

  private:
    template <class Id, class Order>
    using ByName = std::map<std::pair<model::InstrumentKey, Id>, Order>;

    [[nodiscard]] NamedOrder find(OrderNames const& names,
                                  model::InstrumentKey const& instrument) const;
    [[nodiscard]] model::Order const* by_id(model::OrderId const& id) const;
    [[nodiscard]] model::Order const* by_key(model::IdempotencyKey const& key) const;
    [[nodiscard]] model::Order const* by_client(model::ClientOrderId const& id) const;
    [[nodiscard]] StatementOrder const* told(OrderNames const& names,
                                             model::InstrumentKey const& instrument) const;

    RecordedAccount const& account_;
    ReconciliationIds const& ids_;
    std::unordered_map<model::IdempotencyKey, model::Order const*> by_key_;
    ByName<model::ExchangeOrderId, std::vector<model::Order const*>> at_exchange_;
    ByName<model::OrderId, StatementOrder const*> told_by_id_;
    ByName<model::ClientOrderId, StatementOrder const*> told_by_client_;
    ByName<model::ExchangeOrderId, StatementOrder const*> told_at_exchange_;
};

}  // namespace daybook::services
