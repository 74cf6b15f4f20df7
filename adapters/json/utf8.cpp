#include "json/utf8.hpp"

namespace daybook::json {

namespace {

struct LeadByte {
    std::size_t following = 0;
    unsigned char second_min = 0x80;
    unsigned char second_max = 0xBF;
    bool valid = true;
};

LeadByte lead_byte(unsigned char byte) {
    LeadByte lead;
    if (byte < 0x80) return lead;
    lead.valid = byte >= 0xC2 && byte <= 0xF4;
    lead.following = byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
    if (byte == 0xE0) lead.second_min = 0xA0;
    if (byte == 0xED) lead.second_max = 0x9F;
    if (byte == 0xF0) lead.second_min = 0x90;
    if (byte == 0xF4) lead.second_max = 0x8F;
    return lead;
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

}  // namespace

bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        auto const lead = lead_byte(static_cast<unsigned char>(text[i]));
        if (!lead.valid || text.size() - i <= lead.following) return false;
        for (std::size_t k = 1; k <= lead.following; ++k) {
            auto const byte = static_cast<unsigned char>(text[i + k]);
            auto const least = k == 1 ? lead.second_min : 0x80;
            auto const most = k == 1 ? lead.second_max : 0xBF;
            if (byte < least || byte > most) return false;
        }
        i += lead.following + 1;
    }
    return true;
}

std::string_view utf8_prefix(std::string_view text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return text;
    while (bytes_max > 0 && is_continuation(text[bytes_max])) --bytes_max;
    return text.substr(0, bytes_max);
}

}  // namespace daybook::json
