#pragma once

#include <cstdint>
#include <optional>

#include "model/measure.hpp"
#include "model/strong_id.hpp"

namespace daybook::model {

/// One asset of one account: the sums of its postings by bucket, FEES over all instruments.
/// TRADING is not kept here: the positions carry it (see docs/book-format.md).
struct Balance {
    AccountId account_id;
    AssetCode asset;
    Amount available;
    Amount held;
    Amount fees;
    Amount external;
    /// The open discrepancy that says that `available` is below zero.
    std::optional<std::uint64_t> overdrawn;

    friend bool operator==(Balance const&, Balance const&) = default;
};

}  // namespace daybook::model
