#include "model/field_text.hpp"

#include <algorithm>
#include <charconv>

namespace daybook::model {
namespace {

using Read = tl::expected<void, FieldError>;

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_mark(char c) { return c == '.' || c == '_' || c == '-'; }
bool is_visible(char c) { return c > ' ' && c <= '~'; }
bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

template <class Id, class Rule>
Read read_id(std::string_view text, std::size_t size_max, Rule rule, char const* error, Id& out) {
    if (text.empty() || text.size() > size_max || !rule(text)) {
        return tl::unexpected{FieldError{error}};
    }
    out = Id{text};
    return {};
}

bool all(std::string_view text, bool (*rule)(char)) {
    return std::all_of(text.begin(), text.end(), rule);
}

bool no_control(std::string_view text) {
    return std::none_of(text.begin(), text.end(), is_control);
}

bool visible(std::string_view text) { return all(text, is_visible); }

template <class Id>
Read read_foreign_key(std::string_view text, Id& out) {
    return read_id(text, 255, no_control, "must be 1 to 255 bytes without control characters", out);
}

template <class Integer>
Read read_whole_number(std::string_view text, Integer& out) {
    auto const* const end = text.data() + text.size();
    auto const [at, error] = std::from_chars(text.data(), end, out);
    if (error != std::errc{} || at != end) {
        return tl::unexpected{FieldError{"must be a whole number within range"}};
    }
    return {};
}

}  // namespace

Read read_text(std::string_view text, AccountId& out) {
    auto const rule = [](std::string_view id) {
        auto const inner = [](char c) { return is_lower(c) || is_digit(c) || is_mark(c); };
        return !is_mark(id.front()) && all(id, inner);
    };
    if (text == definitions_account) {
        out = AccountId{text};
        return {};
    }
    return read_id(text, 64, rule, "must match [a-z0-9][a-z0-9._-]{0,63}", out);
}

Read read_text(std::string_view text, AssetCode& out) {
    auto const rule = [](std::string_view id) {
        auto const inner = [](char c) { return is_upper(c) || is_digit(c) || is_mark(c); };
        return !is_mark(id.front()) && all(id, inner);
    };
    return read_id(text, 24, rule, "must match [A-Z0-9][A-Z0-9._-]{0,23}", out);
}

Read read_text(std::string_view text, ExchangeCode& out) {
    return read_id(text, 64, visible, "must be 1 to 64 visible ASCII characters", out);
}

Read read_text(std::string_view text, Symbol& out) {
    return read_id(text, 64, visible, "must be 1 to 64 visible ASCII characters", out);
}

Read read_text(std::string_view text, IdempotencyKey& out) { return read_foreign_key(text, out); }
Read read_text(std::string_view text, ExecId& out) { return read_foreign_key(text, out); }
Read read_text(std::string_view text, ExchangeOrderId& out) { return read_foreign_key(text, out); }

Read read_text(std::string_view text, ClientOrderId& out) { return read_foreign_key(text, out); }

Read read_text(std::string_view text, bool& out) {
    out = text == "true";
    if (out || text == "false") return {};
    return tl::unexpected{FieldError{"must be true or false"}};
}

Read read_text(std::string_view text, Hash& out) {
    auto const hash = hash_from_hex(text);
    if (!hash) return tl::unexpected{FieldError{"must be 64 digits in lower-case hexadecimal"}};
    out = *hash;
    return {};
}

Read read_text(std::string_view text, ChainHeads& out) {
    auto heads = ChainHeads::parse(text);
    if (!heads) {
        return tl::unexpected{
            FieldError{"must be heads by account, such as alpha 7 HASH;beta 3 HASH"}};
    }
    out = *std::move(heads);
    return {};
}

Read read_text(std::string_view text, OrderId& out) {
    auto const id = OrderId::parse(text);
    if (!id) return tl::unexpected{FieldError{"must be a UUID"}};
    out = *id;
    return {};
}

Read read_text(std::string_view text, Timestamp& out) {
    auto const time = Timestamp::parse(text);
    if (!time) {
        return tl::unexpected{
            FieldError{"must be a time such as 2026-11-21T09:30:00.000000Z (RFC 3339, UTC, at most "
                       "microseconds)"}};
    }
    out = *time;
    return {};
}

Read read_text(std::string_view text, Decimal& out) {
    auto const value = Decimal::parse(text);
    if (value) {
        out = *value;
        return {};
    }
    switch (value.error()) {
        case DecimalError::too_many_decimals:
            return tl::unexpected{FieldError{"must have at most 18 decimals"}};
        case DecimalError::overflow:
            return tl::unexpected{FieldError{"must be less than 1.7 * 10^20"}};
        default:
            return tl::unexpected{FieldError{
                "must be a plain decimal such as 12.5, without exponent, '+' or spaces"}};
    }
}

Read read_text(std::string_view text, std::string& out) {
    if (text.empty() || text.size() > 500 || !no_control(text)) {
        return tl::unexpected{FieldError{"must be 1 to 500 bytes without control characters"}};
    }
    out = text;
    return {};
}

Read read_integer(std::string_view text, int& out) { return read_whole_number(text, out); }
Read read_integer(std::string_view text, std::uint64_t& out) {
    return read_whole_number(text, out);
}

FieldError one_of(std::string_view const* names, std::size_t count) {
    FieldError error = "must be one of ";
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) error += ", ";
        error += names[i];
    }
    return error;
}

}  // namespace daybook::model
