#pragma once

#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "http/answer_room.hpp"
#include "http/byte_budget.hpp"
#include "http/http_api.hpp"
#include "http/http_limits.hpp"
#include "http/http_metrics.hpp"
#include "http/response_text.hpp"

namespace daybook::http {

/// What the sessions of a server have in common. Belongs to the thread of `io`.
struct SessionContext {
    SessionContext(boost::asio::io_context& io_context, DateHeader date_header,
                   HttpLimits const& http_limits, HttpMetrics& http_metrics, HttpApi& http_api)
        : io{io_context},
          date{date_header},
          limits{http_limits},
          metrics{http_metrics},
          api{http_api} {}

    boost::asio::io_context& io;
    DateHeader date;
    HttpLimits limits;
    HttpMetrics& metrics;
    HttpApi& api;
    /// Requests, from their first bytes until they are answered.
    ByteBudget requests{limits.bodies_bytes_max};
    /// Answers, from when they are asked for until they are written.
    AnswerRoom answers{limits.answers_bytes_max};
    std::size_t streams = 0;
    std::uint64_t last_client = 0;
    /// Where bytes are read to; no session keeps it over a suspension.
    std::vector<char> scratch = std::vector<char>(64 * 1024);
};

}  // namespace daybook::http
