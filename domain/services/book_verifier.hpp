#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "model/account.hpp"
#include "ports/outbound/book_reader.hpp"
#include "ports/outbound/sha256.hpp"

namespace daybook::services {

/// The first thing that is wrong with a book.
struct Finding {
    model::AccountId account_id;
    /// The entry concerned, where it is an entry.
    std::optional<std::uint64_t> entry_seq;
    /// One sentence: what is wrong, what is stored, what it should be.
    std::string what;

    friend bool operator==(Finding const&, Finding const&) = default;
};

struct VerifyReport {
    std::uint64_t accounts = 0;
    std::uint64_t entries = 0;
    std::optional<Finding> finding;
};

/// Proves a book: recomputes the chain, rebuilds every projection from the entries with the code
/// that booked them, compares each with what is stored, checks the invariants of the domain, and
/// misses what checkpoints have seen and is there no more.
class BookVerifier {
  public:
    explicit BookVerifier(ports::Sha256& sha256);

    /// Verifies all accounts, or one, and stops at the first finding.
    /// `progress` is told now and then how many entries have been verified.
    [[nodiscard]] VerifyReport verify(ports::BookReader& book,
                                      std::optional<model::AccountId> const& only,
                                      std::function<void(std::uint64_t)> const& progress);

  private:
    ports::Sha256& sha256_;
};

}  // namespace daybook::services
