#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/byte_budget.hpp"
#include "http/http_limits.hpp"
#include "http/http_message.hpp"
#include "http/request_reader.hpp"

namespace daybook::http {

/// Makes requests of the bytes of a connection, and holds no more of them than it may. Does no I/O.
class RequestIntake {
  public:
    enum class Next { incomplete, request, refusal };

    /// `budget` is for what all connections hold of requests.
    RequestIntake(HttpLimits const& limits, ByteBudget& budget);

    /// Takes bytes. Shape: when next() has said that it needs more.
    void append(std::string_view bytes);
    /// Reads on. After a refusal the connection is of no more use.
    [[nodiscard]] Next next();
    /// The request that next() has found; its body is held by whoever takes it.
    [[nodiscard]] Request take();
    /// The answer to what next() has refused.
    [[nodiscard]] Response take_refusal() { return std::move(*refusal_); }

    /// Whether a request has begun and is not complete.
    [[nodiscard]] bool is_within_request() const { return reader_ != nullptr; }
    /// Whether the client waits for `100 Continue`; once a request.
    [[nodiscard]] bool offers_continue();
    /// Lets go of everything: there will be no more.
    void clear();
    /// Lets go of buffers that are not needed until more bytes come.
    void rest();

  private:
    [[nodiscard]] Next refuse(Response response);
    /// What is held now, or would be; buffers of an idle connection are not counted.
    [[nodiscard]] std::size_t bytes() const;

    HttpLimits const& limits_;
    std::string input_;
    std::size_t used_ = 0;
    std::unique_ptr<RequestReader> reader_;
    bool continue_offered_ = false;
    std::optional<Response> refusal_;
    HeldBytes held_;
};

}  // namespace daybook::http
