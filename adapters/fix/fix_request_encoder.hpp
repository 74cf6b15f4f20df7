#pragma once

#include "fix/engine/session_engine.hpp"
#include "fix/fix_settings.hpp"
#include "ports/outbound/exchange_gateway.hpp"

namespace daybook::fix {

/// NewOrderSingle (D), OrderCancelRequest (F) or OrderCancelReplaceRequest (G).
[[nodiscard]] OutgoingMessage encode_request(ports::ExchangeRequest const& request,
                                             FixDialect const& dialect);

/// OrderStatusRequest (H): of the order as the exchange last accepted it.
[[nodiscard]] OutgoingMessage encode_status_request(ports::ExchangeRequest const& request,
                                                    FixDialect const& dialect);

/// OrderMassStatusRequest (AF) for all orders, under this MassStatusReqID (584).
[[nodiscard]] OutgoingMessage encode_mass_status_request(std::string const& id);

}  // namespace daybook::fix
