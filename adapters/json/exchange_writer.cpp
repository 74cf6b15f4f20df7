#include "json/exchange_writer.hpp"

#include "json/object_writer.hpp"

namespace daybook::json {

void append_json(std::string& out, ports::ExchangeStatus const& exchange,
                 std::optional<std::uint64_t> cancels_asked) {
    ObjectWriter object{out};
    object.text("exchange", exchange.exchange.value());
    object.text("session", model::name_of(exchange.session));
    object.text("reason", exchange.reason);
    object.text("owner", exchange.owner);
    object.time("lease_expires_at", exchange.lease_expires_at);
    object.text("paused_because", exchange.paused_because);
    object.integer("requests_pending", exchange.requests_pending);
    object.integer("requests_unanswered", exchange.requests_unanswered);
    object.integer("reports_waiting", exchange.reports_waiting);
    object.integer("session_restarts", exchange.session_restarts_total);
    object.time("last_report_at", exchange.last_report_at);
    if (cancels_asked) object.integer("cancels_asked", *cancels_asked);
}

}  // namespace daybook::json
