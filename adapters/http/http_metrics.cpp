#include "http/http_metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>

#include "http/route_table.hpp"

namespace daybook::http {

namespace {

prometheus::Histogram::BucketBoundaries const seconds_buckets{
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30};

prometheus::MetricType type_of(Measurement::Kind kind) {
    return kind == Measurement::Kind::counter ? prometheus::MetricType::Counter
                                              : prometheus::MetricType::Gauge;
}

prometheus::ClientMetric metric_of(Measurement const& measurement) {
    prometheus::ClientMetric metric;
    for (auto const& [name, value] : measurement.labels) {
        prometheus::ClientMetric::Label label;
        label.name = name;
        label.value = value;
        metric.label.push_back(std::move(label));
    }
    metric.counter.value = measurement.value;
    metric.gauge.value = measurement.value;
    return metric;
}

/// Measurements of one name become one family, in the order of their first.
void append_families(std::vector<prometheus::MetricFamily>& families,
                     std::vector<Measurement> const& measurements) {
    std::map<std::string, std::size_t> places;
    for (auto const& measurement : measurements) {
        auto const [place, is_new] = places.emplace(measurement.name, families.size());
        if (is_new) {
            prometheus::MetricFamily family;
            family.name = measurement.name;
            family.help = measurement.help;
            family.type = type_of(measurement.kind);
            families.push_back(std::move(family));
        }
        families[place->second].metric.push_back(metric_of(measurement));
    }
}

}  // namespace

struct HttpMetrics::Numbers {
    prometheus::Registry registry;
    prometheus::Family<prometheus::Counter>& requests = prometheus::BuildCounter()
                                                            .Name("daybook_http_requests_total")
                                                            .Help("Requests answered")
                                                            .Register(registry);
    prometheus::Family<prometheus::Histogram>& durations =
        prometheus::BuildHistogram()
            .Name("daybook_http_request_seconds")
            .Help("Time from a request's last byte to its answer")
            .Register(registry);
    prometheus::Gauge& connections = prometheus::BuildGauge()
                                         .Name("daybook_http_connections")
                                         .Help("Open connections")
                                         .Register(registry)
                                         .Add({});
    prometheus::Gauge& streams = prometheus::BuildGauge()
                                     .Name("daybook_http_streams")
                                     .Help("Open event streams")
                                     .Register(registry)
                                     .Add({});
    prometheus::Counter& cut_off = prometheus::BuildCounter()
                                       .Name("daybook_http_connections_cut_off_total")
                                       .Help("Connections closed because the client was slow")
                                       .Register(registry)
                                       .Add({});
    prometheus::Counter& turned_away = prometheus::BuildCounter()
                                           .Name("daybook_http_connections_turned_away_total")
                                           .Help("Connections refused because there were too many")
                                           .Register(registry)
                                           .Add({});
    prometheus::Counter& evicted = prometheus::BuildCounter()
                                       .Name("daybook_http_connections_evicted_total")
                                       .Help("Idle connections closed because another came")
                                       .Register(registry)
                                       .Add({});
    /// The histogram of each route, and of requests that matched none.
    std::map<Route const*, prometheus::Histogram*> histograms;
};

HttpMetrics::HttpMetrics(std::vector<MetricsSource> sources)
    : numbers_{std::make_unique<Numbers>()}, sources_{std::move(sources)} {
    auto const add = [this](Route const* route, prometheus::Labels const& labels) {
        numbers_->histograms[route] = &numbers_->durations.Add(labels, seconds_buckets);
    };
    add(nullptr, {{"method", "other"}, {"route", "none"}});
    for (auto const& route : routes()) {
        add(&route, {{"method", std::string{route.method}}, {"route", std::string{route.path}}});
    }
}

HttpMetrics::~HttpMetrics() = default;

void HttpMetrics::count_request(Route const* route, int status, std::chrono::nanoseconds duration) {
    prometheus::Labels labels{{"method", "other"}, {"route", "none"}};
    if (route != nullptr) {
        labels["method"] = route->method;
        labels["route"] = route->path;
    }
    labels["status"] = std::to_string(status);
    numbers_->requests.Add(labels).Increment();
    numbers_->histograms.at(route)->Observe(std::chrono::duration<double>(duration).count());
}

void HttpMetrics::set_connections(std::size_t connections) {
    numbers_->connections.Set(static_cast<double>(connections));
}

void HttpMetrics::set_streams(std::size_t streams) {
    numbers_->streams.Set(static_cast<double>(streams));
}

void HttpMetrics::count_cut_off() { numbers_->cut_off.Increment(); }

void HttpMetrics::count_evicted() { numbers_->evicted.Increment(); }

void HttpMetrics::count_turned_away() { numbers_->turned_away.Increment(); }

std::string HttpMetrics::text() const {
    auto families = numbers_->registry.Collect();
    std::vector<Measurement> measurements;
    for (auto const& source : sources_) {
        auto more = source();
        measurements.insert(measurements.end(), std::make_move_iterator(more.begin()),
                            std::make_move_iterator(more.end()));
    }
    append_families(families, measurements);
    return prometheus::TextSerializer{}.Serialize(families);
}

}  // namespace daybook::http
