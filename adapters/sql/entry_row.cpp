#include "sql/entry_row.hpp"

#include <utility>

#include "sql/corrupt_value.hpp"

namespace daybook::sql {

EntryRow row_of(model::Entry const& entry) {
    return {.account_id = entry.account_id,
            .seq = entry.seq,
            .kind = entry.kind,
            .occurred_at = entry.occurred_at,
            .recorded_at = entry.recorded_at,
            .idempotency_key = entry.idempotency_key,
            .order_id = entry.order_id,
            .refusal = entry.refusal,
            .payload = entry.payload,
            .hash = entry.hash,
            .instrument_entry = entry.instrument_entry};
}

model::Entry to_model(EntryRow&& row) {
    return {.account_id = std::move(row.account_id),
            .seq = row.seq,
            .kind = row.kind,
            .occurred_at = row.occurred_at,
            .recorded_at = row.recorded_at,
            .idempotency_key = std::move(row.idempotency_key),
            .order_id = row.order_id,
            .refusal = row.refusal,
            .instrument_entry = row.instrument_entry,
            .payload = std::move(row.payload),
            .postings = {},
            .hash = row.hash};
}

PostingRow row_of(model::Entry const& entry, std::int32_t line, model::Posting const& posting) {
    auto const& instrument = posting.instrument;
    return {.account_id = entry.account_id,
            .entry_seq = entry.seq,
            .line = line,
            .bucket = posting.bucket,
            .asset = posting.asset,
            .exchange = instrument ? std::optional{instrument->exchange} : std::nullopt,
            .symbol = instrument ? std::optional{instrument->symbol} : std::nullopt,
            .amount = posting.amount};
}

model::Posting to_model(PostingRow&& row) {
    if (row.exchange.has_value() != row.symbol.has_value()) {
        reject_value("symbol", row.symbol ? row.symbol->value() : "null");
    }
    std::optional<model::InstrumentKey> instrument;
    if (row.exchange) instrument = {std::move(*row.exchange), std::move(*row.symbol)};
    return {.bucket = row.bucket,
            .asset = std::move(row.asset),
            .instrument = std::move(instrument),
            .amount = row.amount};
}

}  // namespace daybook::sql
