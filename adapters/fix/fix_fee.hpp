#pragma once

#include <optional>

#include "fix/fix_message.hpp"
#include "fix/fix_settings.hpp"
#include "model/measure.hpp"

namespace daybook::fix {

/// What a fill was charged, exactly: Commission (12) by CommType (13) in CommCurrency (479), and
/// every MiscFeeAmt (137) of NoMiscFees (136) by MiscFeeBasis (891) in MiscFeeCurr (138); fees that
/// name no asset are in Currency (15), or else in the dialect's. Negative amounts are rebates.
/// nullopt where nothing, or zero, is charged.
/// Throws: Unreadable, also where more than one asset is charged: a trade is booked with one.
/// Source: FIX 4.4 volume 4; fields 12, 13, 136 to 139, 479, 891.
[[nodiscard]] std::optional<model::Money> fee_of(FixMessage const& message,
                                                 model::Quantity quantity, model::Price price,
                                                 FixDialect const& dialect);

}  // namespace daybook::fix
