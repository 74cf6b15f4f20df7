#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/answer_room.hpp"
#include "http/http_api.hpp"
#include "support/http_server_under_test.hpp"

namespace daybook::http {
namespace {

using support::body_in;
using support::get_text;
using support::HttpServerUnderTest;
using support::RawClient;
using support::status_in;

std::string const orders_page = "/v1/accounts/alpha/orders?limit=1000";

void fill_with_orders(HttpServerUnderTest& server) {
    for (std::uint32_t i = 0; i < 1'000; ++i) {
        server.queries.book.order_rows.push_back(
            support::sample_order("alpha", support::order_id(i)));
    }
}

/// Sends `piece` again and again, until the server has had enough; returns its answer.
std::string answer_to_endless(std::string const& begin, std::string const& piece) {
    HttpServerUnderTest server;
    auto client = server.connect();
    client.send(begin);
    for (int i = 0; i < 100 && client.send(piece); ++i) {
    }
    return client.read_answer();
}

std::string const chunked =
    "POST /v1/commands HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    "Transfer-Encoding: chunked\r\n\r\n";

TEST(HttpInput, AnEndlessChunkExtensionIsRefused) {
    EXPECT_EQ(status_in(answer_to_endless(chunked + "1;", std::string(8'192, 'x'))), 431);
}

TEST(HttpInput, AnEndlessChunkSizeIsRefused) {
    EXPECT_GE(status_in(answer_to_endless(chunked, std::string(8'192, '0'))), 400);
}

TEST(HttpInput, EndlessTrailersAreRefused) {
    EXPECT_EQ(status_in(answer_to_endless(chunked + "1\r\na\r\n0\r\nX: ", std::string(8'192, 'x'))),
              431);
    std::string lines;
    while (lines.size() < 8'192) lines += "X-Name: value\r\n";
    EXPECT_EQ(status_in(answer_to_endless(chunked + "1\r\na\r\n0\r\n", lines)), 431);
}

TEST(HttpInput, LargeBodiesLeaveRoomForSmallOnes) {
    HttpLimits limits;
    limits.bodies_bytes_max = 800'000;
    HttpServerUnderTest server{limits};
    auto const large = support::post_text("/v1/commands", std::string(500'000, ' '));
    auto first = server.connect();
    first.send(large.substr(0, large.size() - 1));
    server.let_it_run();
    auto second = server.connect();
    second.send(large);
    EXPECT_EQ(status_in(second.read_answer()), 503);
    auto small = server.connect();
    small.send(support::post_text("/v1/commands", std::string(50'000, ' ')));
    EXPECT_EQ(status_in(small.read_answer()), 400);
    first.send(large.substr(large.size() - 1));
    EXPECT_EQ(status_in(first.read_answer()), 400);
}

TEST(HttpOutput, ThatNobodyTakesIsNotComputedAhead) {
    HttpServerUnderTest server;
    fill_with_orders(server);
    RawClient client{server.port(), 4096};
    std::string requests;
    for (int i = 0; i < 64; ++i) requests += get_text(orders_page);
    client.send(requests);
    server.let_it_run();
    // What the system has taken for the client is not ours any more.
    auto const taken_by_system = std::size_t{8};
    EXPECT_LE(server.queries.reads, 2 + taken_by_system);
    for (int i = 0; i < 64; ++i) ASSERT_EQ(status_in(client.read_answer()), 200);
    EXPECT_EQ(server.queries.reads, 64U);
}

HttpLimits little_room() {
    HttpLimits limits;
    limits.answers_bytes_max = 8 * 1024 * 1024;
    limits.stall_ms = std::chrono::milliseconds{100};
    return limits;
}

TEST(HttpOutput, OfClientsThatTakeNothingMakesRoomForOthers) {
    HttpServerUnderTest server{little_room()};
    fill_with_orders(server);
    std::string requests;
    for (int i = 0; i < 16; ++i) requests += get_text(orders_page);
    std::vector<std::unique_ptr<RawClient>> idlers;
    for (int i = 0; i < 24; ++i) {
        idlers.push_back(std::make_unique<RawClient>(server.port(), 4096));
        idlers.back()->send(requests);
    }
    auto honest = server.connect();
    for (int i = 0; i < 8; ++i) {
        honest.send(get_text(orders_page));
        auto const answer = honest.read_answer();
        ASSERT_EQ(status_in(answer), 200);
        ASSERT_GT(body_in(answer).size(), 500'000U);
    }
}

TEST(HttpOutput, SmallAnswersDoNotWaitForLargeOnes) {
    auto limits = little_room();
    limits.stall_ms = std::chrono::minutes{1};
    HttpServerUnderTest server{limits};
    fill_with_orders(server);
    std::string requests;
    for (int i = 0; i < 16; ++i) requests += get_text(orders_page);
    std::vector<std::unique_ptr<RawClient>> idlers;
    for (int i = 0; i < 24; ++i) {
        idlers.push_back(std::make_unique<RawClient>(server.port(), 4096));
        idlers.back()->send(requests);
    }
    auto honest = server.connect();
    for (auto const* target : {"/healthz", "/metrics", "/v1/accounts/alpha", "/v1/accounts"}) {
        honest.send(get_text(target));
        EXPECT_EQ(status_in(honest.read_answer()), 200) << target;
    }
}

TEST(AnswerRoom, IsGivenInTheOrderInWhichItIsAskedFor) {
    AnswerRoom room{8'000'000};
    HeldBytes held{room.budget()};
    held.set(7'000'000);
    std::vector<int> woken;
    EXPECT_FALSE(room.has_room(1'000'000, {}));
    auto const first = room.wait(1'000'000, {}, [&] { woken.push_back(1); });
    auto const second = room.wait(200'000, {}, [&] { woken.push_back(2); });
    EXPECT_TRUE(room.is_short());
    EXPECT_TRUE(room.has_room(100'000, {})) << "small answers do not stand in line";
    EXPECT_FALSE(room.has_room(200'000, {})) << "others stand before";
    EXPECT_FALSE(room.has_room(200'000, second));
    held.set(6'500'000);
    EXPECT_TRUE(woken.empty());
    held.set(6'000'000);
    EXPECT_EQ(woken, std::vector{1});
    EXPECT_TRUE(room.has_room(1'000'000, first));
    EXPECT_FALSE(room.has_room(200'000, second));
    held.set(6'500'000);
    room.leave(first);
    EXPECT_EQ(woken, (std::vector{1, 2}));
    EXPECT_TRUE(room.has_room(200'000, second));
    room.leave(second);
    EXPECT_FALSE(room.is_short());
}

TEST(AnswerRoom, HasAnAnswerThatIsLargerThanAllAlone) {
    AnswerRoom room{1'000'000};
    EXPECT_TRUE(room.has_room(5'000'000, {}));
    HeldBytes held{room.budget()};
    held.set(1);
    EXPECT_FALSE(room.has_room(5'000'000, {}));
}

TEST(HeldBytes, AreGivenBackOnce) {
    ByteBudget budget{100};
    {
        HeldBytes first{budget};
        first.set(60);
        HeldBytes second{std::move(first)};
        EXPECT_EQ(budget.held(), 60U);
        EXPECT_TRUE(second.may_be(100, false));
        EXPECT_FALSE(second.may_be(101, false));
        EXPECT_FALSE(second.may_be(90, true)) << "an eighth is for what is small";
        HeldBytes third{budget};
        third.set(10);
        third = std::move(second);
        EXPECT_EQ(budget.held(), 60U);
    }
    EXPECT_EQ(budget.held(), 0U);
}

TEST(AnswerEstimate, KnowsPagesAndBatches) {
    auto const of = [](char const* target, std::size_t body = 0) {
        Request request;
        request.method = body > 0 ? "POST" : "GET";
        request.target = target;
        request.body = std::string(body, ' ');
        return answer_bytes_estimate(request);
    };
    EXPECT_GT(of("/v1/accounts/alpha/orders?limit=1000"), 1'000'000U);
    EXPECT_GT(of("/v1/accounts/alpha/orders?status=NEW&limit=999999999999"), 1'000'000U);
    EXPECT_LE(of("/v1/accounts/alpha/orders?limit=1"), AnswerRoom::small_bytes_max);
    EXPECT_GT(of("/v1/accounts/alpha/orders"), 50'000U);
    EXPECT_GT(of("/openapi.json"), 50'000U);
    EXPECT_LE(of("/v1/accounts/alpha/orders"), AnswerRoom::small_bytes_max);
    EXPECT_LE(of("/v1/accounts/alpha/orders/count?limit=1000"), 10'000U);
    EXPECT_LE(of("/healthz"), 10'000U);
    EXPECT_GT(of("/v1/commands", 1'000'000), 3'000'000U);
}

}  // namespace
}  // namespace daybook::http
