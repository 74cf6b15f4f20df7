#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "bench/load/latency_histogram.hpp"

namespace daybook::bench {

struct LoadOptions {
    std::string host = "127.0.0.1";
    std::string port = "7300";
    std::size_t connections = 64;
    /// Requests a second that are sent whether or not earlier ones are answered. 0: every
    /// connection sends again when it is answered (a closed loop), and latency is from the sending.
    double rate = 0;
    std::chrono::duration<double> warmup{1};
    std::chrono::duration<double> duration{10};
    std::size_t accounts = 100;
    /// GET of orders that were placed before, instead of POST of new ones.
    bool reads = false;
};

/// `127.0.0.1:7300`.
[[nodiscard]] inline std::string host_header(LoadOptions const& options) {
    return options.host + ":" + options.port;
}

struct LoadResult {
    /// From the moment a request should have been sent to its answer. What is not answered when the
    /// run is given up is counted with what it has waited so far.
    LatencyHistogram latency;
    std::uint64_t answered = 0;
    std::uint64_t failed = 0;
    std::uint64_t unanswered = 0;
    /// Of the measured part, to the last answer.
    std::chrono::duration<double> took{0};
    /// What the first failed request was answered.
    std::string first_failure;
};

/// Opens accounts and funds them, so that orders can be placed. Repeatable.
/// Throws: std::runtime_error, boost::system::system_error.
void prepare_accounts(LoadOptions const& options);

/// Places orders one after another and returns where they are: `/v1/accounts/.../orders/...`.
[[nodiscard]] std::vector<std::string> place_orders(LoadOptions const& options, std::size_t count);

/// Sends requests as the options say. `targets`: what is read; of no use where orders are placed.
/// Throws: boost::system::system_error where a connection cannot be made.
[[nodiscard]] LoadResult run_load(LoadOptions const& options, std::vector<std::string> targets);

}  // namespace daybook::bench
