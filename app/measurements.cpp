#include "app/measurements.hpp"

#include <cstddef>
#include <string>
#include <utility>

#include "log/logging.hpp"
#include "model/names.hpp"

namespace daybook::app {

std::vector<http::Measurement> measure(Engine const& engine) {
    using MetricKind = http::Measurement::Kind;
    auto const load = engine.load();
    std::vector<http::Measurement> all{{"daybook_queue_commands",
                                        "Commands accepted and not yet answered.",
                                        MetricKind::gauge,
                                        {},
                                        static_cast<double>(load.commands)},
                                       {"daybook_queue_bytes",
                                        "Bytes of commands accepted and not yet answered.",
                                        MetricKind::gauge,
                                        {},
                                        static_cast<double>(load.bytes)},
                                       {"daybook_lanes",
                                        "Threads that book.",
                                        MetricKind::gauge,
                                        {},
                                        static_cast<double>(engine.lanes())}};
    auto const answered = engine.answered();
    for (std::size_t i = 0; i < answered.size(); ++i) {
        std::string status{model::name_of(static_cast<model::AnswerStatus>(i))};
        all.push_back({"daybook_commands_answered_total",
                       "Commands by their answer.",
                       MetricKind::counter,
                       {{"status", std::move(status)}},
                       static_cast<double>(answered[i])});
    }
    return all;
}

std::vector<http::Measurement> measure(ports::ExchangeControl const& exchanges) {
    using MetricKind = http::Measurement::Kind;
    using Status = ports::ExchangeStatus;
    std::vector<http::Measurement> all;
    for (auto const& exchange : exchanges.exchanges()) {
        auto const add = [&](char const* name, char const* help, MetricKind kind, auto value) {
            all.push_back({name,
                           help,
                           kind,
                           {{"exchange", exchange.exchange.value()}},
                           static_cast<double>(value)});
        };
        add("daybook_exchange_session_up", "Whether this worker's session takes requests.",
            MetricKind::gauge, exchange.session == Status::Session::up ? 1 : 0);
        add("daybook_exchange_owned", "Whether this worker is the one that speaks to the exchange.",
            MetricKind::gauge, exchange.session == Status::Session::standby ? 0 : 1);
        add("daybook_exchange_paused", "Whether an operator has paused it.", MetricKind::gauge,
            exchange.paused_because ? 1 : 0);
        add("daybook_exchange_requests_pending", "Requests that wait to be sent.",
            MetricKind::gauge, exchange.requests_pending);
        add("daybook_exchange_requests_unanswered", "Requests that wait for an answer.",
            MetricKind::gauge, exchange.requests_unanswered);
        add("daybook_exchange_reports_waiting", "Reports received and not yet booked.",
            MetricKind::gauge, exchange.reports_waiting);
        add("daybook_exchange_requests_sent_total", "Requests handed over, again ones too.",
            MetricKind::counter, exchange.requests_sent_total);
        add("daybook_exchange_requests_abandoned_total",
            "Requests that the exchange was asked about in vain.", MetricKind::counter,
            exchange.requests_abandoned_total);
        add("daybook_exchange_reports_booked_total", "Reports that were booked.",
            MetricKind::counter, exchange.reports_booked_total);
        add("daybook_exchange_status_requests_total", "Questions for the status of an order.",
            MetricKind::counter, exchange.status_requests_total);
        add("daybook_exchange_trades_missing_total",
            "Status reports that told of trades that the book does not have.", MetricKind::counter,
            exchange.trades_missing_total);
    }
    return all;
}

std::vector<http::Measurement> measure(BookWatch::Counts const& counts) {
    std::vector<http::Measurement> all;
    for (auto const& [exchange, state, count] : counts.requests) {
        all.push_back(
            {"daybook_exchange_requests",
             "Requests of the book to exchanges that are not answered, by state.",
             http::Measurement::Kind::gauge,
             {{"exchange", exchange.value()}, {"state", std::string{model::name_of(state)}}},
             static_cast<double>(count)});
    }
    for (auto const& [kind, count] : counts.open_discrepancies) {
        all.push_back({"daybook_discrepancies_open",
                       "Open discrepancies of the book, by kind.",
                       http::Measurement::Kind::gauge,
                       {{"kind", std::string{model::name_of(kind)}}},
                       static_cast<double>(count)});
    }
    return all;
}

std::vector<http::Measurement> measure_log() {
    return {{"daybook_log_lines_dropped_total",
             "Lines of the log that nobody read in time.",
             http::Measurement::Kind::counter,
             {},
             static_cast<double>(log::dropped_lines())}};
}

}  // namespace daybook::app
