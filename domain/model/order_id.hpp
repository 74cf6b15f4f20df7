#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace daybook::model {

/// The id of an order: a UUID, version 7 when Daybook draws it, so that ids sort by age.
/// Source: RFC 9562.
class OrderId {
  public:
    using Bytes = std::array<std::uint8_t, 16>;
    static constexpr std::size_t text_max = 36;

    constexpr OrderId() = default;
    explicit constexpr OrderId(Bytes bytes) : bytes_{bytes} {}

    /// No order's id is greater, and no order has it.
    [[nodiscard]] static constexpr OrderId last() {
        Bytes bytes{};
        bytes.fill(0xFF);
        return OrderId{bytes};
    }
    /// Reads the text_max characters of the text form, in either case; nullopt for anything else.
    [[nodiscard]] static std::optional<OrderId> parse(std::string_view text);
    /// Writes the text form, in lower case, at `out`, which has room for text_max characters, and
    /// returns the end.
    char* print(char* out) const;
    [[nodiscard]] std::string to_string() const;
    [[nodiscard]] constexpr Bytes const& bytes() const { return bytes_; }

    friend constexpr auto operator<=>(OrderId const&, OrderId const&) = default;

  private:
    Bytes bytes_{};
};

}  // namespace daybook::model

template <>
struct std::hash<daybook::model::OrderId> {
    std::size_t operator()(daybook::model::OrderId const& id) const noexcept {
        std::uint64_t halves[2];
        std::memcpy(halves, id.bytes().data(), sizeof halves);
        return static_cast<std::size_t>((halves[0] * 0x9E3779B97F4A7C15u) ^ halves[1]);
    }
};
