#include "log/log_line.hpp"

#include <algorithm>
#include <array>

#include "json/object_writer.hpp"

namespace daybook::log {

namespace {

template <class... Functions>
struct Overloaded : Functions... {
    using Functions::operator()...;
};

bool stands_without_quotes(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return c > ' ' && c < 0x7f && c != '"' && c != '=' && c != '\\';
    });
}

/// A character beyond JSON's own escapes that a terminal or a reader may act on: DEL, C1 controls,
/// ends of lines, and marks that turn the direction of writing. Shape: UTF-8.
struct Hidden {
    std::string_view first;
    std::string_view last;
};
constexpr auto hidden = std::to_array<Hidden>({{"\x7f", "\x7f"},
                                               {"\xC2\x80", "\xC2\x9F"},
                                               {"\xE2\x80\xA8", "\xE2\x80\xAE"},
                                               {"\xE2\x81\xA6", "\xE2\x81\xA9"}});

/// The character at the front, where it is hidden; else nothing.
std::string_view hidden_front(std::string_view utf8) {
    for (auto const& [first, last] : hidden) {
        auto const front = utf8.substr(0, first.size());
        if (front >= first && front <= last) return front;
    }
    return {};
}

/// Shape: `character` is UTF-8 of at most three bytes.
void append_escape(std::string& out, std::string_view character) {
    constexpr std::string_view digits = "0123456789abcdef";
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
    unsigned code = byte(0);
    if (character.size() == 2) code = (code & 0x1Fu) << 6 | (byte(1) & 0x3Fu);
    if (character.size() == 3) {
        code = (code & 0x0Fu) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu);
    }
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) out += digits[code >> shift & 15u];
}

void append_quoted(std::string& out, std::string_view text) {
    std::string quoted;
    json::append_string(quoted, text);
    std::string_view rest{quoted};
    while (!rest.empty()) {
        auto const character = hidden_front(rest);
        if (character.empty()) {
            out += rest.front();
            rest.remove_prefix(1);
        } else {
            append_escape(out, character);
            rest.remove_prefix(character.size());
        }
    }
}

void append_value(std::string& out, Format format, Value const& value) {
    std::visit(Overloaded{[&](std::string_view text) {
                              bool const is_bare =
                                  format == Format::text && stands_without_quotes(text);
                              is_bare ? void(out += text) : append_quoted(out, text);
                          },
                          [&](bool truth) { out += truth ? "true" : "false"; },
                          [&](auto number) { out += std::to_string(number); }},
               value.content());
}

}  // namespace

std::string_view name_of(Level level) {
    switch (level) {
        case Level::debug:
            return "debug";
        case Level::info:
            return "info";
        case Level::warn:
            return "warn";
        case Level::error:
            return "error";
    }
    return "error";
}

std::string line_content(Format format, Event event, std::span<Field const> fields) {
    bool const is_json = format == Format::json;
    std::string out;
    if (is_json) {
        out.append(R"("message":")").append(event.words()).append("\"");
    } else {
        out += event.words();
    }
    for (auto const& [key, value] : fields) {
        if (is_json) {
            out.append(",\"").append(key.name()).append("\":");
        } else {
            out.append(" ").append(key.name()).append("=");
        }
        append_value(out, format, value);
    }
    return out;
}

void append_line(std::string& out, Format format, Level level, model::Timestamp time,
                 std::string_view content) {
    if (format == Format::json) {
        out.append(R"({"time":")").append(time.to_string()).append(R"(","level":")");
        out.append(name_of(level)).append("\",").append(content).append("}\n");
    } else {
        out.append(time.to_string()).append(" ").append(name_of(level)).append(" ");
        out.append(content).append("\n");
    }
}

}  // namespace daybook::log
