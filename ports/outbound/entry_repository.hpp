#pragma once

#include <optional>
#include <span>
#include <vector>

#include "model/entry.hpp"
#include "ports/outbound/execution_repository.hpp"

namespace daybook::ports {

struct EntryKey {
    model::AccountId account_id;
    model::IdempotencyKey idempotency_key;

    friend auto operator<=>(EntryKey const&, EntryKey const&) = default;
};

/// The book itself. Append-only.
///
/// Threads: one instance per unit of work. Throws: StorageError from any member.
class EntryRepository {
  public:
    virtual ~EntryRepository() = default;

    /// Shape: result[i] answers keys[i], without postings; nullopt where the key is free.
    [[nodiscard]] virtual std::vector<std::optional<model::Entry>> find_by_key(
        std::span<EntryKey const> keys) = 0;
    /// Shape: result[i] answers positions[i]: deposits that opened it, with postings, by seq.
    [[nodiscard]] virtual std::vector<std::vector<model::Entry>> openings_of_positions(
        std::span<PositionKey const> positions) = 0;
    /// The stored hash of an entry; nullopt where there is none: settles unknown commits.
    [[nodiscard]] virtual std::optional<model::Hash> hash_of(model::AccountId const& account_id,
                                                             std::uint64_t seq) = 0;
    /// Writes entries with their postings. Throws: conflict if a number or a key is taken.
    virtual void append(std::span<model::Entry const> entries) = 0;
};

}  // namespace daybook::ports
