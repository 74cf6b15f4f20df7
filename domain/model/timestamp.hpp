#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace daybook::model {

/// An instant. Units: microseconds since 1970-01-01T00:00:00Z, UTC without leap seconds.
/// Source: RFC 3339 for the text form.
class Timestamp {
  public:
    static constexpr std::size_t text_max = 40;

    constexpr Timestamp() = default;
    [[nodiscard]] static constexpr Timestamp from_micros(std::int64_t micros) {
        Timestamp time;
        time.micros_ = micros;
        return time;
    }

    /// Reads `2026-11-21T09:30:00.000000Z`: years 1970 to 9999, zero to six decimals, `Z` only.
    /// Returns nullopt for anything else.
    [[nodiscard]] static std::optional<Timestamp> parse(std::string_view text);

    /// Writes `2026-11-21T09:30:00.000000Z`, always with six decimals, at `out`, which has room for
    /// text_max characters, and returns the end.
    char* print(char* out) const;
    [[nodiscard]] std::string to_string() const;

    [[nodiscard]] constexpr std::int64_t micros() const { return micros_; }

    friend constexpr auto operator<=>(Timestamp, Timestamp) = default;

  private:
    std::int64_t micros_ = 0;
};

}  // namespace daybook::model
