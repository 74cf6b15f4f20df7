#include "model/order_id.hpp"

namespace daybook::model {
namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool has_dash_before(std::size_t byte) { return byte == 4 || byte == 6 || byte == 8 || byte == 10; }

}  // namespace

std::optional<OrderId> OrderId::parse(std::string_view text) {
    if (text.size() != text_max) return std::nullopt;
    Bytes bytes{};
    std::size_t at = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (has_dash_before(i) && text[at++] != '-') return std::nullopt;
        int const high = hex_digit(text[at++]);
        int const low = hex_digit(text[at++]);
        if (high < 0 || low < 0) return std::nullopt;
        bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return OrderId{bytes};
}

char* OrderId::print(char* out) const {
    constexpr char digits[] = "0123456789abcdef";
    for (std::size_t i = 0; i < bytes_.size(); ++i) {
        if (has_dash_before(i)) *out++ = '-';
        *out++ = digits[bytes_[i] >> 4];
        *out++ = digits[bytes_[i] & 15];
    }
    return out;
}

std::string OrderId::to_string() const {
    char text[text_max];
    return {text, print(text)};
}

}  // namespace daybook::model
