#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/account.hpp"
#include "model/instrument.hpp"
#include "model/measure.hpp"
#include "model/order_id.hpp"
#include "model/refusal.hpp"
#include "model/strong_id.hpp"
#include "model/timestamp.hpp"

namespace daybook::model {

enum class Bucket { AVAILABLE, HELD, TRADING, FEES, EXTERNAL };

/// What an entry records: the command that was accepted, or, last, what Daybook says of all
/// accounts.
enum class EntryKind {
    define_asset,
    define_instrument,
    open_account,
    close_account,
    deposit,
    withdraw,
    place_order,
    cancel_order,
    replace_order,
    book_execution,
    resolve_discrepancy,
    checkpoint
};

/// A signed amount of one asset into (+) or out of (-) one bucket.
/// Shape: `instrument` is set exactly for TRADING and FEES.
struct Posting {
    Bucket bucket = Bucket::AVAILABLE;
    AssetCode asset;
    std::optional<InstrumentKey> instrument;
    Amount amount;

    friend bool operator==(Posting const&, Posting const&) = default;
};

/// One line of the book. Append-only, numbered 1, 2, 3, ... per account.
/// Shape: postings sum to zero per asset; one at most per bucket, asset and instrument; none zero.
struct Entry {
    AccountId account_id;
    std::uint64_t seq = 0;
    EntryKind kind = EntryKind::deposit;
    Timestamp occurred_at;
    Timestamp recorded_at;
    std::optional<IdempotencyKey> idempotency_key;
    /// The order that the command placed or concerned.
    std::optional<OrderId> order_id;
    /// Set where the recorded decision was a "no": the order was booked as REJECTED.
    std::optional<Refusal> refusal;
    /// The entry of `@book` that defined the instrument as it was when the command was decided;
    /// nullopt where none was asked.
    std::optional<std::uint64_t> instrument_entry;
    /// The command's content as canonical JSON; see payload_of().
    std::string payload;
    std::vector<Posting> postings;
    Hash hash{};

    friend bool operator==(Entry const&, Entry const&) = default;
};

/// What the chain hashes: these bytes, after the 32 bytes of the previous entry's hash.
/// The layout is documented in docs/book-format.md.
[[nodiscard]] std::string canonical_bytes(Entry const& entry);

}  // namespace daybook::model
