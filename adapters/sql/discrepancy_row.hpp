#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/discrepancy.hpp"

namespace daybook::sql {

/// A row of `discrepancies`.
struct DiscrepancyRow {
    model::AccountId account_id;
    std::uint64_t number = 0;
    model::DiscrepancyKind kind{};
    model::DiscrepancyState state{};
    model::Timestamp opened_at;
    std::uint64_t entry_seq = 0;
    std::string detail;
    std::string payload;
    std::int64_t payload_digest = 0;
    std::optional<model::Timestamp> occurred_at;
    std::optional<model::Resolution> resolution;
    std::optional<std::string> reason;
    std::optional<model::OrderId> order_id;
};

[[nodiscard]] DiscrepancyRow row_of(model::Discrepancy const& discrepancy);
/// Throws: StorageError, corrupt, for what no discrepancy can be.
[[nodiscard]] model::Discrepancy to_model(DiscrepancyRow&& row);

/// What a report is looked up by in an index, instead of by its whole text.
/// FNV-1a with 64 bits. Source: draft-eastlake-fnv.
[[nodiscard]] std::int64_t payload_digest(std::string_view payload);

}  // namespace daybook::sql
