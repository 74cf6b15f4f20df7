#pragma once

#include "http/http_backend.hpp"

namespace daybook::http {

// reference_reads.cpp
void list_assets(Backend& backend, CallPointer call);
void get_asset(Backend& backend, CallPointer call);
void list_instruments(Backend& backend, CallPointer call);
void get_instrument(Backend& backend, CallPointer call);
void list_accounts(Backend& backend, CallPointer call);
void get_account(Backend& backend, CallPointer call);

// account_reads.cpp
void list_orders(Backend& backend, CallPointer call);
/// As many as there are, or a number that is marked as not exact.
void count_orders(Backend& backend, CallPointer call);
void get_order(Backend& backend, CallPointer call);
void list_executions(Backend& backend, CallPointer call);
void list_entries(Backend& backend, CallPointer call);
void list_lots(Backend& backend, CallPointer call);
void list_discrepancies(Backend& backend, CallPointer call);
void count_discrepancies(Backend& backend, CallPointer call);

// request_reads.cpp
/// Those that are not answered; `account`, `exchange` and `state` restrict.
void list_requests(Backend& backend, CallPointer call);

// money_reads.cpp
/// `as_of` is a time, `clock` says of which clock: occurred (the default) or recorded.
void list_balances(Backend& backend, CallPointer call);
/// `mark` is SYMBOL:PRICE, repeated or separated by commas, or one PRICE where the list shows one
/// symbol only.
void list_positions(Backend& backend, CallPointer call);

// entry_stream.cpp
/// `after`, or the header Last-Event-ID of a client that comes back, is the last entry it has.
void stream_entries(Backend& backend, CallPointer call);

}  // namespace daybook::http
