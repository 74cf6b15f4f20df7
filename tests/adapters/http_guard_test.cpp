#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "http/authority.hpp"
#include "http/request_target.hpp"
#include "http/route_table.hpp"
#include "support/api_under_test.hpp"

namespace daybook::http {
namespace {

using support::ApiUnderTest;
using support::header;
using support::outcome;

std::string outcome_for_host(std::string const& listen, std::optional<std::string> host) {
    ApiUnderTest api{
        {{listen},
         {*parse_public_host("Book.example"), *parse_public_host("desk:7300"),
          *parse_public_host("site.example:443"), *parse_public_host("[2001:DB8:0::7]")}}};
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

TEST(HttpHost, MayBeAnyNameThatTheOperatorHasSet) {
    for (auto const* host : {"book.example", "BOOK.Example:8443", "desk:7300", "Desk:7300",
                             "[2001:db8::7]", "[2001:0db8::0007]:80", "site.example:443",
                             // Clients leave the scheme's own port out.
                             "site.example"}) {
        EXPECT_EQ(outcome_for_host("127.0.0.1", host), "200") << host;
    }
    for (auto const* host : {"desk", "desk:7301", "desk:80", "desk.example:7300", "xdesk:7300",
                             "site.example:8443", "[2001:db8::8]", "2001:db8::7"}) {
        EXPECT_NE(outcome_for_host("127.0.0.1", host), "200") << host;
    }
}

TEST(HttpHost, ThatIsRefusedIsNamedWithTheWayToAllowIt) {
    ApiUnderTest api;
    auto request = ApiUnderTest::request("GET", "/healthz");
    request.host = "worker:7300";
    EXPECT_NE(api.ask(request).body.find(
                  R"(\"worker:7300\" is no name of this server; --public-host can allow it)"),
              std::string::npos);
}

TEST(HttpHost, PublicNamesAreHostsAndPorts) {
    EXPECT_EQ(*parse_public_host("Worker:7300"), (Authority{"worker", 7300}));
    EXPECT_EQ(*parse_public_host("my_worker-2.desk.example"),
              (Authority{"my_worker-2.desk.example", std::nullopt}));
    EXPECT_EQ(*parse_public_host("192.0.2.7:80"), (Authority{"192.0.2.7", 80}));
    EXPECT_EQ(*parse_public_host("[2001:DB8:0:0::7]:65535"), (Authority{"2001:db8::7", 65535}));
    for (std::string const& wrong : {std::string{},
                                     std::string{":80"},
                                     std::string{"worker:"},
                                     std::string{"worker:0"},
                                     std::string{"worker:65536"},
                                     std::string{"worker:http"},
                                     std::string{"7300"},
                                     std::string{"192.0.2.300"},
                                     std::string{"http://worker"},
                                     std::string{"worker/path"},
                                     std::string{"*.example"},
                                     std::string{" worker"},
                                     std::string{"worker "},
                                     std::string{"a b"},
                                     std::string{"a..b"},
                                     std::string{"worker."},
                                     std::string{".worker"},
                                     std::string{"-a"},
                                     std::string{"a-"},
                                     std::string{"b\xC3\xBC"
                                                 "cher.example"},
                                     std::string{"user@worker"},
                                     std::string{"2001:db8::7"},
                                     std::string{"[192.0.2.7]"},
                                     std::string{"[::1"},
                                     std::string{"[fe80::1%eth0]"},
                                     std::string(64, 'a'),
                                     std::string("a\0b", 3)}) {
        EXPECT_FALSE(parse_public_host(wrong)) << wrong;
    }
}

TEST(HttpOrigin, MayBeAPublicNameWhateverTheProxyMakesOfTheHost) {
    ApiUnderTest api{{{"127.0.0.1"},
                      {*parse_public_host("book.example:443"), *parse_public_host("desk:8080"),
                       *parse_public_host("[2001:db8::7]")}}};
    auto request = ApiUnderTest::request("GET", "/healthz");
    for (auto const* origin : {"https://book.example", "https://Book.Example:443",
                               "http://desk:8080", "http://[2001:db8::7]:99"}) {
        request.origin = origin;
        EXPECT_EQ(outcome(api.ask(request)), "200") << origin;
    }
    for (auto const* origin : {"http://book.example", "https://book.example:8443", "http://desk",
                               "https://book.example/", "https://book.example@evil.example",
                               "book.example", "ftp://book.example", "https://", "http://evil"}) {
        request.origin = origin;
        EXPECT_EQ(outcome(api.ask(request)), "403 origin_not_allowed") << origin;
    }
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
