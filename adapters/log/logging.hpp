#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "log/log.hpp"

namespace daybook::log {

struct Options {
    Level level = Level::info;
    Format format = Format::text;
    /// Lines are written by a thread of their own, so that no caller of the log waits for who reads
    /// it. Else each waits until its line is taken.
    bool in_background = false;
    /// In the background: lines that wait to be written. Where there are more, the oldest are
    /// dropped, and a line says how many, where they would have been.
    std::size_t lines_max = 8192;
};

/// Sends the log to stderr. Under journald each line begins with its priority.
/// Source: sd-daemon(3). Call stop() before the end of main.
void start(Options options);
/// Writes what waits. In the background it gives up who does not read, after a second.
void stop();

/// Lines that were dropped since start().
[[nodiscard]] std::uint64_t dropped_lines();

/// Says on stderr, whether the log was started or not, what whoever started the program must know.
/// `text` may have several lines. Waits for a reader as the log does.
void complain(std::string_view text);

}  // namespace daybook::log
