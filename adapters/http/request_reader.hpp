#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "http/http_limits.hpp"
#include "http/http_message.hpp"

namespace daybook::http {

/// Makes one request of the bytes of a connection. Does no I/O.
/// Source: RFC 9112.
class RequestReader {
  public:
    explicit RequestReader(HttpLimits const& limits);
    ~RequestReader();
    RequestReader(RequestReader const&) = delete;
    RequestReader& operator=(RequestReader const&) = delete;

    /// Takes bytes and returns how many were used. The rest comes again with those that follow:
    /// it begins an element that is not complete, or the next request.
    std::size_t feed(std::string_view bytes);

    [[nodiscard]] bool is_complete() const;
    /// The answer to what cannot be read: 400, 413 or 431. Then the connection is of no more use.
    [[nodiscard]] std::optional<Response> const& failure() const { return failure_; }
    /// Whether the client waits for `100 Continue` before it sends the body.
    [[nodiscard]] bool awaits_continue() const;
    /// How much of the body has come.
    [[nodiscard]] std::size_t body_bytes() const;

    /// The request, once complete.
    [[nodiscard]] Request take();

  private:
    struct Parser;
    std::unique_ptr<Parser> parser_;
    std::optional<Response> failure_;
};

}  // namespace daybook::http
