#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "http/http_message.hpp"
#include "model/timestamp.hpp"
#include "ports/outbound/clock.hpp"

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

/// The header Date, written anew once a second.
class DateHeader {
  public:
    explicit DateHeader(ports::Clock& clock) : clock_{&clock} {}
    [[nodiscard]] std::string_view text();

  private:
    ports::Clock* clock_;
    std::int64_t second_ = -1;
    std::string text_;
};

}  // namespace daybook::http
