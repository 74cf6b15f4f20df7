#pragma once

#include <functional>
#include <optional>
#include <string>

#include "fix/fix_message.hpp"
#include "ports/outbound/exchange_gateway.hpp"

namespace daybook::fix {

/// The message that went out under a number; empty for none.
using SentMessages = std::function<std::string(int)>;

/// Reads Reject (3) and BusinessMessageReject (j). They name what they refuse by RefSeqNum (45) or
/// BusinessRejectRefID (379): a refused request becomes REJECTED, CANCEL_REJECTED or
/// REPLACE_REJECTED of its order; a refused status request an unknown order, where that is said.
/// nullopt for what concerns no order. Unreadable where no such request is known.
[[nodiscard]] std::optional<ports::ExchangeReport> decode_refusal(FixMessage const& refusal,
                                                                  SentMessages const& sent);

}  // namespace daybook::fix
