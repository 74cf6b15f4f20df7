#include <gtest/gtest.h>

#include <string>

#include "http/http_metrics.hpp"
#include "support/api_under_test.hpp"

namespace daybook::http {
namespace {

Measurement measurement(std::string label, double value) {
    Measurement one;
    one.name = "daybook_lane_queue_commands";
    one.help = "Commands that wait";
    one.labels = {{"lane", std::move(label)}};
    one.value = value;
    return one;
}

TEST(HttpMetrics, ShowWhatOthersMeasured) {
    HttpMetrics const metrics{
        {[] { return std::vector{measurement("0", 3), measurement("1", 4)}; }}};
    EXPECT_NE(metrics.text().find("# HELP daybook_lane_queue_commands Commands that wait\n"
                                  "# TYPE daybook_lane_queue_commands gauge\n"
                                  "daybook_lane_queue_commands{lane=\"0\"} 3\n"
                                  "daybook_lane_queue_commands{lane=\"1\"} 4\n"),
              std::string::npos)
        << metrics.text();
}

TEST(HttpMetrics, CountRequestsByRouteNeverByAccount) {
    support::ApiUnderTest api;
    EXPECT_EQ(api.get("/v1/accounts/alpha").status, 200);
    EXPECT_EQ(api.get("/v1/accounts/secret-desk/orders").status, 404);
    EXPECT_EQ(api.get("/secret-path").status, 404);
    auto const response = api.get("/metrics");
    EXPECT_EQ(response.content_type, "text/plain; version=0.0.4; charset=utf-8");
    auto const& text = response.body;
    EXPECT_NE(text.find("daybook_http_requests_total{method=\"GET\",route=\"/v1/accounts/"
                        "{account}\",status=\"200\"} 1\n"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find("{method=\"other\",route=\"none\",status=\"404\"} 1\n"), std::string::npos);
    EXPECT_EQ(text.find("secret"), std::string::npos);
    EXPECT_EQ(text.find("alpha"), std::string::npos);
}

}  // namespace
}  // namespace daybook::http
