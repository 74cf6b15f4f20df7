#pragma once

#include "http/http_backend.hpp"

namespace daybook::http {

/// Books the one command of the route: its members come from the path, the header
/// Idempotency-Key and the body.
void book_one(Backend& backend, CallPointer call);

/// Books one execution or an array of them. One is answered by its answer, an array by
/// `{"answers":[...]}`.
void book_executions(Backend& backend, CallPointer call);

/// Books what an operator says of a request of which nobody knows.
void settle_request(Backend& backend, CallPointer call);

/// Books `{"atomic":false,"commands":[...]}`; answered by `{"answers":[...]}`, refused or not.
void book_commands(Backend& backend, CallPointer call);

}  // namespace daybook::http
