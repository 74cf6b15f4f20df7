#pragma once

#include <chrono>
#include <cstdint>

namespace daybook::paper {

/// How long a message is under way: evenly between `min` and `max`, and for so many of a thousand
/// up to `tail_max` longer. Messages of one direction do not overtake each other.
struct PaperLatency {
    std::chrono::microseconds min{0};
    std::chrono::microseconds max{0};
    std::uint32_t tail_per_mille = 0;
    std::chrono::microseconds tail_max{0};
};

/// How badly the exchange behaves. Units: cases in a thousand, each drawn on its own.
struct PaperFaults {
    /// A request is refused for no reason of its own.
    std::uint32_t reject_per_mille = 0;
    /// A request, or a question for a status, never reaches the exchange.
    std::uint32_t lost_request_per_mille = 0;
    /// A report is kept back with all later ones of its order, until the order's status is asked
    /// for or the session begins anew.
    std::uint32_t withheld_report_per_mille = 0;
    /// A report comes twice.
    std::uint32_t duplicate_per_mille = 0;
    /// A report is late by up to `reorder_delay_max` more, and others overtake it.
    std::uint32_t reorder_per_mille = 0;
    std::chrono::microseconds reorder_delay_max{1'000'000};
};

/// The line between us and the market: latencies and faults, drawn from one seed.
struct PaperLine {
    std::uint64_t seed = 1;
    PaperLatency request_latency;
    /// Between the receipt of a request and its decision.
    PaperLatency decision_latency;
    PaperLatency report_latency;
    PaperFaults faults;
};

}  // namespace daybook::paper
