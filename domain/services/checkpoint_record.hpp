#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/command.hpp"
#include "model/entry.hpp"
#include "ports/outbound/sha256.hpp"

namespace daybook::services {

/// What all checkpoints of a book say, for comparing it with the accounts.
///
/// Memory: some 50 bytes for each head that any of them names.
class CheckpointRecord {
  public:
    explicit CheckpointRecord(ports::Sha256& sha256) : sha256_{sha256} {}

    /// Something that is wrong with an account.
    struct Loss {
        model::AccountId account_id;
        std::optional<std::uint64_t> entry_seq;
        std::string what;
    };

    /// Takes the next entry of `@book`, a checkpoint. Returns what it tells of an account that went
    /// back.
    [[nodiscard]] std::optional<Loss> take(model::Entry const& entry);
    /// Compares what checkpoints say of all accounts together with the heads that they name. Of the
    /// digests the newest: the chain of `@book` binds all heads, and each costs a hash an account.
    [[nodiscard]] std::optional<Loss> check_whole() const;

    /// Compares an entry of an account with the heads that name it. Shape: by seq, all from 1.
    [[nodiscard]] std::optional<Loss> compare(model::Entry const& entry);
    /// Compares the end of an account's chain. Shape: after the last compare() of that account.
    [[nodiscard]] std::optional<Loss> end(model::AccountId const& id) const;
    /// The first account that checkpoints name and that end() was not asked for.
    [[nodiscard]] std::optional<Loss> first_missing() const;

    /// Compares one row of the newest heads, and, at last, how many there are.
    [[nodiscard]] std::optional<Loss> compare_row(model::ChainHead const& row) const;
    /// With the newest checkpoint itself.
    [[nodiscard]] std::size_t rows() const { return accounts_.size() + (last_ ? 1 : 0); }

  private:
    struct Named {
        std::uint64_t seq = 0;
        model::Hash hash{};
        /// The entry of `@book`.
        std::uint64_t checkpoint = 0;
    };
    struct AccountHeads {
        std::vector<Named> heads;
        /// How many of them have been compared.
        std::size_t next = 0;
        mutable bool has_ended = false;
    };

    [[nodiscard]] std::optional<Loss> add(model::ChainHead const& head, std::uint64_t checkpoint);
    void check_count(std::uint64_t accounts, model::Entry const& entry);

    ports::Sha256& sha256_;
    std::map<model::AccountId, AccountHeads> accounts_;
    std::optional<model::ChainHead> last_;
    /// Of the newest that closes a moment: its entry, and its digest.
    std::optional<model::ChainHead> closing_;
    /// The first that counted other accounts than checkpoints name.
    std::optional<Loss> miscount_;
};

}  // namespace daybook::services
