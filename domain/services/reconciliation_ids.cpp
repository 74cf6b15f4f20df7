#include "services/reconciliation_ids.hpp"

#include <utility>

#include "model/names.hpp"

namespace daybook::services {

using namespace model;

namespace {

/// 91180c95-7d0a-4b0e-8fca-23350e38f552, drawn once for this use.
constexpr ports::UuidV5::Space space{0x91, 0x18, 0x0c, 0x95, 0x7d, 0x0a, 0x4b, 0x0e,
                                     0x8f, 0xca, 0x23, 0x35, 0x0e, 0x38, 0xf5, 0x52};

}  // namespace

ReconciliationIds::ReconciliationIds(ports::UuidV5& uuids, AccountId account)
    : uuids_{uuids}, account_{std::move(account)} {}

std::string ReconciliationIds::id_of(InstrumentKey const& instrument,
                                     std::string const& facts) const {
    // No part can contain a line end, so that no two names read the same.
    return uuids_.of(space, account_.value() + '\n' + instrument.exchange.value() + '\n' +
                                instrument.symbol.value() + '\n' + facts);
}

IdempotencyKey ReconciliationIds::order_key(OrderNames const& names,
                                            InstrumentKey const& instrument) const {
    std::string name;
    if (names.exchange_order_id) {
        name = "exchange_order_id\n" + names.exchange_order_id->value();
    } else if (names.client_order_id) {
        name = "client_order_id\n" + names.client_order_id->value();
    } else if (names.order_id) {
        name = "order_id\n" + names.order_id->to_string();
    }
    return IdempotencyKey{id_of(instrument, "order\n" + name)};
}

ExecId ReconciliationIds::trade_id(StatementTrade const& trade, std::string const& order,
                                   std::size_t repetition) const {
    return ExecId{id_of(trade.instrument, "trade\n" + order + '\n' + trade.occurred_at.to_string() +
                                              '\n' + trade.quantity_base.value().to_string() +
                                              '\n' + trade.price_quote.value().to_string() + '\n' +
                                              std::to_string(repetition))};
}

ExecId ReconciliationIds::report_id(InstrumentKey const& instrument, std::string const& order,
                                    ExecType type, Timestamp at) const {
    return ExecId{id_of(instrument, "report\n" + order + '\n' + std::string{name_of(type)} + '\n' +
                                        at.to_string())};
}

std::string ReconciliationIds::order_name(Order const& order) {
    auto const& key = order.state().idempotency_key;
    return key ? key->value() : order.state().id.to_string();
}

}  // namespace daybook::services
