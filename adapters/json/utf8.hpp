#pragma once

#include <cstddef>
#include <string_view>

namespace daybook::json {

/// Whether `text` is well-formed UTF-8: no overlong forms, no surrogates, nothing cut off.
/// Source: The Unicode Standard, table 3-7.
[[nodiscard]] bool is_utf8(std::string_view text);

/// The longest part of `text`, from its beginning, that has at most `bytes_max` bytes and does not
/// cut a character. Shape: `text` is UTF-8.
[[nodiscard]] std::string_view utf8_prefix(std::string_view text, std::size_t bytes_max);

}  // namespace daybook::json
