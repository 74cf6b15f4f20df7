#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/entry.hpp"

namespace daybook::sql {

/// A row of `entries`.
struct EntryRow {
    model::AccountId account_id;
    std::uint64_t seq = 0;
    model::EntryKind kind{};
    model::Timestamp occurred_at;
    model::Timestamp recorded_at;
    std::optional<model::IdempotencyKey> idempotency_key;
    std::optional<model::OrderId> order_id;
    std::optional<model::Refusal> refusal;
    std::string payload;
    model::Hash hash{};
    std::optional<std::uint64_t> instrument_entry;
};

[[nodiscard]] EntryRow row_of(model::Entry const& entry);
/// Without postings.
[[nodiscard]] model::Entry to_model(EntryRow&& row);

/// A row of `postings`.
struct PostingRow {
    model::AccountId account_id;
    std::uint64_t entry_seq = 0;
    /// Counts from 1 within the entry.
    std::int32_t line = 0;
    model::Bucket bucket{};
    model::AssetCode asset;
    std::optional<model::ExchangeCode> exchange;
    std::optional<model::Symbol> symbol;
    model::Amount amount;
};

[[nodiscard]] PostingRow row_of(model::Entry const& entry, std::int32_t line,
                                model::Posting const& posting);
/// Throws: StorageError, corrupt, for half an instrument.
[[nodiscard]] model::Posting to_model(PostingRow&& row);

}  // namespace daybook::sql
