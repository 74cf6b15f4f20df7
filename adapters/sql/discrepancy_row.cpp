#include "sql/discrepancy_row.hpp"

#include <utility>

#include "sql/corrupt_value.hpp"

namespace daybook::sql {

DiscrepancyRow row_of(model::Discrepancy const& discrepancy) {
    return {.account_id = discrepancy.account_id,
            .number = discrepancy.number,
            .kind = discrepancy.kind,
            .state = discrepancy.state,
            .opened_at = discrepancy.opened_at,
            .entry_seq = discrepancy.entry_seq,
            .detail = discrepancy.detail,
            .payload = discrepancy.payload,
            .payload_digest = payload_digest(discrepancy.payload),
            .occurred_at = discrepancy.occurred_at,
            .resolution = discrepancy.resolution,
            .reason = discrepancy.reason,
            .order_id = discrepancy.order_id};
}

model::Discrepancy to_model(DiscrepancyRow&& row) {
    if (!row.occurred_at) reject_value("occurred_at", "null");
    return {.account_id = std::move(row.account_id),
            .number = row.number,
            .kind = row.kind,
            .state = row.state,
            .opened_at = row.opened_at,
            .entry_seq = row.entry_seq,
            .detail = std::move(row.detail),
            .payload = std::move(row.payload),
            .occurred_at = *row.occurred_at,
            .resolution = row.resolution,
            .reason = std::move(row.reason),
            .order_id = row.order_id};
}

std::int64_t payload_digest(std::string_view payload) {
    std::uint64_t digest = 0xcbf29ce484222325u;
    for (char const c : payload) {
        digest = (digest ^ static_cast<std::uint8_t>(c)) * 0x100000001b3u;
    }
    return static_cast<std::int64_t>(digest);
}

}  // namespace daybook::sql
