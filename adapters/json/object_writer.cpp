#include "json/object_writer.hpp"

#include <algorithm>
#include <charconv>

#include "json/utf8.hpp"

namespace daybook::json {

namespace {

bool needs_escape(char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; }

void append_escape(std::string& out, char c) {
    static constexpr char digits[] = "0123456789abcdef";
    out += '\\';
    switch (c) {
        case '"':
        case '\\':
            out += c;
            break;
        case '\b':
            out += 'b';
            break;
        case '\f':
            out += 'f';
            break;
        case '\n':
            out += 'n';
            break;
        case '\r':
            out += 'r';
            break;
        case '\t':
            out += 't';
            break;
        default:
            out += "u00";
            out += digits[static_cast<unsigned char>(c) >> 4];
            out += digits[static_cast<unsigned char>(c) & 0x0F];
    }
}

/// Puts U+FFFD in place of every byte that is no part of UTF-8.
std::string repaired(std::string_view text) {
    std::string utf8;
    while (!text.empty()) {
        std::size_t size = 1;
        while (size < 4 && size < text.size() && !is_utf8(text.substr(0, size))) ++size;
        if (is_utf8(text.substr(0, size))) {
            utf8 += text.substr(0, size);
        } else {
            utf8 += "\xEF\xBF\xBD";
            size = 1;
        }
        text.remove_prefix(size);
    }
    return utf8;
}

bool is_ascii(std::string_view text) {
    unsigned char all = 0;
    for (auto const c : text) all |= static_cast<unsigned char>(c);
    return all < 0x80;
}

void append_escaped(std::string& out, std::string_view text) {
    while (!text.empty()) {
        auto const plain = static_cast<std::size_t>(
            std::find_if(text.begin(), text.end(), needs_escape) - text.begin());
        out += text.substr(0, plain);
        text.remove_prefix(plain);
        if (text.empty()) break;
        append_escape(out, text.front());
        text.remove_prefix(1);
    }
}

}  // namespace

void append_string(std::string& out, std::string_view text) {
    out += '"';
    if (is_ascii(text) || is_utf8(text)) {
        append_escaped(out, text);
    } else {
        append_escaped(out, repaired(text));
    }
    out += '"';
}

void append_strings(std::string& out, std::span<std::string const> texts) {
    out += '[';
    for (auto const& text : texts) {
        if (&text != &texts.front()) out += ',';
        append_string(out, text);
    }
    out += ']';
}

std::string& ObjectWriter::member(std::string_view name) {
    if (!first_) out_ += ',';
    first_ = false;
    out_ += '"';
    out_ += name;
    out_ += "\":";
    return out_;
}

void ObjectWriter::text(std::string_view name, std::string_view value) {
    append_string(member(name), value);
}

void ObjectWriter::integer(std::string_view name, std::uint64_t value) {
    char digits[20];
    auto const end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    member(name).append(digits, end);
}

void ObjectWriter::boolean(std::string_view name, bool value) {
    member(name) += value ? "true" : "false";
}

void ObjectWriter::null(std::string_view name) { member(name) += "null"; }

void ObjectWriter::verbatim(std::string_view name, std::string_view json) { member(name) += json; }

void ObjectWriter::decimal(std::string_view name, model::Decimal value) {
    char digits[model::Decimal::text_max];
    auto const end = value.print(digits);
    auto& out = member(name);
    out += '"';
    out.append(digits, end);
    out += '"';
}

void ObjectWriter::time(std::string_view name, model::Timestamp value) {
    auto& out = member(name);
    out += '"';
    out += value.to_string();
    out += '"';
}

}  // namespace daybook::json
