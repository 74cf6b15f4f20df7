#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace daybook::app {

/// What bounds the memory and the time that a process takes. Every member is a variable of the
/// environment, see limit_settings().
struct Limits {
    std::size_t run_commands_max = 5'000;
    std::size_t queue_commands_max = 100'000;
    std::size_t queue_bytes_max = 128u << 20;
    std::size_t queue_reads_max = 1'000;
    std::size_t query_threads_max = 2;
    std::size_t line_bytes_max = 1u << 20;
    std::size_t log_lines_max = 8'192;
    std::size_t http_connections_max = 1'024;
    std::size_t http_header_bytes_max = 8u << 10;
    std::size_t http_body_bytes_max = 8u << 20;
    std::size_t http_bodies_bytes_max = 128u << 20;
    std::size_t http_answers_bytes_max = 64u << 20;
    std::size_t http_pipelined_requests_max = 64;
    std::size_t http_unsent_bytes_max = 1u << 20;
    std::size_t http_commands_max = 10'000;
    std::size_t http_streams_max = 64;
    std::size_t http_idle_seconds_max = 75;
    std::size_t http_request_seconds_max = 30;
    std::size_t http_answer_seconds_max = 30;
    std::size_t http_write_seconds_max = 30;

    friend bool operator==(Limits const&, Limits const&) = default;
};

/// How a member of Limits is called outside, and the range it must be in, inclusive.
struct LimitSetting {
    std::string_view variable;
    std::size_t Limits::* member;
    std::size_t smallest;
    std::size_t largest;
    /// What it bounds, with its unit.
    std::string_view what;
};

[[nodiscard]] std::span<LimitSetting const> limit_settings();

}  // namespace daybook::app
