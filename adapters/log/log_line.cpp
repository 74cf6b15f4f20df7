#include "log/log_line.hpp"

#include <algorithm>

#include "json/object_writer.hpp"
#include "log/visible_text.hpp"

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

/// JSON's own escapes, and those of what is hidden besides.
void append_quoted(std::string& out, std::string_view text) {
    std::string quoted;
    json::append_string(quoted, text);
    out += visible_text(quoted);
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
