#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "model/strong_id.hpp"

namespace daybook::model {

enum class Funding { PREFUNDED, MARGIN };
enum class CostBasis { AVERAGE, FIFO, LIFO, HIFO };
enum class AccountState { OPEN, CLOSED };

/// A SHA-256. Source: FIPS 180-4.
using Hash = std::array<std::uint8_t, 32>;

/// Where definitions of assets and instruments are entered: a chain of its own under a name that
/// no trading account can have.
inline constexpr std::string_view definitions_account = "@book";

/// A trading account and the head of its chain. Every other row of the account changes only
/// together with this one, so `last_seq` is the version of them all.
struct Account {
    AccountId id;
    Funding funding = Funding::PREFUNDED;
    CostBasis cost_basis = CostBasis::FIFO;
    AccountState state = AccountState::OPEN;
    /// The number of the newest entry; 0 before the first.
    std::uint64_t last_seq = 0;
    Hash last_hash{};
    /// How many discrepancies have been opened, which is the number of the newest.
    std::uint64_t discrepancies = 0;

    friend bool operator==(Account const&, Account const&) = default;
};

}  // namespace daybook::model
