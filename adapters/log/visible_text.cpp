#include "log/visible_text.hpp"

#include <array>
#include <cstddef>

namespace daybook::log {

namespace {

/// A range of characters, in UTF-8.
struct Range {
    std::string_view first;
    std::string_view last;
};
constexpr auto hidden = std::to_array<Range>({{{"\x00", 1}, "\x09"},
                                              {"\x0b", "\x1f"},
                                              {"\x7f", "\x7f"},
                                              {"\xC2\x80", "\xC2\x9F"},
                                              {"\xE2\x80\x8E", "\xE2\x80\x8F"},
                                              {"\xE2\x80\xA8", "\xE2\x80\xAE"},
                                              {"\xE2\x81\xA6", "\xE2\x81\xA9"}});

unsigned byte_of(std::string_view text, std::size_t at) {
    return static_cast<unsigned char>(text[at]);
}

/// How long the character at the front is; 0 where it is no UTF-8.
std::size_t length_of_front(std::string_view text) {
    auto const lead = byte_of(text, 0);
    std::size_t const length = lead < 0x80   ? 1
                               : lead < 0xC2 ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                               : lead < 0xF5 ? 4
                                             : 0;
    if (length > text.size()) return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte_of(text, i) & 0xC0u) != 0x80u) return 0;
    }
    return length;
}

}  // namespace

std::string_view hidden_front(std::string_view utf8) {
    if (utf8.empty()) return {};
    auto const length = length_of_front(utf8);
    if (length == 0) return utf8.substr(0, 1);
    auto const front = utf8.substr(0, length);
    for (auto const& [first, last] : hidden) {
        if (first.size() == length && front >= first && front <= last) return front;
    }
    return {};
}

void append_escape(std::string& out, std::string_view character) {
    constexpr std::string_view digits = "0123456789abcdef";
    unsigned code = byte_of(character, 0);
    if (character.size() == 2) code = (code & 0x1Fu) << 6 | (byte_of(character, 1) & 0x3Fu);
    if (character.size() == 3) {
        code = (code & 0x0Fu) << 12 | (byte_of(character, 1) & 0x3Fu) << 6 |
               (byte_of(character, 2) & 0x3Fu);
    }
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) out += digits[code >> shift & 15u];
}

std::string visible_text(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        auto const character = hidden_front(text);
        if (character.empty()) {
            out += text.front();
            text.remove_prefix(1);
        } else {
            append_escape(out, character);
            text.remove_prefix(character.size());
        }
    }
    return out;
}

}  // namespace daybook::log
