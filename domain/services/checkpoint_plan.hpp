#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "model/command.hpp"
#include "ports/outbound/book_reader.hpp"
#include "ports/outbound/sha256.hpp"

namespace daybook::services {

/// What the checkpoint of one moment says, as commands.
struct CheckpointPlan {
    /// One atomic batch, to be booked in one run; empty where the newest checkpoint says it all.
    model::CommandBatch batch;
    /// False: there are more heads than fit one batch, and the next plan goes on.
    bool is_whole = true;
    std::uint64_t accounts = 0;
    /// Accounts that went back since the checkpoints before, or are gone, a sentence each.
    std::vector<std::string> losses;
};

/// How much one plan takes in at most.
struct CheckpointExtent {
    /// Heads an entry: some 50 KB of text.
    std::size_t entry_heads_max = 500;
    std::size_t heads_max = 50'000;
};

/// Compares the heads of all accounts with those of the newest checkpoints. Reads every account
/// once, in pages. Shape: `book` is a snapshot.
/// Source: docs/decisions/0003-definitions-have-a-chain.md.
[[nodiscard]] CheckpointPlan plan_checkpoint(ports::BookReader& book, ports::Sha256& sha256,
                                             CheckpointExtent const& extent = {});

/// Takes in heads by account, and gives one hash for them all:
/// d(0) = 32 zero bytes, d(n) = SHA-256(d(n-1) || the line of head n).
class HeadsDigest {
  public:
    explicit HeadsDigest(ports::Sha256& sha256) : sha256_{sha256} {}

    void add(model::ChainHead const& head);
    [[nodiscard]] model::Hash const& digest() const { return digest_; }
    [[nodiscard]] std::uint64_t accounts() const { return accounts_; }

  private:
    ports::Sha256& sha256_;
    model::Hash digest_{};
    std::uint64_t accounts_ = 0;
};

}  // namespace daybook::services
