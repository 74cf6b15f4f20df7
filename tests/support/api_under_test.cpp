#include "support/api_under_test.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <utility>

#include "support/api_document.hpp"
#include "support/sample_values.hpp"

namespace daybook::support {

ApiUnderTest::ApiUnderTest(http::AllowedHosts hosts)
    : metrics{std::make_shared<http::HttpMetrics>(std::vector<http::MetricsSource>{})} {
    queries.book.account_rows = {sample_account("alpha")};
    auto const readiness = [this] { return readiness_report; };
    api = std::make_unique<http::HttpApi>(
        http::Backend{commands, queries, exchanges, market, readiness, http::HttpLimits{}, metrics},
        std::move(hosts));
}

http::Request ApiUnderTest::request(std::string_view method, std::string_view target,
                                    std::string_view body) {
    http::Request request;
    request.method = method;
    request.target = target;
    request.body = body;
    request.host = "127.0.0.1:7300";
    if (!body.empty()) request.content_type = "application/json";
    return request;
}

http::Response ApiUnderTest::ask(http::Request request) {
    auto const method = request.method;
    auto const target = request.target;
    std::optional<http::Response> answer;
    api->handle(std::move(request), [&](http::Response response) { answer = std::move(response); });
    EXPECT_EQ(answer_faults({method, target, answer.value().status,
                             std::string{answer->content_type}, answer->body}),
              "")
        << method << ' ' << target << '\n'
        << answer->body;
    return *std::move(answer);
}

http::Response ApiUnderTest::post(std::string_view target, std::string_view body,
                                  std::optional<std::string> key) {
    auto posted = request("POST", target, body);
    posted.idempotency_key = std::move(key);
    return ask(std::move(posted));
}

model::Command ApiUnderTest::last_command() { return commands.batches().back().commands.at(0); }

std::optional<std::string> header(http::Response const& response, std::string_view name) {
    for (auto const& [key, value] : response.headers) {
        if (key == name) return value;
    }
    return std::nullopt;
}

std::string outcome(http::Response const& response) {
    auto text = std::to_string(response.status);
    if (response.content_type != "application/problem+json") return text;
    auto const problem = boost::json::parse(response.body).as_object();
    auto const member = [&](char const* name) {
        auto const* value = problem.if_contains(name);
        return value == nullptr ? std::string{} : std::string{value->as_string().c_str()};
    };
    if (problem.at("status").as_int64() != response.status) return "contradicts itself";
    auto const type = member("type");
    auto const refusal = member("refusal");
    text += " " + (refusal.empty() ? type.substr(type.rfind('/') + 1) : refusal);
    if (problem.contains("field")) text += " " + member("field");
    return text;
}

}  // namespace daybook::support
