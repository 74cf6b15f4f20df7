#pragma once

#include <optional>
#include <string>

#include "ports/outbound/book_reader.hpp"
#include "services/account_book.hpp"

namespace daybook::services {

/// Compares every stored projection of an account with the rebuilt book.
/// Returns a sentence on the first row that differs, is missing or is too many.
[[nodiscard]] std::optional<std::string> check_projections(ports::BookReader& stored,
                                                           AccountBook const& rebuilt);

/// Checks the invariants of domain.md section 5 on a rebuilt book and its summed postings.
/// Shape: `trading` and `fees` hold the sums of those buckets by instrument and asset.
using BucketSums = std::map<std::pair<model::InstrumentKey, model::AssetCode>, model::Amount>;
[[nodiscard]] std::optional<std::string> check_invariants(AccountBook const& rebuilt,
                                                          ReferenceData const& reference,
                                                          BucketSums const& trading,
                                                          BucketSums const& fees);

}  // namespace daybook::services
