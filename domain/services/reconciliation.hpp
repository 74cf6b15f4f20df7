#pragma once

#include <vector>

#include "services/recorded_account.hpp"
#include "services/statement_difference.hpp"

namespace daybook::services {

/// Compares what the book has of an account with what an exchange's statement tells of it, at the
/// statement's instant and within its period. Only what is told is compared: a field that is not
/// set, a kind without records and an exchange that no record names are not.
///
/// Trades are matched as TradeMatching does, and count with what their corrections and busts left
/// of them; those outside the period are not missing there. Of orders, those that are live here are
/// missing there when the statement has none of them.
///
/// Shape: by kind, record, time, instrument, line and ids, so that equal books and statements give
/// equal lists.
[[nodiscard]] std::vector<StatementDifference> reconcile(RecordedAccount const& account,
                                                         Statement const& statement,
                                                         ReconciliationIds const& ids);

}  // namespace daybook::services
