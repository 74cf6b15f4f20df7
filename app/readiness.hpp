#pragma once

#include "app/engine.hpp"
#include "app/schema_watch.hpp"
#include "http/http_backend.hpp"

namespace daybook::app {

/// Whether the worker should get requests. Shape of the JSON: `ready`, `reasons` (a sentence each),
/// then the members of schema_json(). Never blocks.
[[nodiscard]] http::ReadinessReport report_readiness(Engine const& engine,
                                                     SchemaWatch const& schema);

}  // namespace daybook::app
