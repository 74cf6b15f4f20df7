#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace daybook::ports {

/// Ids that follow from names: one name in one space has one id, for ever and everywhere.
/// Source: RFC 9562, section 5.5. Threads: not safe; one instance per user.
class UuidV5 {
  public:
    using Space = std::array<std::uint8_t, 16>;

    virtual ~UuidV5() = default;
    /// The id in its text form, in lower case.
    [[nodiscard]] virtual std::string of(Space const& space, std::string_view name) = 0;
};

}  // namespace daybook::ports
