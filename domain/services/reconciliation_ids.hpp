#pragma once

#include <cstddef>
#include <string>

#include "model/order.hpp"
#include "ports/outbound/uuid_v5.hpp"
#include "services/statement.hpp"

namespace daybook::services {

/// The ids under which a statement's records are booked where the exchange gave none: the same for
/// the same facts, so that a record is booked once however often it is read. Their names are
/// documented in docs/reconciliation.md; a change of them would book records again.
class ReconciliationIds {
  public:
    ReconciliationIds(ports::UuidV5& uuids, model::AccountId account);

    /// The key of an order that only the statement knows: of its id at the exchange, else of the
    /// client's, else of the one it is given.
    [[nodiscard]] model::IdempotencyKey order_key(OrderNames const& names,
                                                  model::InstrumentKey const& instrument) const;
    /// The id of a trade without one. `order`: order_name() of its order. `repetition`: how many
    /// trades of the order with the same time, quantity and price stand before it.
    [[nodiscard]] model::ExecId trade_id(StatementTrade const& trade, std::string const& order,
                                         std::size_t repetition) const;
    /// The id of a report that an order is in a state since `at`.
    [[nodiscard]] model::ExecId report_id(model::InstrumentKey const& instrument,
                                          std::string const& order, model::ExecType type,
                                          model::Timestamp at) const;

    /// What names an order in the names of its executions: its key, else its id.
    [[nodiscard]] static std::string order_name(model::Order const& order);

  private:
    [[nodiscard]] std::string id_of(model::InstrumentKey const& instrument,
                                    std::string const& facts) const;

    ports::UuidV5& uuids_;
    model::AccountId account_;
};

}  // namespace daybook::services
