#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "http/request_guard.hpp"
#include "http/request_target.hpp"
#include "http/route_table.hpp"
#include "support/api_under_test.hpp"

namespace daybook::http {
namespace {

using support::ApiUnderTest;
using support::header;
using support::outcome;

std::string outcome_for_host(std::string const& listen, std::optional<std::string> host) {
    ApiUnderTest api{{listen, {"Book.example"}}};
    auto request = ApiUnderTest::request("GET", "/healthz");
    request.host = std::move(host);
    return outcome(api.ask(request));
}

TEST(HttpHost, MustBeOneOfOurNames) {
    for (auto const* host : {"127.0.0.1", "127.0.0.1:7300", "localhost:7300", "LOCALHOST", "[::1]",
                             "[::1]:80", "book.example:443", "10.1.2.3:7300"}) {
        EXPECT_EQ(outcome_for_host("10.1.2.3", host), "200") << host;
    }
    for (auto const* host : {"evil.example", "evil.example:7300", "10.1.2.4", "localhost.evil",
                             "127.0.0.1.evil", "book.example."}) {
        EXPECT_EQ(outcome_for_host("10.1.2.3", host), "403 host_not_allowed") << host;
    }
    for (auto const* host : {"", ":80", "[::1", "localhost:port", "localhost:123456", "[::1]x"}) {
        EXPECT_EQ(outcome_for_host("10.1.2.3", host), "400 invalid_value Host") << host;
    }
    EXPECT_EQ(outcome_for_host("10.1.2.3", std::nullopt), "400 invalid_value Host");
}

TEST(HttpHost, OfAServerOnAllAddressesMayBeAnyAddressButNoName) {
    EXPECT_EQ(outcome_for_host("0.0.0.0", "192.0.2.7:7300"), "200");
    EXPECT_EQ(outcome_for_host("::", "[2001:db8::1]:7300"), "200");
    EXPECT_EQ(outcome_for_host("0.0.0.0", "evil.example"), "403 host_not_allowed");
    EXPECT_EQ(outcome_for_host("127.0.0.1", "192.0.2.7"), "403 host_not_allowed");
}

TEST(HttpOrigin, MustBeOurOwn) {
    ApiUnderTest api;
    auto request = ApiUnderTest::request("GET", "/healthz");
    for (auto const* origin : {"http://127.0.0.1:7300", "https://127.0.0.1:7300"}) {
        request.origin = origin;
        EXPECT_EQ(outcome(api.ask(request)), "200") << origin;
    }
    for (auto const* origin :
         {"null", "", "http://127.0.0.1", "http://127.0.0.1:7301", "http://localhost:7300",
          "http://evil.example", "http://127.0.0.1:7300.evil.example"}) {
        request.origin = origin;
        EXPECT_EQ(outcome(api.ask(request)), "403 origin_not_allowed") << origin;
    }
}

TEST(HttpBody, IsJson) {
    ApiUnderTest api;
    auto request = ApiUnderTest::request("POST", "/v1/commands", R"({"commands":[]})");
    for (auto const* type :
         {"application/json", "Application/JSON; charset=utf-8", "application/json ; x=y"}) {
        request.content_type = type;
        EXPECT_EQ(outcome(api.ask(request)), "200") << type;
    }
    for (auto const* type : {"", "text/plain", "application/x-www-form-urlencoded",
                             "application/jsonx", "application/json, text/plain"}) {
        request.content_type = type;
        EXPECT_EQ(outcome(api.ask(request)), "415 unsupported_media_type") << type;
    }
    request.content_type = std::nullopt;
    EXPECT_EQ(outcome(api.ask(request)), "415 unsupported_media_type");
}

TEST(HttpHeader, MayNotBeRepeated) {
    ApiUnderTest api;
    auto request = ApiUnderTest::request("GET", "/healthz");
    request.repeated_header = "Idempotency-Key";
    EXPECT_EQ(outcome(api.ask(request)), "400 invalid_value Idempotency-Key");
}

TEST(HttpTarget, InAbsoluteFormNamesTheHost) {
    ApiUnderTest api;
    auto request = ApiUnderTest::request("GET", "http://127.0.0.1:7300/healthz");
    request.host = "evil.example";
    EXPECT_EQ(outcome(api.ask(request)), "200");
    request.target = "http://evil.example/healthz";
    request.host = "127.0.0.1:7300";
    EXPECT_EQ(outcome(api.ask(request)), "403 host_not_allowed");
}

struct BadTarget {
    std::string method;
    std::string target;
    std::string outcome;
};

class HttpBadTarget : public testing::TestWithParam<BadTarget> {};

TEST_P(HttpBadTarget, IsRefused) {
    ApiUnderTest api;
    auto const& bad = GetParam();
    EXPECT_EQ(outcome(api.ask(ApiUnderTest::request(bad.method, bad.target))), bad.outcome);
}

INSTANTIATE_TEST_SUITE_P(
    All, HttpBadTarget,
    testing::Values(BadTarget{"GET", "", "400 malformed_target"},
                    BadTarget{"OPTIONS", "*", "400 malformed_target"},
                    BadTarget{"GET", "healthz", "400 malformed_target"},
                    BadTarget{"GET", "/%zz", "400 malformed_target"},
                    BadTarget{"GET", "/a b", "400 malformed_target"},
                    BadTarget{"GET", "/%00", "400 malformed_target"},
                    BadTarget{"GET", "/v1/accounts/%FF", "400 malformed_target"},
                    BadTarget{"GET", "/v1/accounts/al%0Apha", "400 malformed_target"},
                    BadTarget{"GET", "/v1/accounts?limit=%FF", "400 malformed_target"},
                    BadTarget{"GET", "ftp://127.0.0.1/healthz", "400 malformed_target"},
                    BadTarget{"GET", "http://u@127.0.0.1/healthz", "400 malformed_target"},
                    BadTarget{"GET", "/nothing", "404 not_found"},
                    BadTarget{"GET", "/v1", "404 not_found"},
                    BadTarget{"GET", "/healthz/", "404 not_found"},
                    BadTarget{"GET", "//healthz", "404 not_found"},
                    BadTarget{"GET", "/v1/accounts/", "404 not_found"},
                    BadTarget{"GET", "/v1/accounts//orders", "404 not_found"},
                    BadTarget{"GET", "/v1/accounts/../assets", "404 not_found"},
                    BadTarget{"DELETE", "/v1/accounts/alpha", "405 method_not_allowed"},
                    BadTarget{"OPTIONS", "/v1/commands", "405 method_not_allowed"},
                    BadTarget{"get", "/healthz", "405 method_not_allowed"},
                    BadTarget{"POST", "/healthz", "405 method_not_allowed"},
                    BadTarget{"GET", "/healthz?x=1", "400 unknown_field x"},
                    BadTarget{"GET", "/v1/assets?limit=1&limit=2", "400 duplicate_field limit"}));

TEST(HttpMethod, ThatIsNotAllowedLearnsWhichAre) {
    ApiUnderTest api;
    auto const response = api.ask(ApiUnderTest::request("DELETE", "/v1/accounts/alpha/orders"));
    EXPECT_EQ(header(response, "Allow"), "GET, HEAD, POST");
}

TEST(HttpRoutes, AreFoundByTheirOwnPathsAndHaveUniqueNames) {
    for (auto const& route : routes()) {
        std::vector<std::string> segments;
        for (auto const segment : path_segments(route.path)) {
            auto const name = placeholder_name(segment);
            segments.emplace_back(name.empty() ? segment : std::string_view{"value"});
        }
        EXPECT_EQ(match_route(route.method, segments).route, &route) << route.path;
        for (auto const& other : routes()) {
            EXPECT_TRUE(&other == &route || other.operation != route.operation) << route.operation;
        }
    }
}

TEST(HttpOverlap, OnlyWhatCannotBeSeenOverlaps) {
    auto const key = [](char const* method, char const* target) {
        return overlap_key(ApiUnderTest::request(method, target));
    };
    EXPECT_EQ(key("GET", "/v1/accounts/a/orders"), key("HEAD", "/healthz"));
    EXPECT_EQ(key("POST", "/v1/accounts/a/orders"), key("POST", "/v1/accounts/a/deposits"));
    EXPECT_NE(key("POST", "/v1/accounts/a/orders"), key("POST", "/v1/accounts/b/orders"));
    EXPECT_NE(key("POST", "/v1/accounts/a/orders"), key("GET", "/v1/accounts/a/orders"));
    EXPECT_EQ(key("PUT", "/v1/accounts/a"), "");
    EXPECT_EQ(key("POST", "/v1/commands"), "");
}

}  // namespace
}  // namespace daybook::http
