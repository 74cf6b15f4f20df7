#pragma once

#include <span>
#include <string>
#include <string_view>

#include "log/log.hpp"
#include "model/timestamp.hpp"

namespace daybook::log {

/// `debug`, `info`, `warn` or `error`.
[[nodiscard]] std::string_view name_of(Level level);

/// What a line says behind its time and its level. Text: `database away reason="it \"left\""`; a
/// value stands without quotes where it is printable ASCII without a blank, `"`, `=` or `\`. JSON:
/// the members `message` and one a field, without braces. In both, characters that move a cursor or
/// end a line are escaped as JSON does.
[[nodiscard]] std::string line_content(Format format, Event event, std::span<Field const> fields);

/// The whole line, with its end: `2026-11-21T09:30:00.000000Z warn CONTENT`, or an object that
/// begins with the members `time` and `level`.
void append_line(std::string& out, Format format, Level level, model::Timestamp time,
                 std::string_view content);

}  // namespace daybook::log
