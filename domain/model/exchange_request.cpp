#include "model/exchange_request.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

namespace daybook::model {
namespace {

constexpr std::string_view digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// 128 bits in sixes: the last of 22 digits carries two of them.
constexpr std::size_t order_digits = 22;

std::string base64url(OrderId::Bytes const& bytes) {
    std::string text;
    text.reserve(order_digits);
    unsigned bits = 0;
    int count = 0;
    for (auto const byte : bytes) {
        bits = (bits << 8) | byte;
        for (count += 8; count >= 6; count -= 6) text.push_back(digits[(bits >> (count - 6)) & 63]);
        bits &= (1u << count) - 1;
    }
    text.push_back(digits[(bits << (6 - count)) & 63]);
    return text;
}

std::optional<OrderId> read_base64url(std::string_view text) {
    OrderId::Bytes bytes{};
    auto out = bytes.begin();
    unsigned bits = 0;
    int count = 0;
    for (auto const character : text) {
        auto const digit = digits.find(character);
        if (digit == std::string_view::npos) return std::nullopt;
        bits = (bits << 6) | static_cast<unsigned>(digit);
        count += 6;
        if (count < 8) continue;
        count -= 8;
        *out++ = static_cast<std::uint8_t>(bits >> count);
        bits &= (1u << count) - 1;
    }
    // What is left over says nothing, so only one spelling is ours.
    if (bits != 0) return std::nullopt;
    return OrderId{bytes};
}

}  // namespace

ClientOrderId client_order_id_of(RequestName const& name) {
    auto text = base64url(name.order_id.bytes());
    std::array<char, 14> number{};
    auto const end =
        std::to_chars(number.data(), number.data() + number.size(), name.entry_seq, 36);
    text.push_back('-');
    text.append(number.data(), end.ptr);
    return ClientOrderId{std::move(text)};
}

std::optional<RequestName> read_client_order_id(ClientOrderId const& id) {
    std::string_view const text{id.value()};
    if (text.size() < order_digits + 2 || text[order_digits] != '-') return std::nullopt;
    auto const order_id = read_base64url(text.substr(0, order_digits));
    if (!order_id) return std::nullopt;
    RequestName name{*order_id, 0};
    auto const number = text.substr(order_digits + 1);
    auto const* const end = number.data() + number.size();
    auto const read = std::from_chars(number.data(), end, name.entry_seq, 36);
    if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    // One spelling alone: no leading zeros, no capitals, no entry 0.
    if (client_order_id_of(name) != id || name.entry_seq == 0) return std::nullopt;
    return name;
}

}  // namespace daybook::model
