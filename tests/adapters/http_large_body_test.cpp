#include <gtest/gtest.h>

#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "support/http_server_under_test.hpp"

namespace daybook::http {
namespace {

using support::body_in;
using support::get_text;
using support::HttpServerUnderTest;
using support::post_text;
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

TEST(HttpLargeBody, IsDecodedWhereNobodyElseWaits) {
    HttpServerUnderTest server;
    std::mutex mutex;
    std::set<std::thread::id> small;
    std::set<std::thread::id> large;
    server.commands.answer = [&](model::Command const& command) {
        std::scoped_lock const lock{mutex};
        auto& threads = command.idempotency_key ? small : large;
        threads.insert(std::this_thread::get_id());
        return model::Answer{};
    };
    auto client = server.connect();
    client.send(deposit("d-1"));
    EXPECT_EQ(status_in(client.read_answer()), 201);
    std::string commands = R"({"commands":[)";
    for (int i = 0; i < 1'000; ++i) {
        commands += std::string{i > 0 ? "," : ""} +
                    R"({"command":"define_asset","asset":"A","display_decimals":2})";
    }
    commands += "]}";
    client.send(post_text("/v1/commands", commands));
    EXPECT_EQ(status_in(client.read_answer()), 200);
    client.send(deposit("d-2"));
    EXPECT_EQ(status_in(client.read_answer()), 201);
    std::scoped_lock const lock{mutex};
    EXPECT_EQ(small.size(), 1U);
    EXPECT_EQ(large.size(), 1U);
    EXPECT_NE(small, large);
}

TEST(HttpLargeBody, IsNotOvertakenByTheNextRequestOfItsConnection) {
    HttpServerUnderTest server;
    server.commands.answer = echo;
    auto client = server.connect();
    auto const padded =
        post_text(deposits, R"({"asset":"USD","amount":"10"})" + std::string(100'000, ' '),
                  "Idempotency-Key: large\r\n");
    for (int i = 0; i < 20; ++i) {
        client.send(padded + deposit("small"));
        EXPECT_EQ(body_in(client.read_answer()), echoed("large"));
        EXPECT_EQ(body_in(client.read_answer()), echoed("small"));
    }
    auto const batches = server.commands.batches();
    ASSERT_EQ(batches.size(), 40U);
    for (std::size_t i = 0; i < batches.size(); ++i) {
        EXPECT_EQ(batches[i].commands.at(0).idempotency_key->value(),
                  i % 2 == 0 ? "large" : "small");
    }
}

}  // namespace
}  // namespace daybook::http
