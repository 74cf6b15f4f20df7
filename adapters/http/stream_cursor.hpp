#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/entry.hpp"

namespace daybook::http {

/// Where a client of a stream stands: `TIMELINE:SEQ:HASH`, the book's timeline, the number of the
/// last entry that the client has, and the first digits of its hash. Or a number alone, as all
/// cursors once were.
struct StreamCursor {
    static constexpr std::size_t hash_digits = 16;

    std::optional<std::string> timeline;
    /// 0: from the first entry.
    std::uint64_t seq = 0;
    std::optional<std::string> hash_prefix;

    [[nodiscard]] static StreamCursor of(model::Entry const& entry, std::string const& timeline);
    /// nullopt for a text that is no cursor.
    [[nodiscard]] static std::optional<StreamCursor> parse(std::string_view text);

    [[nodiscard]] std::string text() const;
    [[nodiscard]] bool is_of(model::Hash const& hash) const;
};

}  // namespace daybook::http
