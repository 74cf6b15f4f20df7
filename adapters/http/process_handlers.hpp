#pragma once

#include "http/http_backend.hpp"

namespace daybook::http {

/// Calls about the worker itself; all answer at once.
void show_health(Backend& backend, CallPointer call);
void show_readiness(Backend& backend, CallPointer call);
void show_metrics(Backend& backend, CallPointer call);
void show_openapi(Backend& backend, CallPointer call);
void show_page(Backend& backend, CallPointer call);
void show_icon(Backend& backend, CallPointer call);

}  // namespace daybook::http
