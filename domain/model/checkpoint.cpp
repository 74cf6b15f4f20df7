#include "model/checkpoint.hpp"

#include <charconv>

#include "model/field_text.hpp"

namespace daybook::model {
namespace {

constexpr std::string_view digits = "0123456789abcdef";

void append(std::string& out, ChainHead const& head) {
    out += head.account_id.value();
    out += ' ';
    out += std::to_string(head.seq);
    out += ' ';
    out += to_hex(head.hash);
}

std::optional<ChainHead> head_of(std::string_view text) {
    auto const first = text.find(' ');
    auto const second = text.find(' ', first + 1);
    if (first == std::string_view::npos || second == std::string_view::npos) return std::nullopt;
    ChainHead head;
    auto const number = text.substr(first + 1, second - first - 1);
    auto const hash = hash_from_hex(text.substr(second + 1));
    bool const is_plain = !number.empty() && number.front() != '0';
    if (!is_plain || !hash || !read_integer(number, head.seq)) return std::nullopt;
    if (!read_text(text.substr(0, first), head.account_id)) return std::nullopt;
    head.hash = *hash;
    return head;
}

/// The heads, as far as they are ones.
std::optional<std::vector<ChainHead>> heads_of(std::string_view text) {
    std::vector<ChainHead> heads;
    while (!text.empty()) {
        auto const end = text.find(';');
        auto head = head_of(text.substr(0, end));
        bool const is_next = head && (heads.empty() || heads.back().account_id < head->account_id);
        if (!is_next || end == text.size() - 1) return std::nullopt;
        heads.push_back(*std::move(head));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return heads;
}

}  // namespace

std::string to_hex(Hash const& hash) {
    std::string text;
    text.reserve(2 * hash.size());
    for (auto const byte : hash) {
        text += digits[byte >> 4];
        text += digits[byte & 15u];
    }
    return text;
}

std::optional<Hash> hash_from_hex(std::string_view text) {
    Hash hash{};
    if (text.size() != 2 * hash.size()) return std::nullopt;
    for (std::size_t i = 0; i < hash.size(); ++i) {
        auto const high = digits.find(text[2 * i]);
        auto const low = digits.find(text[2 * i + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
        hash[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    return hash;
}

ChainHeads::ChainHeads(std::span<ChainHead const> heads) {
    for (auto const& head : heads) {
        if (!text_.empty()) text_ += ';';
        append(text_, head);
    }
}

std::optional<ChainHeads> ChainHeads::parse(std::string_view text) {
    if (!heads_of(text)) return std::nullopt;
    ChainHeads heads;
    heads.text_ = text;
    return heads;
}

std::vector<ChainHead> ChainHeads::all() const { return heads_of(text_).value(); }

std::string digest_line(ChainHead const& head) {
    std::string line;
    append(line, head);
    return line += '\n';
}

}  // namespace daybook::model
