#include "fix/fix_message.hpp"

#include <algorithm>
#include <charconv>
#include <set>

namespace daybook::fix {
namespace {

bool is_printable(char c) { return c >= ' ' && c <= '~'; }

/// EncodedText (355) and its like may hold separators: the field numbered one lower, which stands
/// right before, says how many bytes.
/// Source: FIX 4.4, fields of type data.
bool is_data(int tag) {
    static std::set<int> const tags{91, 96, 213, 349, 351, 353, 355, 357, 359, 361, 363, 365};
    return tags.contains(tag);
}

std::optional<std::size_t> read_number(std::string_view text) {
    std::size_t number = 0;
    auto const* const end = text.data() + text.size();
    auto const [at, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || at != end) return std::nullopt;
    return number;
}

/// Whether the field only carries the message and says nothing of the order.
bool is_envelope(int tag) {
    return tag == 8 || tag == 9 || tag == 10 || tag == 49 || tag == 56 || tag == 122;
}

}  // namespace

FixMessage::FixMessage(std::string text) : text_{std::move(text)} {
    std::string_view const all = text_;
    Field before;
    for (std::size_t at = 0; at < all.size();) {
        auto const equals = std::min(all.find('=', at), all.size());
        auto end = std::min(all.find(separator, at), all.size());
        auto const tag = read_number(all.substr(at, std::min(equals, end) - at));
        bool const is_field = equals < end && tag && *tag > 0 && *tag <= 1'000'000'000;
        if (!is_field) {
            at = end + 1;
            continue;
        }
        auto const value = equals + 1;
        if (is_data(static_cast<int>(*tag)) && before.tag == static_cast<int>(*tag) - 1) {
            auto const length = read_number(before.value);
            if (length && *length <= all.size() - value) end = value + *length;
        }
        auto const content = all.substr(value, end - value);
        before = {static_cast<int>(*tag), content};
        if (!content.empty()) fields_.push_back(before);
        at = end + 1;
    }
}

std::optional<std::string_view> FixMessage::find(int tag) const {
    auto const found = std::ranges::find(fields_, tag, &Field::tag);
    if (found == fields_.end()) return std::nullopt;
    return found->value;
}

std::string FixMessage::printable(std::size_t size_max) const {
    std::string text;
    for (auto const& [tag, value] : fields_) {
        if (is_envelope(tag)) continue;
        if (!text.empty()) text += '|';
        text += std::to_string(tag) + '=';
        text += value;
    }
    return printable_text(text, size_max);
}

std::string printable_text(std::string_view text, std::size_t size_max) {
    std::string result{text.substr(0, size_max)};
    std::ranges::replace_if(result, [](char c) { return !is_printable(c); }, '?');
    return result;
}

}  // namespace daybook::fix
