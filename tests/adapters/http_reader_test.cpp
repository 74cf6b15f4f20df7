#include <gtest/gtest.h>

#include <string>

#include "support/http_server_under_test.hpp"

namespace daybook::http {
namespace {

using support::body_in;
using support::get_text;
using support::HttpServerUnderTest;
using support::post_text;
using support::RawClient;
using support::status_in;

std::string const deposits = "/v1/accounts/alpha/deposits";

std::string deposit(std::string const& key) {
    return post_text(deposits, R"({"asset":"USD","amount":"10"})",
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

/// Whether the caller is told in time that its client has gone.
bool is_told(HttpServerUnderTest const& server, ports::ReadCaller const& caller) {
    for (int i = 0; i < 1'000 && !caller.gone.stop_requested(); ++i) server.let_it_run();
    return caller.gone.stop_requested();
}

TEST(HttpReader, TakesTurnsAsOneClientAndIsToldWhenThatHasGone) {
    HttpServerUnderTest server;
    auto first = server.connect();
    auto const ask = [&](RawClient& client) {
        client.send(get_text("/v1/accounts/alpha"));
        EXPECT_EQ(status_in(client.read_answer()), 200);
        return server.queries.caller();
    };
    auto const before = ask(first);
    auto const again = ask(first);
    EXPECT_EQ(before.client, again.client);
    auto second = server.connect();
    EXPECT_NE(ask(second).client, before.client);
    EXPECT_LT(before.deadline, ports::ReadCaller::TimePoint::max());
    EXPECT_FALSE(again.gone.stop_requested());
    first.close();
    EXPECT_TRUE(is_told(server, again));
    EXPECT_FALSE(server.queries.caller().gone.stop_requested());
}

TEST(HttpReader, IsToldWhileTheAnswerIsComputed) {
    // The server waits for the next request, or has it and waits until it may begin.
    for (auto const& next : {std::string{}, get_text("/healthz")}) {
        HttpServerUnderTest server;
        server.commands.holds = true;
        auto client = server.connect();
        client.send(get_text("/v1/accounts/alpha"));
        EXPECT_EQ(status_in(client.read_answer()), 200);
        auto const caller = server.queries.caller();
        client.send(deposit("d-1") + next);
        server.commands.wait_for_batches(1);
        server.let_it_run();
        EXPECT_FALSE(caller.gone.stop_requested());
        client.reset();
        EXPECT_TRUE(is_told(server, caller)) << next;
    }
}

TEST(HttpReader, ThatHasEndedGetsWhatItAskedFor) {
    HttpServerUnderTest server;
    server.commands.holds = true;
    server.commands.answer = echo;
    auto client = server.connect();
    client.send(deposit("d-1"));
    client.end_sending();
    server.commands.wait_for_batches(1);
    server.let_it_run();
    server.commands.release();
    EXPECT_EQ(body_in(client.read_answer()), echoed("d-1"));
}

}  // namespace
}  // namespace daybook::http
