#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>

#include "http/stream_cursor.hpp"
#include "json/record_writer.hpp"
#include "support/http_server_under_test.hpp"

namespace daybook::http {
namespace {

using support::get_text;
using support::HttpServerUnderTest;
using support::sample_entry;
using support::status_in;

std::string const stream = "/v1/accounts/alpha/entries/stream";

std::string cursor(std::uint64_t seq, std::string const& timeline = "0190-book") {
    return StreamCursor::of(sample_entry("alpha", seq), timeline).text();
}

std::string event(std::uint64_t seq) {
    std::string text = "id: " + cursor(seq) + "\nevent: entry\ndata: ";
    json::append_json(text, sample_entry("alpha", seq));
    return text + "\n\n";
}

HttpLimits quick_polls() {
    HttpLimits limits;
    limits.stream_poll_ms = std::chrono::milliseconds{5};
    return limits;
}

TEST(HttpStream, SendsWhatIsThereAndWhatComes) {
    HttpServerUnderTest server{quick_polls()};
    server.queries.book.add_entry(sample_entry("alpha", 1));
    server.queries.book.add_entry(sample_entry("alpha", 2));
    auto client = server.connect();
    client.send(get_text(stream));
    auto const header = client.read_until("\r\n\r\n");
    EXPECT_EQ(status_in(header), 200);
    EXPECT_NE(header.find("Content-Type: text/event-stream\r\n"), std::string::npos);
    EXPECT_EQ(header.find("Content-Length"), std::string::npos);
    EXPECT_EQ(client.read_until("\n\n"), "retry: 1000\n\n");
    EXPECT_EQ(client.read_until("\n\n"), event(1));
    EXPECT_EQ(client.read_until("\n\n"), event(2));
    server.queries.book.add_entry(sample_entry("alpha", 3));
    EXPECT_EQ(client.read_until("\n\n"), event(3));
}

TEST(HttpStream, GoesOnAfterTheLastEventOfTheClient) {
    HttpServerUnderTest server{quick_polls()};
    for (std::uint64_t seq = 1; seq <= 600; ++seq) {
        server.queries.book.add_entry(sample_entry("alpha", seq));
    }
    auto client = server.connect();
    client.send(get_text(stream + "?after=5", "Last-Event-ID: 7\r\n"));
    static_cast<void>(client.read_until("retry: 1000\n\n"));
    for (std::uint64_t seq = 8; seq <= 600; ++seq) {
        ASSERT_EQ(client.read_until("\n\n"), event(seq));
    }
    auto other = server.connect();
    other.send(get_text(stream + "?after=599"));
    static_cast<void>(other.read_until("retry: 1000\n\n"));
    EXPECT_EQ(other.read_until("\n\n"), event(600));
}

/// What a client that comes back with a cursor is answered.
std::string answer_to(HttpServerUnderTest& server, std::string const& last_event_id) {
    auto client = server.connect();
    client.send(get_text(stream, "Last-Event-ID: " + last_event_id + "\r\n"));
    return client.read_until("}");
}

TEST(HttpStream, GoesOnAfterACursorOfItsTimeline) {
    HttpServerUnderTest server{quick_polls()};
    for (std::uint64_t seq = 1; seq <= 3; ++seq) {
        server.queries.book.add_entry(sample_entry("alpha", seq));
    }
    auto client = server.connect();
    client.send(get_text(stream, "Last-Event-ID: " + cursor(2) + "\r\n"));
    static_cast<void>(client.read_until("retry: 1000\n\n"));
    EXPECT_EQ(client.read_until("\n\n"), event(3));
}

TEST(HttpStream, RefusesCursorsOfEntriesThatTheBookHasNotGot) {
    HttpServerUnderTest server{quick_polls()};
    server.queries.book.add_entry(sample_entry("alpha", 1));
    auto const other = answer_to(server, cursor(1, "0191-other"));
    EXPECT_EQ(status_in(other), 409);
    EXPECT_NE(other.find("/problems/cursor_of_another_timeline"), std::string::npos) << other;
    auto forged = cursor(1);
    forged.back() = forged.back() == '0' ? '1' : '0';
    for (auto const& gone : {cursor(2), std::string{"2"}, forged}) {
        auto const answer = answer_to(server, gone);
        EXPECT_EQ(status_in(answer), 409) << gone;
        EXPECT_NE(answer.find("/problems/cursor_not_in_book"), std::string::npos) << answer;
    }
}

TEST(HttpStream, TakesANumberAloneOnlyWhereNothingWasEverTakenBack) {
    HttpServerUnderTest server{quick_polls()};
    server.queries.book.add_entry(sample_entry("alpha", 1));
    server.queries.book.book_identity.timeline = "0192-restored";
    auto const answer = answer_to(server, "1");
    EXPECT_EQ(status_in(answer), 409);
    EXPECT_NE(answer.find("/problems/cursor_of_another_timeline"), std::string::npos) << answer;
    auto client = server.connect();
    client.send(get_text(stream + "?after=0"));
    EXPECT_EQ(status_in(client.read_until("\r\n\r\n")), 200);
}

TEST(HttpStream, OfAClientThatMakesItsPositionUpIsRefused) {
    HttpServerUnderTest server;
    auto client = server.connect();
    client.send(get_text(stream, "Last-Event-ID: x\r\n"));
    EXPECT_EQ(status_in(client.read_answer()), 400);
}

TEST(HttpStream, ShowsThatItLivesWhenNothingHappens) {
    auto limits = quick_polls();
    limits.stream_heartbeat_ms = std::chrono::milliseconds{20};
    HttpServerUnderTest server{limits};
    auto client = server.connect();
    client.send(get_text(stream));
    static_cast<void>(client.read_until("retry: 1000\n\n"));
    EXPECT_EQ(client.read_until("\n\n"), ": heartbeat\n\n");
    EXPECT_EQ(client.read_until("\n\n"), ": heartbeat\n\n");
}

TEST(HttpStream, OutlivesTheIdleTimeOfItsConnection) {
    auto limits = quick_polls();
    limits.idle_ms = std::chrono::milliseconds{20};
    limits.stream_heartbeat_ms = std::chrono::milliseconds{60};
    HttpServerUnderTest server{limits};
    std::optional<support::RawClient> client;
    do {
        // On a busy machine it may be idle for too long before it sends anything.
        client.emplace(server.port());
        client->send(get_text(stream));
    } while (client->read_until("retry: 1000\n\n").empty());
    EXPECT_EQ(client->read_until("\n\n"), ": heartbeat\n\n");
    EXPECT_EQ(client->read_until("\n\n"), ": heartbeat\n\n");
}

/// Asks until there are so many streams.
void wait_for_streams(HttpServerUnderTest& server, std::size_t count) {
    std::string text;
    while (text.find("daybook_http_streams " + std::to_string(count) + "\n") == std::string::npos) {
        // On a busy machine a client of a server with short limits may be cut off, too.
        auto client = server.connect();
        client.send(get_text("/metrics"));
        text = client.read_answer();
    }
}

TEST(HttpStream, OneTooManyIsRefusedUntilAnotherEnds) {
    auto limits = quick_polls();
    limits.streams_max = 1;
    HttpServerUnderTest server{limits};
    auto first = server.connect();
    first.send(get_text(stream));
    static_cast<void>(first.read_until("retry: 1000\n\n"));
    auto second = server.connect();
    second.send(get_text(stream));
    EXPECT_EQ(status_in(second.read_answer()), 503);
    first.close();
    wait_for_streams(server, 0);
    second.send(get_text(stream));
    EXPECT_EQ(status_in(second.read_until("\r\n\r\n")), 200);
}

TEST(HttpStream, TwoAtOnceOnOneConnectionAreCountedRight) {
    HttpServerUnderTest server{quick_polls()};
    {
        auto client = server.connect();
        client.send(get_text(stream) + get_text(stream) + get_text("/healthz"));
        static_cast<void>(client.read_until("retry: 1000\n\n"));
    }
    wait_for_streams(server, 0);
}

TEST(HttpStream, ToAClientThatTakesNothingIsCutOff) {
    auto limits = quick_polls();
    limits.write_ms = std::chrono::milliseconds{20};
    HttpServerUnderTest server{limits};
    for (std::uint64_t seq = 1; seq <= 20'000; ++seq) {
        server.queries.book.add_entry(sample_entry("alpha", seq));
    }
    support::RawClient client{server.port(), 4096};
    client.send(get_text(stream));
    EXPECT_EQ(status_in(client.read_until("\r\n\r\n")), 200);
    wait_for_streams(server, 0);
}

TEST(HttpStream, EndsWhenTheServerStops) {
    HttpServerUnderTest server{quick_polls()};
    auto client = server.connect();
    client.send(get_text(stream));
    static_cast<void>(client.read_until("retry: 1000\n\n"));
    server.stop_and_wait();
    EXPECT_EQ(client.read_rest(), "");
}

TEST(HttpStream, IsNotOpenedForHead) {
    HttpServerUnderTest server;
    auto client = server.connect();
    client.send("HEAD " + stream + " HTTP/1.1\r\nHost: localhost\r\n\r\n" + get_text("/healthz"));
    EXPECT_NE(client.read_answer(false).find("text/event-stream"), std::string::npos);
    EXPECT_EQ(status_in(client.read_answer()), 200);
}

}  // namespace
}  // namespace daybook::http
