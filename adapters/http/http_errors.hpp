#pragma once

#include <exception>
#include <string>
#include <string_view>

#include "http/http_message.hpp"
#include "model/answer.hpp"
#include "model/command.hpp"
#include "model/refusal.hpp"
#include "ports/inbound/command_service.hpp"

namespace daybook::http {

/// The one place that decides which status a refusal has.
[[nodiscard]] int status_of(model::Refusal refusal);

/// What a status is called. Source: RFC 9110, section 15.
[[nodiscard]] std::string_view reason_phrase(int status);

/// An error that is no refusal. `name` is the last part of its type: `not_found`.
/// Source: RFC 9457.
[[nodiscard]] Response problem(int status, std::string_view name, std::string_view detail);

/// A command or a parameter that cannot be read.
[[nodiscard]] Response problem(model::Malformed const& malformed);

/// A path that names nothing: 404, whatever the refusal's status is in a command.
[[nodiscard]] Response problem_not_found(model::Refusal refusal, std::string_view field);

/// A refused command, with the order where there is one.
[[nodiscard]] Response problem(model::Answer const& answer);

/// A queue that is full (429), or a worker that stops (503).
[[nodiscard]] Response problem_busy();
[[nodiscard]] Response problem_stopping();
[[nodiscard]] Response problem_late();
[[nodiscard]] Response problem_too_many_connections();

/// A batch that the store did not take: 503, and why.
[[nodiscard]] Response problem_not_booked(std::string_view why);

/// Storage that cannot be reached: 503. Says nothing of why; the log does.
[[nodiscard]] Response problem_storage(std::string_view what);

/// What a read threw: 503 when storage is away, else 500.
[[nodiscard]] Response problem_of(std::exception_ptr const& thrown);

}  // namespace daybook::http
