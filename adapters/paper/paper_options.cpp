#include "paper/paper_options.hpp"

#include <utility>

#include "paper/paper_clock.hpp"

namespace daybook::paper {

namespace {

using Fault = std::optional<std::string>;

constexpr std::size_t id_prefix_max = 64;

Fault find_fault(std::string const& name, PaperLatency const& latency) {
    if (latency.min.count() < 0) return name + ".min must not be negative";
    if (latency.max < latency.min) return name + ".max must not be less than min";
    if (latency.tail_max.count() < 0) return name + ".tail_max must not be negative";
    if (latency.tail_per_mille > 1000) return name + ".tail_per_mille must be at most 1000";
    return std::nullopt;
}

Fault find_fault(PaperFaults const& faults) {
    std::pair<char const*, std::uint32_t> const rates[] = {
        {"reject_per_mille", faults.reject_per_mille},
        {"lost_request_per_mille", faults.lost_request_per_mille},
        {"withheld_report_per_mille", faults.withheld_report_per_mille},
        {"duplicate_per_mille", faults.duplicate_per_mille},
        {"reorder_per_mille", faults.reorder_per_mille}};
    for (auto const& [name, rate] : rates) {
        if (rate <= 1000) continue;
        return std::string{name} + " must be at most 1000, not " + std::to_string(rate);
    }
    if (faults.reorder_delay_max.count() < 0) return "reorder_delay_max must not be negative";
    return std::nullopt;
}

Fault find_fault(PaperRules const& rules) {
    if (rules.id_prefix.empty() || rules.id_prefix.size() > id_prefix_max) {
        return "id_prefix must have 1 to " + std::to_string(id_prefix_max) + " characters";
    }
    if (rules.queue_ahead_base.is_negative()) {
        return "queue_ahead_base must not be negative, not " +
               rules.queue_ahead_base.value().to_string();
    }
    if (rules.depth_base && rules.depth_base->is_negative()) {
        return "depth_base must not be negative, not " + rules.depth_base->value().to_string();
    }
    if (rules.day_ends_at.count() < 0 || rules.day_ends_at >= std::chrono::days{1}) {
        return "day_ends_at must be a time of the day, from 0 to less than 24 hours";
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::string> find_fault(PaperOptions const& options) {
    if (auto fault = find_fault(options.rules)) return fault;
    auto const& line = options.line;
    if (auto fault = find_fault("request_latency", line.request_latency)) return fault;
    if (auto fault = find_fault("decision_latency", line.decision_latency)) return fault;
    if (auto fault = find_fault("report_latency", line.report_latency)) return fault;
    if (auto fault = find_fault(line.faults)) return fault;
    if (options.speed && (*options.speed < 1 || *options.speed > PaperClock::speed_max)) {
        return "speed must be from 1 to " + std::to_string(PaperClock::speed_max) + ", not " +
               std::to_string(*options.speed);
    }
    if (options.unconfirmed_reports_max == 0) return "unconfirmed_reports_max must be at least 1";
    return std::nullopt;
}

}  // namespace daybook::paper
