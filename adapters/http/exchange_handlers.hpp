#pragma once

#include "http/http_backend.hpp"

namespace daybook::http {

void list_exchanges(Backend& backend, CallPointer call);
void get_exchange(Backend& backend, CallPointer call);
/// The body is `{"reason":"...","cancel_all":true}`, the last optional.
void pause_exchange(Backend& backend, CallPointer call);
void resume_exchange(Backend& backend, CallPointer call);
/// Asks the exchange for the status of every working order.
void ask_for_orders(Backend& backend, CallPointer call);
/// The body is `{"symbol":"...","price_quote":"...","quantity_base":"..."}`, the last optional.
void post_price(Backend& backend, CallPointer call);

/// The body is `{"until":"..."}`, or empty: to the end of the tape.
void play_tape(Backend& backend, CallPointer call);

}  // namespace daybook::http
