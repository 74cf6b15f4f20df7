#pragma once

#include <optional>
#include <string>

#include "model/entry.hpp"
#include "ports/outbound/sha256.hpp"
#include "services/account_book.hpp"
#include "services/ledger.hpp"
#include "services/projection_check.hpp"

namespace daybook::services {

/// Rebuilds one account's book by deciding its entries again, one after another, and comparing
/// each with what is decided.
class AccountReplay {
  public:
    /// `reference` holds the definitions so far; the replay of `@book` adds to it.
    AccountReplay(model::AccountId id, ReferenceData& reference, ports::Sha256& sha256);

    /// Takes the next entry. Returns a sentence where it is wrong.
    [[nodiscard]] std::optional<std::string> take(model::Entry const& entry);

    [[nodiscard]] AccountBook const& book() const { return book_; }
    /// The sums of all TRADING and FEES postings so far.
    [[nodiscard]] BucketSums const& trading() const { return trading_; }
    [[nodiscard]] BucketSums const& fees() const { return fees_; }

  private:
    [[nodiscard]] std::optional<std::string> check_chain(model::Entry const& entry);
    [[nodiscard]] std::optional<std::string> use_definition(model::Entry const& entry);
    void keep_definitions(AccountChanges const& decided);

    ReferenceData& reference_;
    ports::Sha256& sha256_;
    Ledger ledger_;
    AccountBook book_;
    std::uint64_t last_seq_ = 0;
    model::Hash last_hash_{};
    BucketSums trading_;
    BucketSums fees_;
};

}  // namespace daybook::services
