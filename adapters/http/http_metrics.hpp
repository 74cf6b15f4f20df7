#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace daybook::http {

struct Route;

/// One number that another part of the worker shows at /metrics.
struct Measurement {
    enum class Kind { counter, gauge };

    /// `daybook_lane_queue_commands`: with its unit, a counter with `_total`.
    std::string name;
    std::string help;
    Kind kind = Kind::gauge;
    /// Never an account, an order or anything else that grows with use.
    std::vector<std::pair<std::string, std::string>> labels;
    double value = 0;
};

/// Asked at each scrape, on the I/O thread: never blocks.
using MetricsSource = std::function<std::vector<Measurement>()>;

/// What the server counts of itself, and the page of all metrics. Threads: safe.
class HttpMetrics {
  public:
    explicit HttpMetrics(std::vector<MetricsSource> sources);
    ~HttpMetrics();
    HttpMetrics(HttpMetrics const&) = delete;
    HttpMetrics& operator=(HttpMetrics const&) = delete;

    /// `route` is null for a request that none matched.
    void count_request(Route const* route, int status, std::chrono::nanoseconds duration);
    void set_connections(std::size_t connections);
    void set_streams(std::size_t streams);
    /// A client that was cut off for being slow, or refused because there were too many.
    void count_cut_off();
    void count_turned_away();
    /// An idle connection that was closed because another came.
    void count_evicted();

    /// Source: Prometheus text exposition format 0.0.4.
    [[nodiscard]] std::string text() const;

  private:
    struct Numbers;
    std::unique_ptr<Numbers> numbers_;
    std::vector<MetricsSource> sources_;
};

}  // namespace daybook::http
