#pragma once

#include <memory>

#include <spdlog/pattern_formatter.h>

#include "app/configuration.hpp"

namespace daybook::app {

/// One line an event: `2026-11-21T09:30:00.000000Z info message`, or a JSON object with the
/// members time, level and message. Times are UTC.
[[nodiscard]] std::unique_ptr<spdlog::formatter> log_formatter(LogFormat format);

struct LoggingOptions {
    LogLevel level = LogLevel::info;
    LogFormat format = LogFormat::text;
    /// Lines are written by a thread of their own; when its queue is full, callers wait.
    bool in_background = false;
};

/// Sends the log to stderr. Call stop_logging() before the end of main.
void start_logging(LoggingOptions options);
void stop_logging();

}  // namespace daybook::app
