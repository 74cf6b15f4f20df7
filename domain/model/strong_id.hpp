#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace daybook::model {

/// A name that cannot be mistaken for another kind of name. Explicit in and out.
template <class Tag>
class StrongId {
  public:
    StrongId() = default;
    explicit StrongId(std::string value) : value_{std::move(value)} {}
    explicit StrongId(std::string_view value) : value_{value} {}
    explicit StrongId(char const* value) : value_{value} {}

    [[nodiscard]] std::string const& value() const { return value_; }

    friend auto operator<=>(StrongId const&, StrongId const&) = default;
    friend bool operator==(StrongId const&, StrongId const&) = default;

  private:
    std::string value_;
};

/// Account: `[a-z0-9][a-z0-9._-]{0,63}`, and `@book` for the definitions; see account.hpp.
using AccountId = StrongId<struct AccountIdTag>;
/// Asset: `[A-Z0-9][A-Z0-9._-]{0,23}`.
using AssetCode = StrongId<struct AssetCodeTag>;
/// Exchange and symbol: 1 to 64 visible ASCII characters.
using ExchangeCode = StrongId<struct ExchangeCodeTag>;
using Symbol = StrongId<struct SymbolTag>;
/// Keys of callers and exchanges: 1 to 255 bytes without control characters.
using IdempotencyKey = StrongId<struct IdempotencyKeyTag>;
using ExecId = StrongId<struct ExecIdTag>;
using ExchangeOrderId = StrongId<struct ExchangeOrderIdTag>;

}  // namespace daybook::model

template <class Tag>
struct std::hash<daybook::model::StrongId<Tag>> {
    std::size_t operator()(daybook::model::StrongId<Tag> const& id) const noexcept {
        return std::hash<std::string>{}(id.value());
    }
};
