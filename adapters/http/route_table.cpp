#include "http/route_table.hpp"

#include <array>
#include <optional>

#include "http/command_handlers.hpp"
#include "http/exchange_handlers.hpp"
#include "http/process_handlers.hpp"
#include "http/query_handlers.hpp"

namespace daybook::http {

namespace {

#define ACCOUNT "/v1/accounts/{account}"

constexpr auto required = KeyHeader::required;
constexpr auto optional = KeyHeader::optional;

// clang-format off
constexpr auto table = std::to_array<Route>({
    {.method = "GET", .path = "/v1/assets", .operation = "listAssets",
     .summary = "Lists the assets", .handler = list_assets, .response = "Asset",
     .is_list = true, .parameters = "limit cursor"},
    {.method = "GET", .path = "/v1/assets/{asset}", .operation = "getAsset",
     .summary = "Shows an asset", .handler = get_asset, .response = "Asset"},
    {.method = "PUT", .path = "/v1/assets/{asset}", .operation = "defineAsset",
     .summary = "Defines an asset", .handler = book_one, .response = "Answer",
     .command = "define_asset", .success = 201},
    {.method = "GET", .path = "/v1/instruments", .operation = "listInstruments",
     .summary = "Lists the instruments", .handler = list_instruments, .response = "Instrument",
     .is_list = true, .parameters = "limit cursor"},
    {.method = "GET", .path = "/v1/instruments/{exchange}/{symbol}", .operation = "getInstrument",
     .summary = "Shows an instrument", .handler = get_instrument, .response = "Instrument"},
    {.method = "PUT", .path = "/v1/instruments/{exchange}/{symbol}",
     .operation = "defineInstrument", .summary = "Defines an instrument, or halts or reopens it",
     .handler = book_one, .response = "Answer", .command = "define_instrument", .success = 201},
    {.method = "GET", .path = "/v1/accounts", .operation = "listAccounts",
     .summary = "Lists the accounts", .handler = list_accounts, .response = "Account",
     .is_list = true, .parameters = "limit cursor"},
    {.method = "GET", .path = ACCOUNT, .operation = "getAccount",
     .summary = "Shows an account", .handler = get_account, .response = "Account"},
    {.method = "PUT", .path = ACCOUNT, .operation = "openAccount",
     .summary = "Opens an account", .handler = book_one, .response = "Answer",
     .command = "open_account", .success = 201},

    {.method = "GET", .path = ACCOUNT "/orders", .operation = "listOrders",
     .summary = "Lists orders, the oldest or the newest first", .handler = list_orders,
     .response = "Order", .is_list = true,
     .parameters = "status exchange symbol order limit cursor"},
    {.method = "GET", .path = ACCOUNT "/orders/count", .operation = "countOrders",
     .summary = "Counts orders, up to 100,000", .handler = count_orders,
     .response = "OrderCount", .parameters = "status exchange symbol"},
    {.method = "POST", .path = ACCOUNT "/orders", .operation = "placeOrder",
     .summary = "Places an order", .handler = book_one, .response = "Order",
     .command = "place_order", .key = required, .success = 201},
    {.method = "GET", .path = ACCOUNT "/orders/{id}", .operation = "getOrder",
     .summary = "Shows an order", .handler = get_order, .response = "Order"},
    {.method = "POST", .path = ACCOUNT "/orders/{id}/cancel", .operation = "cancelOrder",
     .summary = "Asks for an order to be canceled", .handler = book_one, .response = "Order",
     .command = "cancel_order", .key = optional, .success = 202},
    {.method = "POST", .path = ACCOUNT "/orders/{id}/replace", .operation = "replaceOrder",
     .summary = "Asks for an order to get other terms", .handler = book_one, .response = "Order",
     .command = "replace_order", .key = optional, .success = 202},
    {.method = "GET", .path = ACCOUNT "/executions", .operation = "listExecutions",
     .summary = "Lists executions in the book's order", .handler = list_executions,
     .response = "Execution", .is_list = true, .parameters = "order_id symbol limit cursor"},
    {.method = "POST", .path = ACCOUNT "/executions", .operation = "bookExecutions",
     .summary = "Books an execution, or an array of them", .handler = book_executions,
     .response = "Answer", .command = "book_execution"},
    {.method = "POST", .path = ACCOUNT "/deposits", .operation = "deposit",
     .summary = "Books a deposit, or an opening position", .handler = book_one,
     .response = "Answer", .command = "deposit", .key = required, .success = 201},
    {.method = "POST", .path = ACCOUNT "/withdrawals", .operation = "withdraw",
     .summary = "Books a withdrawal", .handler = book_one, .response = "Answer",
     .command = "withdraw", .key = required, .success = 201},
    {.method = "GET", .path = ACCOUNT "/balances", .operation = "listBalances",
     .summary = "Lists balances, now or as of a moment", .handler = list_balances,
     .response = "Balance", .is_list = true, .parameters = "as_of clock limit cursor"},
    {.method = "GET", .path = ACCOUNT "/positions", .operation = "listPositions",
     .summary = "Lists positions, marked to the prices given", .handler = list_positions,
     .response = "Position", .is_list = true, .parameters = "mark exchange symbol limit cursor"},
    {.method = "GET", .path = ACCOUNT "/lots", .operation = "listLots",
     .summary = "Lists the lots of all positions", .handler = list_lots, .response = "Lot",
     .is_list = true, .parameters = "limit cursor"},
    {.method = "GET", .path = ACCOUNT "/entries", .operation = "listEntries",
     .summary = "Lists the entries of the book", .handler = list_entries, .response = "Entry",
     .is_list = true, .parameters = "after limit cursor"},
    {.method = "GET", .path = ACCOUNT "/entries/stream", .operation = "streamEntries",
     .summary = "Sends entries as they are booked, as Server-Sent Events",
     .handler = stream_entries, .response = "", .parameters = "after",
     .content_type = "text/event-stream"},
    {.method = "GET", .path = ACCOUNT "/discrepancies", .operation = "listDiscrepancies",
     .summary = "Lists discrepancies, oldest first", .handler = list_discrepancies,
     .response = "Discrepancy", .is_list = true, .parameters = "limit cursor"},
    {.method = "GET", .path = ACCOUNT "/discrepancies/counts", .operation = "countDiscrepancies",
     .summary = "Counts the open discrepancies by kind", .handler = count_discrepancies,
     .response = "DiscrepancyCounts"},
    {.method = "POST", .path = ACCOUNT "/discrepancies/{discrepancy}/resolve",
     .operation = "resolveDiscrepancy", .summary = "Resolves a discrepancy with a reason",
     .handler = book_one, .response = "Answer", .command = "resolve_discrepancy",
     .key = optional},
    {.method = "GET", .path = "/v1/requests", .operation = "listRequests",
     .summary = "Lists the requests to exchanges that are not answered",
     .handler = list_requests, .response = "Request", .is_list = true,
     .parameters = "account exchange state limit cursor"},
    {.method = "POST", .path = ACCOUNT "/requests/{request}/settle",
     .operation = "settleRequest",
     .summary = "Books what an operator says of a request of which nobody knows",
     .handler = settle_request, .response = "Answer", .body = "Settlement", .key = optional},
    {.method = "POST", .path = "/v1/commands", .operation = "bookCommands",
     .summary = "Books a batch of commands in order", .handler = book_commands,
     .response = "Answers", .body = "Batch"},

    {.method = "GET", .path = "/v1/exchanges", .operation = "listExchanges",
     .summary = "Lists the exchanges that this worker speaks to", .handler = list_exchanges,
     .response = "Exchange", .is_list = true},
    {.method = "GET", .path = "/v1/exchanges/{exchange}", .operation = "getExchange",
     .summary = "Shows how the session with an exchange stands", .handler = get_exchange,
     .response = "Exchange"},
    {.method = "POST", .path = "/v1/exchanges/{exchange}/pause", .operation = "pauseExchange",
     .summary = "Sends nothing but cancels any more, and cancels what works there on demand",
     .handler = pause_exchange,
     .response = "Exchange", .body = "Pause"},
    {.method = "POST", .path = "/v1/exchanges/{exchange}/resume", .operation = "resumeExchange",
     .summary = "Sends orders again", .handler = resume_exchange, .response = "Exchange"},
    {.method = "POST", .path = "/v1/exchanges/{exchange}/ask-for-orders",
     .operation = "askForOrders", .summary = "Asks for the status of every working order",
     .handler = ask_for_orders, .response = "Exchange", .success = 202},
    {.method = "POST", .path = "/v1/exchanges/{exchange}/prices", .operation = "postPrice",
     .summary = "Makes a price known at a paper exchange", .handler = post_price,
     .response = "Exchange", .body = "PostedPrice", .success = 202},
    {.method = "POST", .path = "/v1/exchanges/{exchange}/play", .operation = "playTape",
     .summary = "Lets a paper exchange's tape play on", .handler = play_tape,
     .response = "Exchange", .body = "Play", .success = 202},

    {.method = "GET", .path = "/healthz", .operation = "isAlive",
     .summary = "Says that the process lives", .handler = show_health, .response = "Health"},
    {.method = "GET", .path = "/readyz", .operation = "isReady",
     .summary = "Says whether requests can be served, and why not", .handler = show_readiness,
     .response = "Readiness"},
    {.method = "GET", .path = "/metrics", .operation = "getMetrics",
     .summary = "Metrics in the text format of Prometheus", .handler = show_metrics,
     .response = "", .content_type = "text/plain; version=0.0.4; charset=utf-8"},
    {.method = "GET", .path = "/openapi.json", .operation = "getOpenApi",
     .summary = "This document", .handler = show_openapi, .response = "Document"},
    {.method = "GET", .path = "/", .operation = "getPage",
     .summary = "The operator's page", .handler = show_page, .response = "",
     .content_type = "text/html; charset=utf-8"},
    {.method = "GET", .path = "/favicon.svg", .operation = "getIcon",
     .summary = "The page's icon", .handler = show_icon, .response = "",
     .content_type = "image/svg+xml"},
});
// clang-format on

#undef ACCOUNT

/// What stands for the placeholders; nullopt where the path is another.
std::optional<std::vector<std::string>> match_path(std::string_view path,
                                                   std::vector<std::string> const& segments) {
    std::vector<std::string> values;
    std::size_t i = 0;
    while (!path.empty() && path != "/") {
        path.remove_prefix(1);
        auto const pattern = path.substr(0, path.find('/'));
        path.remove_prefix(pattern.size());
        if (i == segments.size()) return std::nullopt;
        auto const& segment = segments[i++];
        if (pattern.starts_with('{')) {
            if (segment.empty()) return std::nullopt;
            values.push_back(segment);
        } else if (pattern != segment) {
            return std::nullopt;
        }
    }
    return i == segments.size() ? std::optional{std::move(values)} : std::nullopt;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        auto const part = text.substr(0, text.find(separator));
        if (!part.empty()) parts.push_back(part);
        text.remove_prefix(std::min(text.size(), part.size() + 1));
    }
    return parts;
}

}  // namespace

std::span<Route const> routes() { return table; }

RouteMatch match_route(std::string_view method, std::vector<std::string> const& segments) {
    auto const wanted = method == "HEAD" ? std::string_view{"GET"} : method;
    RouteMatch match;
    for (auto const& route : table) {
        auto values = match_path(route.path, segments);
        if (!values) continue;
        if (route.method == wanted) {
            match.route = &route;
            match.values = std::move(*values);
            return match;
        }
        if (!match.allow.empty()) match.allow += ", ";
        match.allow += route.method == "GET" ? "GET, HEAD" : route.method;
    }
    return match;
}

std::vector<std::string_view> path_segments(std::string_view path) { return split(path, '/'); }

std::vector<std::string_view> words(std::string_view text) { return split(text, ' '); }

std::string_view placeholder_name(std::string_view segment) {
    if (!segment.starts_with('{')) return {};
    return segment.substr(1, segment.size() - 2);
}

}  // namespace daybook::http
