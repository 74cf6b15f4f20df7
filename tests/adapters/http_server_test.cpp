#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "support/http_server_under_test.hpp"
#include "support/temporary_folder.hpp"

namespace daybook::http {
namespace {

using support::body_in;
using support::get_text;
using support::HttpServerUnderTest;
using support::post_text;
using support::RawClient;
using support::status_in;

std::string const deposits = "/v1/accounts/alpha/deposits";

std::string deposit(std::string const& key, std::string const& account = "alpha") {
    return post_text("/v1/accounts/" + account + "/deposits", R"({"asset":"USD","amount":"10"})",
                     "Idempotency-Key: " + key + "\r\n");
}

/// Answers with the key of the command, so that answers can be told apart.
model::Answer echo(model::Command const& command) {
    model::Answer answer;
    answer.detail = command.idempotency_key ? command.idempotency_key->value() : "";
    return answer;
}

std::string echoed(std::string const& key) {
    return R"({"status":"DONE","detail":")" + key + R"("})";
}

TEST(HttpConnection, IsKeptForTheNextRequest) {
    HttpServerUnderTest server;
    auto client = server.connect();
    for (int i = 0; i < 3; ++i) {
        client.send(get_text("/healthz"));
        auto const answer = client.read_answer();
        EXPECT_EQ(status_in(answer), 200);
        EXPECT_EQ(body_in(answer), R"({"status":"alive"})");
        EXPECT_NE(answer.find("Date: Sat, 21 Nov 2026 09:30:00 GMT\r\n"), std::string::npos);
        EXPECT_EQ(answer.find("Connection:"), std::string::npos);
    }
}

TEST(HttpConnection, ClosesWhenTheClientSaysSo) {
    HttpServerUnderTest server;
    auto client = server.connect();
    client.send(get_text("/healthz", "Connection: close\r\n") + get_text("/readyz"));
    EXPECT_NE(client.read_answer().find("Connection: close\r\n"), std::string::npos);
    EXPECT_EQ(client.read_rest(), "");
    auto old = server.connect();
    old.send("GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(status_in(old.read_rest()), 200);
}

TEST(HttpConnection, AnswersAClientThatHasSaidEverything) {
    HttpServerUnderTest server;
    server.commands.holds = true;
    auto client = server.connect();
    client.send(deposit("d-1"));
    client.end_sending();
    server.commands.wait_for_batches(1);
    server.let_it_run();
    server.commands.release();
    EXPECT_EQ(status_in(client.read_rest()), 201);
}

TEST(HttpConnection, ThatVanishesLeavesNothing) {
    HttpServerUnderTest server;
    server.commands.holds = true;
    {
        auto client = server.connect();
        client.send(deposit("d-1") + deposit("d-2"));
        server.commands.wait_for_batches(2);
    }
    server.let_it_run();
    server.commands.release();
    server.let_it_run();
}

TEST(HttpHead, AnswersWithoutTheBody) {
    HttpServerUnderTest server;
    auto client = server.connect();
    client.send("HEAD /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n" + get_text("/healthz"));
    EXPECT_NE(client.read_answer(false).find("Content-Length: 18\r\n"), std::string::npos);
    EXPECT_EQ(status_in(client.read_answer()), 200);
}

TEST(HttpContinue, IsSentBeforeTheBodyIsRead) {
    HttpServerUnderTest server;
    auto client = server.connect();
    auto const whole = deposit("d-1");
    auto const end = whole.find("\r\n\r\n");
    client.send(whole.substr(0, end) + "\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    client.send(whole.substr(end + 4));
    EXPECT_EQ(status_in(client.read_answer()), 201);
}

TEST(HttpPipelining, CommandsOfOneAccountGoTogetherAndAnswersKeepTheirOrder) {
    HttpServerUnderTest server;
    server.commands.answer = echo;
    server.commands.holds = true;
    auto client = server.connect();
    client.send(deposit("d-1") + deposit("d-2") + deposit("d-3"));
    server.commands.wait_for_batches(3);
    server.commands.release(true);
    for (auto const* key : {"d-1", "d-2", "d-3"}) {
        EXPECT_EQ(body_in(client.read_answer()), echoed(key));
    }
}

TEST(HttpPipelining, WhatCouldSeeTheOrderWaits) {
    HttpServerUnderTest server;
    server.commands.answer = echo;
    server.commands.holds = true;
    auto client = server.connect();
    client.send(deposit("d-1") + deposit("d-2", "beta") + get_text("/healthz"));
    server.commands.wait_for_batches(1);
    server.let_it_run();
    EXPECT_EQ(server.commands.batches().size(), 1u);
    server.commands.release();
    EXPECT_EQ(body_in(client.read_answer()), echoed("d-1"));
    EXPECT_EQ(body_in(client.read_answer()), echoed("d-2"));
    EXPECT_EQ(status_in(client.read_answer()), 200);
}

TEST(HttpPipelining, IsBounded) {
    HttpLimits limits;
    limits.pipelined_requests_max = 2;
    HttpServerUnderTest server{limits};
    server.commands.answer = echo;
    server.commands.holds = true;
    auto client = server.connect();
    client.send(deposit("d-1") + deposit("d-2") + deposit("d-3"));
    server.commands.wait_for_batches(2);
    server.let_it_run();
    EXPECT_EQ(server.commands.batches().size(), 2u);
    server.commands.release();
    for (auto const* key : {"d-1", "d-2", "d-3"}) {
        EXPECT_EQ(body_in(client.read_answer()), echoed(key));
    }
}

TEST(HttpPipelining, ThousandsOfRequestsAreAnsweredInOrder) {
    HttpServerUnderTest server;
    server.commands.answer = echo;
    auto client = server.connect();
    std::string requests;
    for (int i = 0; i < 2'000; ++i) requests += deposit("d-" + std::to_string(i));
    client.send(requests);
    for (int i = 0; i < 2'000; ++i) {
        ASSERT_EQ(body_in(client.read_answer()), echoed("d-" + std::to_string(i)));
    }
}

TEST(HttpLimit, AHeaderThatIsTooLongEndsTheConnection) {
    HttpServerUnderTest server;
    auto client = server.connect();
    client.send(get_text("/healthz", "X-Long: " + std::string(10'000, 'x') + "\r\n"));
    auto const answer = client.read_answer();
    EXPECT_EQ(status_in(answer), 431);
    EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos);
    EXPECT_EQ(client.read_rest(), "");
}

TEST(HttpLimit, ABodyThatIsTooLongIsRefusedWhileItComes) {
    HttpLimits limits;
    limits.body_bytes_max = 1'000;
    HttpServerUnderTest server{limits};
    auto client = server.connect();
    client.send(post_text(deposits, std::string(1'000'000, 'x')));
    EXPECT_EQ(status_in(client.read_answer()), 413);
    EXPECT_EQ(client.read_rest(), "");
}

TEST(HttpLimit, BodiesTogetherAreBounded) {
    HttpLimits limits;
    limits.bodies_bytes_max = 150;
    HttpServerUnderTest server{limits};
    auto first = server.connect();
    auto const whole = post_text("/v1/commands", std::string(100, ' '));
    first.send(whole.substr(0, whole.size() - 1));
    server.let_it_run();
    auto second = server.connect();
    second.send(whole);
    EXPECT_EQ(status_in(second.read_answer()), 503);
    EXPECT_EQ(second.read_rest(), "");
    first.send(whole.substr(whole.size() - 1));
    EXPECT_EQ(status_in(first.read_answer()), 400);
    auto third = server.connect();
    third.send(whole);
    EXPECT_EQ(status_in(third.read_answer()), 400);
}

HttpLimits one_connection() {
    HttpLimits limits;
    limits.connections_max = 1;
    limits.vital_connections_max = 1;
    return limits;
}

/// A connection whose request is being answered until the service is released.
class BusyClient {
  public:
    explicit BusyClient(HttpServerUnderTest& server) : server_{server} {
        server.commands.holds = true;
        client_.send(deposit("d-1"));
        server.commands.wait_for_batches(1);
    }
    int finish() {
        server_.commands.release();
        return status_in(client_.read_answer());
    }

  private:
    HttpServerUnderTest& server_;
    RawClient client_ = server_.connect();
};

TEST(HttpTooManyConnections, AnIdleOneMakesPlaceTheOldestFirst) {
    auto limits = one_connection();
    limits.connections_max = 2;
    HttpServerUnderTest server{limits};
    auto first = server.connect();
    first.send(get_text("/healthz"));
    EXPECT_EQ(status_in(first.read_answer()), 200);
    auto second = server.connect();
    second.send(get_text("/healthz"));
    EXPECT_EQ(status_in(second.read_answer()), 200);
    auto third = server.connect();
    third.send(get_text("/v1/accounts"));
    EXPECT_EQ(status_in(third.read_answer()), 200);
    EXPECT_EQ(first.read_rest(), "");
    second.send(get_text("/metrics"));
    EXPECT_NE(second.read_answer().find("daybook_http_connections_evicted_total 1\n"),
              std::string::npos);
}

TEST(HttpTooManyConnections, OneThatIsAskedForSomethingStays) {
    HttpServerUnderTest server{one_connection()};
    BusyClient busy{server};
    auto other = server.connect();
    other.send(get_text("/v1/accounts"));
    auto const answer = other.read_answer();
    EXPECT_EQ(status_in(answer), 503);
    EXPECT_NE(answer.find("Retry-After: 1\r\n"), std::string::npos);
    EXPECT_EQ(other.read_rest(), "");
    EXPECT_EQ(busy.finish(), 201);
}

TEST(HttpTooManyConnections, SomeAreKeptToAskHowTheProcessIs) {
    HttpServerUnderTest server{one_connection()};
    BusyClient busy{server};
    for (auto const* target : {"/healthz", "/metrics", "/readyz"}) {
        auto other = server.connect();
        other.send(get_text(target) + get_text(target));
        auto const answer = other.read_answer();
        EXPECT_EQ(status_in(answer), 200) << target;
        EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos);
        EXPECT_EQ(other.read_rest(), "");
    }
    EXPECT_EQ(busy.finish(), 201);
}

TEST(HttpTooManyConnections, ThoseThatSayNothingMakePlaceForTheNext) {
    HttpServerUnderTest server{one_connection()};
    BusyClient busy{server};
    auto silent = server.connect();
    auto other = server.connect();
    other.send(get_text("/healthz"));
    EXPECT_EQ(status_in(other.read_answer()), 200);
    EXPECT_EQ(silent.read_rest(), "");
    EXPECT_EQ(busy.finish(), 201);
}

TEST(HttpTooManyConnections, OneWhoseRequestDoesNotArriveMakesPlace) {
    auto limits = one_connection();
    limits.stall_ms = std::chrono::milliseconds{0};
    HttpServerUnderTest server{limits};
    auto slow = server.connect();
    slow.send("GET /healthz HTT");
    // It may be idle still, or within its request: it goes in any case.
    auto other = server.connect();
    other.send(get_text("/v1/accounts"));
    EXPECT_EQ(status_in(other.read_answer()), 200);
    EXPECT_EQ(slow.read_rest(), "");
}

TEST(HttpTooManyConnections, AreTurnedAwayWhenNoneIsLeft) {
    auto limits = one_connection();
    limits.vital_connections_max = 0;
    HttpServerUnderTest server{limits};
    BusyClient busy{server};
    EXPECT_EQ(status_in(server.connect().read_rest()), 503);
    EXPECT_EQ(busy.finish(), 201);
}

TEST(HttpUnixSocket, IsForItsUserAloneAndGoesWithTheServer) {
    support::TemporaryFolder const folder;
    auto const path = folder.file("daybook.sock");
    {
        HttpServerUnderTest server{{}, path};
        EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms{0600});
        RawClient client{path};
        client.send(get_text("/v1/accounts/alpha"));
        EXPECT_EQ(status_in(client.read_answer()), 200);
    }
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(HttpUnixSocket, IsOpenWhenThereAreTooManyConnections) {
    support::TemporaryFolder const folder;
    auto const path = folder.file("daybook.sock");
    HttpServerUnderTest server{one_connection(), path};
    BusyClient busy{server};
    RawClient client{path};
    client.send(get_text("/v1/accounts"));
    EXPECT_EQ(status_in(client.read_answer()), 200);
    EXPECT_EQ(busy.finish(), 201);
}

TEST(HttpUnixSocket, OfAProcessThatHasEndedIsReplacedNoOther) {
    support::TemporaryFolder const folder;
    auto const path = folder.file("daybook.sock");
    support::leave_stale_socket(path);
    {
        HttpServerUnderTest server{{}, path};
        RawClient client{path};
        client.send(get_text("/healthz"));
        EXPECT_EQ(status_in(client.read_answer()), 200);
        EXPECT_THROW((HttpServerUnderTest{{}, path}), std::system_error);
        EXPECT_TRUE(std::filesystem::exists(path));
    }
    std::ofstream{path} << "no socket";
    EXPECT_THROW((HttpServerUnderTest{{}, path}), std::system_error);
    EXPECT_TRUE(std::filesystem::exists(path));
    EXPECT_THROW((HttpServerUnderTest{{}, folder.file(std::string(200, 'x'))}), std::system_error);
}

HttpLimits with_short(std::chrono::milliseconds HttpLimits::* limit) {
    HttpLimits limits;
    limits.*limit = std::chrono::milliseconds{20};
    return limits;
}

TEST(HttpSlowClient, ThatSaysNothingIsClosed) {
    HttpServerUnderTest server{with_short(&HttpLimits::idle_ms)};
    auto client = server.connect();
    EXPECT_EQ(client.read_rest(), "");
}

TEST(HttpSlowClient, ThatDoesNotFinishItsRequestIsCutOff) {
    for (auto const* part :
         {"G", "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: y",
          "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nabc"}) {
        HttpServerUnderTest server{with_short(&HttpLimits::request_ms)};
        auto client = server.connect();
        client.send(part);
        EXPECT_EQ(client.read_rest(), "");
        auto other = server.connect();
        other.send(get_text("/metrics"));
        EXPECT_NE(other.read_answer().find("daybook_http_connections_cut_off_total 1\n"),
                  std::string::npos);
    }
}

TEST(HttpSlowClient, ThatTakesNoAnswersIsCutOff) {
    HttpServerUnderTest server{with_short(&HttpLimits::write_ms)};
    RawClient client{server.port(), 4096};
    while (client.send(get_text("/openapi.json"))) {
    }
}

TEST(HttpSlowClient, ThatWaitsForItsAnswerIsNotIdle) {
    HttpServerUnderTest server{with_short(&HttpLimits::idle_ms)};
    server.commands.holds = true;
    std::optional<RawClient> client;
    do {
        // On a busy machine it may be idle for too long before it sends anything.
        client.emplace(server.port());
        client->send(deposit("d-1"));
        EXPECT_EQ(server.connect().read_rest(), "");
    } while (server.commands.batches().empty());
    server.commands.release();
    EXPECT_EQ(status_in(client->read_answer()), 201);
    EXPECT_EQ(client->read_rest(), "");
}

TEST(HttpSlowService, IsNotWaitedForForEver) {
    HttpServerUnderTest server{with_short(&HttpLimits::answer_ms)};
    server.commands.answer = echo;
    server.commands.holds = true;
    auto client = server.connect();
    client.send(deposit("d-1"));
    auto const late = client.read_answer();
    EXPECT_EQ(status_in(late), 503);
    EXPECT_NE(late.find("not_answered_in_time"), std::string::npos);
    server.commands.release();
    client.send(deposit("d-2"));
    EXPECT_EQ(body_in(client.read_answer()), echoed("d-2"));
}

TEST(HttpGarbage, IsAnsweredOnceAndForAll) {
    HttpServerUnderTest server;
    for (std::string const& garbage :
         {std::string{"\x16\x03\x01 TLS?\r\n\r\n"}, std::string{"\0\0\0\0\r\n\r\n", 8},
          post_text(deposits, "GET / HTTP/1.1\r\n", "Transfer-Encoding: xchunked\r\n"),
          std::string(100'000, 'x'), std::string{"GET / HTTP/1.1\nHost: localhost\n\n\r\n\r\n"}}) {
        auto client = server.connect();
        client.send(garbage);
        EXPECT_GE(status_in(client.read_answer()), 400);
        EXPECT_EQ(client.read_rest(), "");
    }
    server.let_it_run();
}

TEST(HttpStop, AnswersWhatWasAcceptedAndCloses) {
    HttpServerUnderTest server;
    server.commands.holds = true;
    auto idle = server.connect();
    auto half = server.connect();
    half.send("GET /healthz HTT");
    auto client = server.connect();
    client.send(deposit("d-1"));
    server.commands.wait_for_batches(1);
    server.let_it_run();
    server.begin_stop();
    EXPECT_EQ(idle.read_rest(), "");
    EXPECT_EQ(half.read_rest(), "");
    EXPECT_THROW(RawClient{server.port()}, std::system_error);
    server.commands.release();
    auto const answer = client.read_answer();
    EXPECT_EQ(status_in(answer), 201);
    EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos);
    EXPECT_EQ(client.read_rest(), "");
    server.wait();
    EXPECT_TRUE(server.has_stopped());
}

TEST(HttpStop, DoesNotWaitForEver) {
    HttpServerUnderTest server{with_short(&HttpLimits::stop_ms)};
    server.commands.holds = true;
    auto client = server.connect();
    client.send(deposit("d-1"));
    server.commands.wait_for_batches(1);
    server.stop_and_wait();
    EXPECT_TRUE(server.has_stopped());
    EXPECT_EQ(client.read_rest(), "");
}

TEST(HttpListen, OnWhatCannotBeHadThrows) {
    HttpServerUnderTest const taken;
    support::FakeCommandService commands;
    support::FakeQueryService queries;
    support::FakeExchangeControl exchanges;
    support::FakeMarketControl market;
    support::ManualClock clock{support::at_micros(0)};
    boost::asio::io_context io;
    auto const listen = [&](std::string const& address) {
        HttpOptions options;
        options.listen = {{address, taken.port(), {}}};
        HttpServer{io, HttpServices{commands, queries, exchanges, market, clock, {}, {}}, options}
            .listen();
    };
    EXPECT_THROW(listen("127.0.0.1"), std::system_error);
    EXPECT_THROW(listen("not an address"), std::system_error);
}

}  // namespace
}  // namespace daybook::http
