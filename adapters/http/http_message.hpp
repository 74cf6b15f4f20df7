#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ports/inbound/query_service.hpp"

namespace daybook::http {

/// A request as it came, with the headers that Daybook looks at.
struct Request {
    /// Upper case, as sent.
    std::string method;
    std::string target;
    std::string body;
    std::optional<std::string> host;
    std::optional<std::string> origin;
    std::optional<std::string> content_type;
    std::optional<std::string> idempotency_key;
    std::optional<std::string> last_event_id;
    /// A header of which there can be only one that came more than once.
    std::optional<std::string> repeated_header;
    bool keep_alive = true;
    /// On whose behalf the book is read.
    ports::ReadCaller caller;
};

/// The events that a stream had since the last look.
struct StreamEvents {
    std::string text;
    /// Whether there may be more at once.
    bool more = false;
    bool ended = false;
};

/// The body of an answer that does not end by itself.
class EventStream {
  public:
    virtual ~EventStream() = default;
    /// Calls `done` once, on any thread. Shape: one call at a time.
    virtual void next(std::function<void(StreamEvents)> done) = 0;
};

struct Response {
    using Header = std::pair<std::string_view, std::string>;

    int status = 200;
    std::string_view content_type = "application/json";
    std::string body;
    /// Besides those that every answer has. Shape: names are literals.
    std::vector<Header> headers;
    /// Where set, the body follows from it and ends with the connection.
    std::shared_ptr<EventStream> stream;
};

/// Takes the answer to one request. Called exactly once, on any thread.
using Reply = std::function<void(Response)>;

}  // namespace daybook::http
