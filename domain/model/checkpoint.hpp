#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/account.hpp"

namespace daybook::model {

/// The head of an account's chain: the number and the hash of its newest entry at some moment.
struct ChainHead {
    AccountId account_id;
    std::uint64_t seq = 0;
    Hash hash{};

    friend bool operator==(ChainHead const&, ChainHead const&) = default;
};

/// 64 characters, in lower case.
[[nodiscard]] std::string to_hex(Hash const& hash);
/// Reads what to_hex() wrote; nullopt for anything else.
[[nodiscard]] std::optional<Hash> hash_from_hex(std::string_view text);

/// Heads as one text: `alpha 7 <hex>;beta 3 <hex>`. Documented in docs/book-format.md.
class ChainHeads {
  public:
    /// None.
    ChainHeads() = default;
    /// Shape: sorted by account, each account once.
    explicit ChainHeads(std::span<ChainHead const> heads);
    /// Reads the text; nullopt for one that no heads have.
    [[nodiscard]] static std::optional<ChainHeads> parse(std::string_view text);

    [[nodiscard]] std::string const& text() const { return text_; }
    [[nodiscard]] std::vector<ChainHead> all() const;

    friend bool operator==(ChainHeads const&, ChainHeads const&) = default;

  private:
    std::string text_;
};

/// The line of a head in the digest over all heads: `alpha 7 <hex>` and a line feed.
[[nodiscard]] std::string digest_line(ChainHead const& head);

}  // namespace daybook::model
