#pragma once

#include <optional>

#include "fix/fix_message.hpp"
#include "fix/fix_settings.hpp"
#include "model/execution.hpp"

namespace daybook::fix {

/// What a fill was charged, exactly: Commission (12) by CommType (13) in CommCurrency (479), and
/// every MiscFeeAmt (137) of NoMiscFees (136) by MiscFeeBasis (891) in MiscFeeCurr (138); fees that
/// name no asset are in Currency (15), or else in the dialect's. Negative amounts are rebates.
/// One fee an asset, none of zero; nullopt where the message says nothing of fees.
/// Throws: Unreadable.
/// Source: FIX 4.4 volume 4; fields 12, 13, 136 to 139, 479, 891.
[[nodiscard]] std::optional<model::Fees> fees_of(FixMessage const& message,
                                                 model::Quantity quantity, model::Price price,
                                                 FixDialect const& dialect);

}  // namespace daybook::fix
