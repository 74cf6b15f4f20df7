#include "http/stream_cursor.hpp"

#include "model/checkpoint.hpp"
#include "model/field_text.hpp"

namespace daybook::http {

StreamCursor StreamCursor::of(model::Entry const& entry, std::string const& timeline) {
    return {timeline, entry.seq, model::to_hex(entry.hash).substr(0, hash_digits)};
}

std::optional<StreamCursor> StreamCursor::parse(std::string_view text) {
    StreamCursor cursor;
    auto const first = text.find(':');
    auto number = text;
    if (first != std::string_view::npos) {
        auto const second = text.find(':', first + 1);
        if (second == std::string_view::npos) return std::nullopt;
        cursor.timeline = text.substr(0, first);
        cursor.hash_prefix = text.substr(second + 1);
        number = text.substr(first + 1, second - first - 1);
        if (cursor.hash_prefix->size() != hash_digits) return std::nullopt;
    }
    bool const is_number = model::read_integer(number, cursor.seq).has_value();
    if (!is_number || cursor.seq > INT64_MAX) return std::nullopt;
    return cursor;
}

std::string StreamCursor::text() const {
    auto const number = std::to_string(seq);
    return timeline ? *timeline + ":" + number + ":" + hash_prefix.value_or("") : number;
}

bool StreamCursor::is_of(model::Hash const& hash) const {
    return model::to_hex(hash).starts_with(hash_prefix.value_or(""));
}

}  // namespace daybook::http
