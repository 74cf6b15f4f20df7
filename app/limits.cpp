#include "app/limits.hpp"

#include <array>

namespace daybook::app {

namespace {

constexpr std::size_t gibibyte = std::size_t{1} << 30;

constexpr std::array settings{
    LimitSetting{"DAYBOOK_RUN_COMMANDS_MAX", &Limits::run_commands_max, 1, 10'000,
                 "commands that one transaction gathers from what waits"},
    LimitSetting{"DAYBOOK_QUEUE_COMMANDS_MAX", &Limits::queue_commands_max, 1, 10'000'000,
                 "commands accepted and not yet answered"},
    LimitSetting{"DAYBOOK_QUEUE_BYTES_MAX", &Limits::queue_bytes_max, 1u << 16, 64 * gibibyte,
                 "bytes of commands accepted and not yet answered"},
    LimitSetting{"DAYBOOK_QUEUE_READS_MAX", &Limits::queue_reads_max, 1, 1'000'000,
                 "reads of the book that wait for a thread"},
    LimitSetting{"DAYBOOK_QUERY_THREADS_MAX", &Limits::query_threads_max, 1, 64,
                 "threads that read the book, each with a connection"},
    LimitSetting{"DAYBOOK_LINE_BYTES_MAX", &Limits::line_bytes_max, 1u << 10, gibibyte,
                 "bytes of one line that apply reads"},
    LimitSetting{"DAYBOOK_LOG_LINES_MAX", &Limits::log_lines_max, 1, 1'000'000,
                 "lines of the worker's log that wait to be written"},
    LimitSetting{"DAYBOOK_HTTP_CONNECTIONS_MAX", &Limits::http_connections_max, 1, 100'000,
                 "open connections"},
    LimitSetting{"DAYBOOK_HTTP_HEADER_BYTES_MAX", &Limits::http_header_bytes_max, 1u << 10,
                 1u << 20, "bytes of a request's header"},
    LimitSetting{"DAYBOOK_HTTP_BODY_BYTES_MAX", &Limits::http_body_bytes_max, 1u << 10, gibibyte,
                 "bytes of a request's body"},
    LimitSetting{"DAYBOOK_HTTP_BODIES_BYTES_MAX", &Limits::http_bodies_bytes_max, 1u << 10,
                 64 * gibibyte, "bytes of all requests that come or wait for their answers"},
    LimitSetting{"DAYBOOK_HTTP_ANSWERS_BYTES_MAX", &Limits::http_answers_bytes_max, 1u << 20,
                 64 * gibibyte, "bytes of all answers that are computed or wait for their clients"},
    LimitSetting{"DAYBOOK_HTTP_PIPELINED_REQUESTS_MAX", &Limits::http_pipelined_requests_max, 1,
                 10'000, "requests of one connection that are answered at one time"},
    LimitSetting{"DAYBOOK_HTTP_UNSENT_BYTES_MAX", &Limits::http_unsent_bytes_max, 1u << 10,
                 gibibyte, "bytes of answers that wait for a connection's client"},
    LimitSetting{"DAYBOOK_HTTP_COMMANDS_MAX", &Limits::http_commands_max, 1, 10'000,
                 "commands of one request"},
    LimitSetting{"DAYBOOK_HTTP_STREAMS_MAX", &Limits::http_streams_max, 1, 100'000,
                 "open event streams"},
    LimitSetting{"DAYBOOK_HTTP_IDLE_SECONDS_MAX", &Limits::http_idle_seconds_max, 1, 86'400,
                 "seconds between the requests of a connection"},
    LimitSetting{"DAYBOOK_HTTP_REQUEST_SECONDS_MAX", &Limits::http_request_seconds_max, 1, 3'600,
                 "seconds from the first byte of a request to its last"},
    LimitSetting{"DAYBOOK_HTTP_ANSWER_SECONDS_MAX", &Limits::http_answer_seconds_max, 1, 3'600,
                 "seconds from a request to its answer"},
    LimitSetting{"DAYBOOK_HTTP_WRITE_SECONDS_MAX", &Limits::http_write_seconds_max, 1, 3'600,
                 "seconds until a client has taken what is written to it"},
};

}  // namespace

std::span<LimitSetting const> limit_settings() { return settings; }

}  // namespace daybook::app
