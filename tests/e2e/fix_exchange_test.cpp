#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <iostream>
#include <random>

#include "e2e/fix_floor.hpp"
#include "e2e/http_client.hpp"
#include "e2e/postgres_book.hpp"

namespace daybook::e2e {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// Delays, doubles and reorders what it tells.
std::vector<std::string> const restless{"--fill=two", "--repeats-reports", "--swaps-reports",
                                        "--delay-ms=1"};

std::mt19937 random_kills() {
    auto const seed = std::random_device{}();
    std::cout << "seed " << seed << '\n';
    return std::mt19937{seed};
}

TEST(FixExchange, GetsEveryOrderAndTheBookEveryTrade) {
    auto const orders = 1'000 * scale();
    auto const flow = FixFloor::flow(orders);
    FixFloor floor{{.habits = {"--fill=two"}, .settings = {}, .workers = 1, .database = {}}};
    FlowSender sender{flow, {.connections_per_account = 1, .commands_per_request = 100}};
    auto const start = std::chrono::steady_clock::now();
    ASSERT_TRUE(sender.send_to(floor.fleet().port(0)));
    EXPECT_THAT(floor.wait_until_idle(), IsEmpty());
    std::chrono::duration<double> const took = std::chrono::steady_clock::now() - start;
    std::cout << orders << " orders through FIX into SQLite and back: " << took.count() << " s\n";
    floor.expect_books_to_agree(orders);
    floor.expect_a_sound_book();
}

TEST(FixExchange, WithEveryHabitOfRealOnesLeavesTheSameBook) {
    auto const orders = std::size_t{200};
    FixFloor floor{
        {.habits = {"--fill=two", "--omits-new", "--omits-time", "--omits-account",
                    "--restarts-exec-ids", "--cancels-under-original", "--ignores-unknown-cancels",
                    "--shortens-numbers", "--omits-status-type", "--adds-own-fields",
                    "--repeats-reports", "--swaps-reports"},
         .settings = "ExecIds=RESTARTING\n",
         .workers = 1,
         .database = {}}};
    auto const flow = FixFloor::flow(orders);
    FlowSender sender{flow, {.connections_per_account = 1, .commands_per_request = 10}};
    ASSERT_TRUE(sender.send_to(floor.fleet().port(0)));
    floor.expect_books_to_agree(orders);
    floor.expect_a_sound_book();
}

TEST(FixExchange, AndTheBookAgreeAfterEitherWasKilledAtRandom) {
    auto const orders = 1'000 * scale();
    auto const flow = FixFloor::flow(orders);
    auto random = random_kills();
    FixFloor floor{{.habits = restless, .settings = {}, .workers = 1, .database = {}}};
    FlowSender sender{flow, {.connections_per_account = 1, .commands_per_request = 20}};
    for (int kill = 0; kill < 12; ++kill) {
        floor.send_with_a_kill(sender, 20 + random() % (100 * scale()), kill % 2 == 0, 0);
    }
    while (!sender.send_to(floor.fleet().port(0))) {
    }
    floor.expect_books_to_agree(orders);
    floor.expect_a_sound_book();
}

TEST(FixExchange, ThatAnswersNoQuestionsGetsWhatAKilledWorkerHadNotSentYet) {
    auto const orders = 2'000 * scale();
    auto const flow = FixFloor::flow(orders);
    // An order that was sent twice would be taken twice.
    FixFloor floor{{.habits = {"--fill=two", "--refuses-status-requests", "--accepts-duplicates"},
                    .settings = {},
                    .workers = 1,
                    .database = {}}};
    // Many at once: the longer it takes to hand over what is claimed in one go.
    FlowSender sender{flow, {.connections_per_account = 1, .commands_per_request = 500}};
    for (int kill = 0; kill < 2; ++kill) floor.send_with_a_kill_while_handing_over(sender);
    while (!sender.send_to(floor.fleet().port(0))) {
    }
    floor.expect_books_to_agree(orders);
    floor.expect_a_sound_book();
}

TEST(FixExchange, IsAskedForAllItsOrdersAtTheLogon) {
    FixFloor floor{{.habits = {},
                    .settings = "MassStatusOnLogon=Y\n",
                    .workers = 1,
                    .database = {},
                    .record = "ORDER theirs V9-1 REST 1 7 100 a0\n"}};
    HttpClient client{floor.fleet().port(0)};
    auto const deadline = std::chrono::steady_clock::now() + std::chrono::minutes{2};
    std::string kept;
    do {
        kept = client.get("/v1/accounts/exchange-venue/discrepancies").body;
    } while (kept.find("unknown_order") == std::string::npos &&
             std::chrono::steady_clock::now() < deadline);
    EXPECT_THAT(kept, HasSubstr(R"("kind":"unknown_order")"));
    EXPECT_THAT(kept, HasSubstr("V9-1"));
}

TEST(FixExchange, ThatIsSilentToACancelIsAskedAndSilenceRejectsNothing) {
    FixFloor floor{
        {.habits = {"--ignores-unknown-cancels"}, .settings = {}, .workers = 1, .database = {}}};
    auto flow = FixFloor::flow(16);
    auto& lines = flow.accounts.at("a0");
    flow.accounts = {{"a0", {lines.at(0), lines.at(5)}}};  // An order that rests.
    FlowSender sender{flow, {.connections_per_account = 1, .commands_per_request = 10}};
    ASSERT_TRUE(sender.send_to(floor.fleet().port(0)));
    floor.wait_for("/v1/accounts/a0/orders", R"("status":"NEW")");
    floor.restart_venue_without_record();
    HttpClient client{floor.fleet().port(0)};
    EXPECT_THAT(
        client
            .post("/v1/commands", R"({"commands":[{"command":"cancel_order","account_id":"a0",)"
                                  R"("order":{"idempotency_key":"o-12"}}]})")
            .body,
        HasSubstr("DONE"));
    // Placed, canceled, and, when its status said that it is not there, canceled again.
    floor.wait_for("/metrics", R"(daybook_exchange_requests_sent_total{exchange="VENUE"} 3)");
    auto const order = floor.daybook({"show", "orders", "--json", "--account", "a0"}).out;
    EXPECT_THAT(order, HasSubstr(R"("status":"NEW")"));
    EXPECT_THAT(order, HasSubstr(R"("cancel_requested":true)"));
    EXPECT_THAT(floor.daybook({"show", "executions", "--json", "--account", "a0"}).out,
                Not(HasSubstr("CANCEL_REJECTED")));
}

class FixExchangeOnPostgres : public PostgresBookTest {};

TEST_F(FixExchangeOnPostgres, IsSpokenToByOneWorkerAtATime) {
    auto const orders = 400 * scale();
    auto const flow = FixFloor::flow(orders);
    auto random = random_kills();
    // An order that was sent twice would be taken twice.
    auto habits = restless;
    habits.emplace_back("--accepts-duplicates");
    FixFloor floor{{.habits = habits, .settings = {}, .workers = 2, .database = url()}};
    FlowSender sender{flow, {.connections_per_account = 1, .commands_per_request = 20}};
    for (std::size_t kill = 0; kill < 4; ++kill) {
        floor.send_with_a_kill(sender, 20 + random() % (100 * scale()), false, kill % 2);
    }
    while (!sender.send_to(floor.fleet().port(0))) {
    }
    floor.expect_books_to_agree(orders);
    floor.expect_a_sound_book();
}

TEST(FixExchange, BooksATradeThatNamesNothingButTheOrderIdRightBehindItsNew) {
    FixFloor floor{{}};
    HttpClient client{floor.fleet().port(0)};
    std::string commands = R"({"command":"define_asset","asset":"USD","display_decimals":2},)"
                           R"({"command":"define_asset","asset":"ACME","display_decimals":2},)"
                           R"({"command":"define_instrument","exchange":"VENUE",)"
                           R"("symbol":"SILENT","base_asset":"ACME","quote_asset":"USD",)"
                           R"("price_increment_quote":"0.01","quantity_increment_base":"0.01"},)"
                           R"({"command":"open_account","account_id":"a0","funding":"MARGIN",)"
                           R"("cost_basis":"FIFO"})";
    constexpr std::size_t orders = 50;
    for (std::size_t i = 0; i < orders; ++i) {
        commands += R"(,{"command":"place_order","account_id":"a0","idempotency_key":"o-)" +
                    std::to_string(i) +
                    R"(","exchange":"VENUE","symbol":"SILENT","side":"BUY","type":"LIMIT",)"
                    R"("time_in_force":"GTC","quantity_base":"7","price_quote":"100"})";
    }
    ASSERT_EQ(client.post("/v1/commands", R"({"commands":[)" + commands + "]}").status, 200);
    auto& venue = floor.venue();
    auto const placed = venue.wait_for_recorded("PLACED", orders);
    for (std::size_t i = 0; i < orders; ++i) {
        auto const number = std::to_string(i);
        auto const id = placed[i].substr(placed[i].find(' ') + 1);
        auto const order = "send 8 37=E" + number;
        venue.process().tell(order + "|11=" + id + "|17=n" + number +
                             "|150=0|39=0|55=SILENT|54=1|38=7|14=0|151=7");
        venue.process().tell(order + "|17=t" + number + "|150=F|39=2|14=7|151=0|32=7|31=100");
    }
    floor.wait_for("/v1/accounts/a0/executions?limit=1000",
                   R"("exec_id":"n)" + std::to_string(orders - 1));
    EXPECT_EQ(floor.wait_until_idle(), "");
    EXPECT_EQ(
        lines_of(floor.daybook({"show", "orders", "--json", "--status", "FILLED"}).out).size(),
        orders);
    EXPECT_THAT(floor.daybook({"show", "discrepancies", "--json", "--state", "OPEN"}).out,
                IsEmpty());
    floor.expect_a_sound_book();
}

TEST(FixExchange, RefusesOrdersAndRequestsInEveryWay) {
    FixFloor floor{{}};
    std::string commands = R"({"command":"define_asset","asset":"USD","display_decimals":2}
{"command":"define_asset","asset":"ACME","display_decimals":2}
{"command":"open_account","account_id":"a0","funding":"MARGIN","cost_basis":"FIFO"}
)";
    HttpClient client{floor.fleet().port(0)};
    auto const send = [&](std::string const& line) {
        auto const answer = client.post("/v1/commands", R"({"commands":[)" + line + "]}");
        EXPECT_THAT(answer.body, HasSubstr(R"("status":"DONE")")) << line;
    };
    for (auto const& line : lines_of(commands)) send(line);
    for (std::string const symbol :
         {"REJECT-3", "REJECT-J", "REJECT-8", "CANCEL-3", "CANCEL-J", "CANCEL-9"}) {
        send(R"({"command":"define_instrument","exchange":"VENUE","symbol":")" + symbol +
             R"(","base_asset":"ACME","quote_asset":"USD","price_increment_quote":"0.01",)"
             R"("quantity_increment_base":"0.01"})");
        send(R"({"command":"place_order","account_id":"a0","idempotency_key":"o-)" + symbol +
             R"(","exchange":"VENUE","symbol":")" + symbol +
             R"(","side":"BUY","type":"LIMIT","time_in_force":"GTC","quantity_base":"7",)"
             R"("price_quote":"100"})");
        auto const target = "/v1/accounts/a0/orders?symbol=" + symbol;
        if (symbol.starts_with("REJECT")) {
            floor.wait_for(target, R"("status":"REJECTED")");
            continue;
        }
        // Before it is sent it would be canceled without the venue.
        floor.wait_for(target, R"("status":"NEW")");
        send(R"({"command":"cancel_order","account_id":"a0","idempotency_key":"c-)" + symbol +
             R"(","order":{"idempotency_key":"o-)" + symbol + R"("}})");
        floor.wait_for(target, R"("cancel_requested":false)");
    }
    auto const orders =
        lines_of(floor.daybook({"show", "orders", "--json", "--account", "a0"}).out);
    ASSERT_EQ(orders.size(), 6u);
    for (auto const& order : orders) {
        if (order.find("REJECT-") != std::string::npos) {
            EXPECT_THAT(order, HasSubstr(R"("status":"REJECTED")"));
            EXPECT_THAT(order, HasSubstr("refused by REJECT-"));
        } else {
            EXPECT_THAT(order, HasSubstr(R"("status":"NEW")"));
            EXPECT_THAT(order, HasSubstr(R"("cancel_requested":false)"));
        }
    }
    EXPECT_EQ(floor.fleet().stop(), std::vector<int>{0});
    EXPECT_EQ(floor.daybook({"verify"}).exit_code, 0);
}

}  // namespace
}  // namespace daybook::e2e
