#pragma once

#include <chrono>
#include <cstddef>

namespace daybook::http {

/// Larger bodies are decoded on another thread than the one that serves all connections.
inline constexpr std::size_t inline_body_bytes_max = 16 * 1024;

/// What bounds the server's memory and every wait of a client.
struct HttpLimits {
    std::size_t connections_max = 1'024;
    /// Connections besides these: for calls about the process alone, and over Unix sockets.
    std::size_t vital_connections_max = 8;
    std::size_t operator_connections_max = 16;
    std::size_t header_bytes_max = 8 * 1024;
    std::size_t body_bytes_max = 8 * 1024 * 1024;
    /// All requests together, from their first bytes until they are answered.
    std::size_t bodies_bytes_max = 128 * 1024 * 1024;
    /// All answers together, from when they are asked for until they are written.
    std::size_t answers_bytes_max = 64 * 1024 * 1024;
    /// Requests of one connection that are being answered at one time.
    std::size_t pipelined_requests_max = 64;
    /// Answers of one connection that are computed or wait for the client, before it may ask on.
    std::size_t unsent_bytes_max = 1024 * 1024;
    /// Commands of one request.
    std::size_t commands_max = 10'000;
    std::size_t streams_max = 64;

    /// Between the requests of a connection.
    std::chrono::milliseconds idle_ms{75'000};
    /// From the first byte of a request to its last.
    std::chrono::milliseconds request_ms{30'000};
    /// From the last byte of a request to its answer; then the answer is 503.
    std::chrono::milliseconds answer_ms{30'000};
    /// Until the client has taken one write.
    std::chrono::milliseconds write_ms{30'000};
    /// The same while others wait for room for their answers.
    std::chrono::milliseconds stall_ms{500};
    /// How long a connection that is being closed may go on sending.
    std::chrono::milliseconds linger_ms{2'000};
    /// How long stop() waits for requests that were accepted.
    std::chrono::milliseconds stop_ms{35'000};
    /// Between two looks of a stream at the book.
    std::chrono::milliseconds stream_poll_ms{200};
    std::chrono::milliseconds stream_heartbeat_ms{15'000};
};

}  // namespace daybook::http
