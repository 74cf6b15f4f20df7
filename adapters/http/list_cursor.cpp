#include "http/list_cursor.hpp"

#include <cstddef>
#include <utility>

namespace daybook::http {

namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Source: RFC 4648, section 5, without padding.
std::string to_base64url(std::string_view bytes) {
    std::string text;
    std::uint32_t bits = 0;
    int count = 0;
    for (auto const c : bytes) {
        bits = (bits << 8) | static_cast<unsigned char>(c);
        for (count += 8; count >= 6; count -= 6) text += alphabet[(bits >> (count - 6)) & 63];
        bits &= (1u << count) - 1;
    }
    if (count > 0) text += alphabet[(bits << (6 - count)) & 63];
    return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
    std::string bytes;
    std::uint32_t bits = 0;
    int count = 0;
    for (auto const c : text) {
        auto const digit = alphabet.find(c);
        if (digit == std::string_view::npos) return std::nullopt;
        bits = (bits << 6) | static_cast<std::uint32_t>(digit);
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes += static_cast<char>((bits >> count) & 0xFF);
        }
        bits &= (1u << count) - 1;
    }
    return bytes;
}

std::string prefix_of(std::uint64_t list) {
    std::string bytes;
    for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>((list >> shift) & 0xFF);
    return bytes;
}

}  // namespace

void ListIdentity::add(std::string_view part) {
    auto const mix = [this](unsigned char byte) { value_ = (value_ ^ byte) * 0x100000001B3u; };
    for (auto const c : part) mix(static_cast<unsigned char>(c));
    mix(0);
}

std::string encode_cursor(std::uint64_t list, std::string_view key) {
    return to_base64url(prefix_of(list) + std::string{key});
}

std::optional<std::string> decode_cursor(std::uint64_t list, std::string_view cursor) {
    auto bytes = from_base64url(cursor);
    auto const prefix = prefix_of(list);
    if (!bytes || !bytes->starts_with(prefix)) return std::nullopt;
    auto key = bytes->substr(prefix.size());
    return encode_cursor(list, key) == cursor ? std::optional{std::move(key)} : std::nullopt;
}

}  // namespace daybook::http
