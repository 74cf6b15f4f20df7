#pragma once

#include "app/engine.hpp"
#include "app/schema_watch.hpp"
#include "http/http_backend.hpp"
#include "model/book_identity.hpp"
#include "ports/inbound/exchange_control.hpp"

namespace daybook::app {

/// Whether the worker should get requests. Shape of the JSON: `ready`, `reasons` (a sentence each),
/// then the members of append_schema(), then `book_id` and `timeline`, then `exchanges`: a session
/// that is down keeps nobody from placing orders, which wait in the outbox, so it is no reason.
/// Never blocks.
[[nodiscard]] http::ReadinessReport report_readiness(Engine const& engine,
                                                     SchemaWatch const& schema,
                                                     ports::ExchangeControl const& exchanges,
                                                     model::BookIdentity const& book);

}  // namespace daybook::app
