#pragma once

#include <string>
#include <string_view>

namespace daybook::log {

/// The character at the front, where a terminal or a reader may act on it although it cannot be
/// seen: C0 and C1 controls, DEL, ends of lines, marks that turn the direction of writing, and
/// bytes that are not UTF-8. Empty where it is none, as for a line feed.
[[nodiscard]] std::string_view hidden_front(std::string_view utf8);

/// Appends a hidden character as JSON escapes it, `\u001b`.
/// Shape: `character` is what hidden_front() returned.
void append_escape(std::string& out, std::string_view character);

/// Text for a terminal: hidden characters are escaped, line feeds stay.
[[nodiscard]] std::string visible_text(std::string_view text);

}  // namespace daybook::log
