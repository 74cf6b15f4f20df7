#pragma once

#include <string>
#include <string_view>

#include "http/http_message.hpp"
#include "model/timestamp.hpp"

namespace daybook::http {

struct ResponseForm {
    /// The connection ends after this answer.
    bool close = false;
    /// The answer to HEAD: everything but the body.
    bool head = false;
    std::string_view date;
};

/// Writes an answer as HTTP/1.1. With a stream, only what stands before its events.
[[nodiscard]] std::string response_text(Response const& response, ResponseForm const& form);

/// `Sat, 21 Nov 2026 09:30:00 GMT`. Source: RFC 9110, section 5.6.7.
[[nodiscard]] std::string http_date(model::Timestamp time);

}  // namespace daybook::http
