#include "bench/load/load_requests.hpp"

#include <chrono>

namespace daybook::bench {

namespace http = boost::beast::http;

namespace {

/// Tells the keys of this run from those of any other.
std::string const& run_name() {
    static std::string const name = std::to_string(
        std::chrono::system_clock::now().time_since_epoch() / std::chrono::microseconds{1});
    return name;
}

constexpr std::string_view order_json =
    R"({"exchange":"LOAD","symbol":"BTC-USD","side":"BUY","type":"LIMIT","time_in_force":"GTC",)"
    R"("quantity_base":"0.5","price_quote":"100.25"})";

}  // namespace

std::string account_name(std::uint64_t number) { return "load-" + std::to_string(number); }

LoadRequest load_request(http::verb verb, std::string const& target, std::string_view json) {
    LoadRequest request{verb, target, 11};
    if (!json.empty()) {
        request.set(http::field::content_type, "application/json");
        request.body() = json;
    }
    request.prepare_payload();
    return request;
}

LoadRequest place_request(std::uint64_t number, std::uint64_t accounts) {
    auto request =
        load_request(http::verb::post,
                     "/v1/accounts/" + account_name(number % accounts) + "/orders", order_json);
    request.set("Idempotency-Key", run_name() + "-" + std::to_string(number));
    return request;
}

}  // namespace daybook::bench
