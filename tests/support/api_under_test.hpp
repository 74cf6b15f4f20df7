#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/http_api.hpp"
#include "support/fake_services.hpp"

namespace daybook::support {

/// The HTTP API in front of fake services, without sockets. The book has the account `alpha`.
class ApiUnderTest {
  public:
    explicit ApiUnderTest(http::AllowedHosts hosts = {{"127.0.0.1"}, {{"book.example", {}}}});

    FakeCommandService commands;
    FakeQueryService queries;
    FakeExchangeControl exchanges;
    FakeMarketControl market;
    http::ReadinessReport readiness_report{
        true, R"({"ready":true,"reasons":[],"database":"memory:","dialect":"memory","current":0,)"
              R"("target":0,"state":"current","migrations":[],"drift":[],"drift_unchecked":null,)"
              R"("error":null,"book_id":"b-1","timeline":"t-1","exchanges":[]})"};
    std::shared_ptr<http::HttpMetrics> metrics;

    /// A request as a well-behaved client sends it.
    [[nodiscard]] static http::Request request(std::string_view method, std::string_view target,
                                               std::string_view body = {});
    /// The answer, which comes at once; it must be as the API's document describes it.
    [[nodiscard]] http::Response ask(http::Request request);
    [[nodiscard]] http::Response get(std::string_view target) {
        return ask(request("GET", target));
    }
    [[nodiscard]] http::Response post(std::string_view target, std::string_view body,
                                      std::optional<std::string> key = std::nullopt);
    /// The only command of the last batch.
    [[nodiscard]] model::Command last_command();

    std::unique_ptr<http::HttpApi> api;
};

/// The value of a header; nullopt where there is none.
[[nodiscard]] std::optional<std::string> header(http::Response const& response,
                                                std::string_view name);
/// "422 insufficient_funds price_quote": the status, refusal and field of a problem; the last
/// part of its type where it is no refusal; the status alone where it is no problem.
[[nodiscard]] std::string outcome(http::Response const& response);

}  // namespace daybook::support
