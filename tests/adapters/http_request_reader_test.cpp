#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "http/request_reader.hpp"
#include "support/api_under_test.hpp"

namespace daybook::http {
namespace {

HttpLimits small_limits() {
    HttpLimits limits;
    limits.header_bytes_max = 512;
    limits.body_bytes_max = 64;
    return limits;
}

/// Reads one request that comes in pieces of `step` bytes, as a connection would.
std::string read_in_steps(std::string const& bytes, std::size_t step,
                          std::optional<Request>* request = nullptr) {
    RequestReader reader{small_limits()};
    std::string input;
    for (std::size_t at = 0; at < bytes.size() && !reader.is_complete() && !reader.failure();
         at += step) {
        input += bytes.substr(at, step);
        input.erase(0, reader.feed(input));
    }
    if (reader.failure()) return support::outcome(*reader.failure());
    if (!reader.is_complete()) return "incomplete";
    if (request != nullptr) *request = reader.take();
    return "complete";
}

std::string const post =
    "POST /v1/x?y=1 HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
    "IDEMPOTENCY-key:  k-1 \r\nContent-Length: 4\r\n\r\nbody";

TEST(RequestReader, ReadsARequestHoweverItIsCutUp) {
    for (std::size_t step = 1; step <= post.size(); ++step) {
        std::optional<Request> request;
        ASSERT_EQ(read_in_steps(post, step, &request), "complete") << step;
        EXPECT_EQ(request->method, "POST");
        EXPECT_EQ(request->target, "/v1/x?y=1");
        EXPECT_EQ(request->host, "h");
        EXPECT_EQ(request->idempotency_key, "k-1");
        EXPECT_EQ(request->body, "body");
        EXPECT_TRUE(request->keep_alive);
    }
}

TEST(RequestReader, ReadsChunks) {
    std::optional<Request> request;
    std::string const chunked =
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n";
    for (std::size_t step = 1; step <= chunked.size(); ++step) {
        ASSERT_EQ(read_in_steps(chunked, step, &request), "complete") << step;
        EXPECT_EQ(request->body, "abcde");
    }
}

TEST(RequestReader, ReadsChunkedInAnyCase) {
    EXPECT_EQ(read_in_steps("POST / HTTP/1.1\r\nHost: h\r\ntransfer-encoding:\t CHUNKED \r\n\r\n"
                            "1\r\na\r\n0\r\n\r\n",
                            1000),
              "complete");
}

TEST(RequestReader, LeavesTheNextRequestAlone) {
    RequestReader reader{small_limits()};
    std::string const get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    EXPECT_EQ(reader.feed(get + get), get.size());
    EXPECT_TRUE(reader.is_complete());
}

TEST(RequestReader, KnowsWhenTheConnectionEnds) {
    std::optional<Request> request;
    read_in_steps("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", 1000, &request);
    EXPECT_FALSE(request->keep_alive);
    read_in_steps("GET / HTTP/1.0\r\n\r\n", 1000, &request);
    EXPECT_FALSE(request->keep_alive);
}

TEST(RequestReader, NoticesRepeatedHeaders) {
    for (std::string const name : {"Host", "Origin", "Content-Type", "Idempotency-Key"}) {
        std::optional<Request> request;
        read_in_steps("GET / HTTP/1.1\r\n" + name + ": a\r\n" + name + ": b\r\n\r\n", 1000,
                      &request);
        EXPECT_EQ(request->repeated_header, name);
    }
}

TEST(RequestReader, WaitsForContinueOnlyBeforeTheBody) {
    RequestReader reader{small_limits()};
    reader.feed("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    EXPECT_TRUE(reader.awaits_continue());
    EXPECT_EQ(reader.body_bytes(), 0u);
    reader.feed("a");
    EXPECT_EQ(reader.body_bytes(), 1u);
    EXPECT_FALSE(reader.awaits_continue());
}

struct BadRequest {
    std::string bytes;
    std::string outcome;
};

class RequestReaderBadRequest : public testing::TestWithParam<BadRequest> {};

TEST_P(RequestReaderBadRequest, IsRefusedHoweverItIsCutUp) {
    for (std::size_t const step : {std::size_t{1}, std::size_t{7}, GetParam().bytes.size()}) {
        EXPECT_EQ(read_in_steps(GetParam().bytes, step), GetParam().outcome) << step;
    }
}

std::string with(std::string const& headers) {
    return "POST / HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n";
}

INSTANTIATE_TEST_SUITE_P(
    All, RequestReaderBadRequest,
    testing::Values(
        BadRequest{"\x16\x03\x01\x02 hello, is this TLS?\r\n\r\n", "400 malformed_request"},
        BadRequest{"GET / HTTP/3.0\r\nHost: h\r\n\r\n", "400 malformed_request"},
        BadRequest{"GET /\r\n\r\n", "400 malformed_request"},
        BadRequest{"GET / a HTTP/1.1\r\n\r\n", "400 malformed_request"},
        BadRequest{with("Na me: x\r\n"), "400 malformed_request"},
        BadRequest{with("Name: a\x01z\r\n"), "400 malformed_request"},
        BadRequest{with("Content-Length: -1\r\n"), "400 malformed_request"},
        BadRequest{with("Content-Length: 1\r\nContent-Length: 2\r\n"), "400 malformed_request"},
        BadRequest{with("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"),
                   "400 malformed_request"},
        BadRequest{with("Transfer-Encoding: chunked\r\nContent-Length: 1\r\n"),
                   "400 malformed_request"},
        BadRequest{with("Transfer-Encoding: chunked\r\n") + "zz\r\n", "400 malformed_request"},
        BadRequest{with("Transfer-Encoding: xchunked\r\n"), "400 transfer_encoding_not_allowed"},
        BadRequest{with("Transfer-Encoding: chunked, identity\r\n"),
                   "400 transfer_encoding_not_allowed"},
        BadRequest{with("Transfer-Encoding: gzip, chunked\r\n"),
                   "400 transfer_encoding_not_allowed"},
        BadRequest{with("Transfer-Encoding: chunked, chunked\r\n"),
                   "400 transfer_encoding_not_allowed"},
        BadRequest{with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
                   "400 malformed_request"},
        BadRequest{with("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n"),
                   "400 transfer_encoding_not_allowed"},
        BadRequest{with("Transfer-Encoding: \r\n"), "400 transfer_encoding_not_allowed"},
        BadRequest{with("Transfer-Encoding: chunked;q=1\r\n"), "400 transfer_encoding_not_allowed"},
        BadRequest{with("Transfer-Encoding: xchunked\r\nContent-Length: 4\r\n") + "body",
                   "400 transfer_encoding_not_allowed"},
        BadRequest{"POST / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                   "400 transfer_encoding_not_allowed"},
        BadRequest{with("Content-Length: 65\r\n"), "413 body_too_large"},
        BadRequest{with("Content-Length: 99999999999999999999999\r\n"), "400 malformed_request"},
        BadRequest{with("Transfer-Encoding: chunked\r\n") + "41\r\n" + std::string(65, 'x'),
                   "413 body_too_large"},
        BadRequest{with("X: " + std::string(600, 'x') + "\r\n"), "431 header_too_large"},
        BadRequest{"GET /" + std::string(600, 'x'), "431 header_too_large"}));

}  // namespace
}  // namespace daybook::http
