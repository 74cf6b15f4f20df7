#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <iostream>
#include <memory>
#include <random>
#include <thread>

#include "e2e/flow_sender.hpp"
#include "e2e/http_client.hpp"
#include "e2e/order_flow.hpp"
#include "e2e/postgres_book.hpp"
#include "e2e/venue_record.hpp"
#include "e2e/worker_fleet.hpp"
#include "support/fix_fixture.hpp"
#include "support/free_port.hpp"

namespace daybook::e2e {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::size_t accounts = 4;

/// Orders for a venue: half of them are filled, a quarter by half, a quarter not at all; of those
/// that rest some are canceled and some replaced. Everything has a key, so that it can be sent
/// again.
OrderFlow venue_flow(std::size_t orders) {
    OrderFlow flow;
    flow.definitions = {R"({"command":"define_asset","asset":"USD","display_decimals":2})",
                        R"({"command":"define_asset","asset":"ACME","display_decimals":2})"};
    for (std::string const symbol : {"FILL", "HALF", "REST"}) {
        flow.definitions.push_back(
            R"({"command":"define_instrument","exchange":"VENUE","symbol":")" + symbol +
            R"(","base_asset":"ACME","quote_asset":"USD","price_increment_quote":"0.01",)"
            R"("quantity_increment_base":"0.01"})");
    }
    for (std::size_t i = 0; i < orders; ++i) {
        auto const account = "a" + std::to_string(i % accounts);
        auto& lines = flow.accounts[account];
        auto const begin = R"(","account_id":")" + account + R"(","idempotency_key":")";
        if (lines.empty()) {
            lines.push_back(R"({"command":"open_account","account_id":")" + account +
                            R"(","funding":"MARGIN","cost_basis":"FIFO"})");
        }
        auto const number = std::to_string(i);
        auto const step = i / accounts;
        auto const* symbol = step % 4 < 2 ? "FILL" : step % 4 == 2 ? "HALF" : "REST";
        lines.push_back(R"({"command":"place_order)" + begin + "o-" + number +
                        R"(","exchange":"VENUE","symbol":")" + symbol + R"(","side":")" +
                        (step % 3 == 0 ? "SELL" : "BUY") +
                        R"(","type":"LIMIT","time_in_force":"GTC","quantity_base":"7.00",)"
                        R"("price_quote":"100.50"})");
        auto const order = R"(","order":{"idempotency_key":"o-)" + number + R"("})";
        if (step % 4 >= 2 && step % 8 < 4) {
            lines.push_back(R"({"command":"cancel_order)" + begin + "c-" + number + order + "}");
        } else if (step % 4 >= 2) {
            lines.push_back(R"({"command":"replace_order)" + begin + "r-" + number + order +
                            R"(,"quantity_base":"9.00","price_quote":"101.25"})");
        }
    }
    return flow;
}

/// A venue in another process, and workers that trade on it.
class FixExchange : public testing::Test {
  protected:
    void begin(std::vector<std::string> habits, std::string const& settings = "",
               std::size_t workers = 1, std::string database = {}) {
        habits_ = std::move(habits);
        database_ = database.empty() ? "sqlite:" + folder_.file("book.db") : database;
        std::ofstream{folder_.file("venue.cfg")}
            << support::fix_settings_text(fix::FixRole::order_routing, port_, settings);
        start_venue();
        fleet_ = std::make_unique<WorkerFleet>(
            folder_, database_, workers,
            std::vector<std::string>{"--exchange", "fix", "--fix-config", folder_.file("venue.cfg"),
                                     "--data-folder", folder_.path()});
    }

    void start_venue() {
        venue_.reset();
        venue_ = std::make_unique<support::FixCounterparty>(port_, folder_.path(), habits_);
    }

    /// Sends everything from the start, and, after so many answers to another connection, kills the
    /// venue or a worker.
    void send_with_a_kill(FlowSender& sender, std::size_t answers, bool kills_venue,
                          std::size_t worker) {
        std::thread killer{[&] {
            try {
                HttpClient client{fleet_->port(worker)};
                for (std::size_t i = 0; i < answers; ++i) client.get("/v1/exchanges");
            } catch (std::exception const&) {
            }
            if (kills_venue) {
                start_venue();
            } else {
                fleet_->kill(worker);
            }
        }};
        sender.send_to(fleet_->port(worker));
        killer.join();
    }

    /// Waits until nothing is under way and the book says what the venue's record does. The record
    /// changes no more once every request is answered.
    void expect_books_to_agree(std::size_t orders) {
        auto const deadline = std::chrono::steady_clock::now() + std::chrono::minutes{2};
        std::string left;
        do {
            std::this_thread::sleep_for(std::chrono::milliseconds{200});
            left = what_is_under_way();
            if (left.empty()) left = differences(venue_record().orders, sent_orders());
        } while (!left.empty() && std::chrono::steady_clock::now() < deadline);
        EXPECT_THAT(left, IsEmpty());
        auto const record = venue_record();
        EXPECT_EQ(book().size(), orders);
        EXPECT_THAT(record.doubled, IsEmpty());
        for (auto const& [id, times] : record.placed) EXPECT_EQ(times, 1) << id;
    }

    void expect_a_sound_book() {
        for (auto const code : fleet_->stop()) EXPECT_EQ(code, 0);
        auto const verified = daybook({"verify"});
        EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
        for (auto const& account : account_names()) {
            EXPECT_THAT(daybook({"show", "discrepancies", "--json", "--account", account}).out,
                        IsEmpty());
        }
    }

    [[nodiscard]] VenueRecord venue_record() const {
        return read_venue_record(folder_.file("record.txt"));
    }

    [[nodiscard]] OrderStories book() const {
        std::string orders;
        for (auto const& account : account_names()) {
            orders += daybook({"show", "orders", "--json", "--account", account}).out;
        }
        return read_book(daybook({"export", "--format", "ndjson"}).out, orders);
    }

    /// Without those that were canceled before they were sent, of which the venue knows nothing.
    [[nodiscard]] OrderStories sent_orders() const {
        auto stories = book();
        std::erase_if(stories, [](auto const& named) {
            auto const& story = named.second;
            return story.exchange_order_id.empty() && story.is_canceled;
        });
        return stories;
    }

    [[nodiscard]] std::string what_is_under_way() const {
        std::string all;
        for (std::size_t worker = 0; worker < fleet_->size(); ++worker) {
            all += HttpClient{fleet_->port(worker)}.get("/v1/exchanges/VENUE").body;
        }
        bool const is_idle = all.find(R"("session":"up")") != std::string::npos &&
                             all.find(R"("requests_pending":0,"requests_unanswered":0,)"
                                      R"("reports_waiting":0)") != std::string::npos;
        return is_idle ? std::string{} : all;
    }

    [[nodiscard]] Finished daybook(std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(), {"--database", database_});
        return run_daybook(folder_, std::move(arguments));
    }

    [[nodiscard]] static std::vector<std::string> account_names() {
        std::vector<std::string> names;
        for (std::size_t i = 0; i < accounts; ++i) names.push_back("a" + std::to_string(i));
        return names;
    }

    TemporaryFolder folder_;
    int port_ = support::free_port();
    std::vector<std::string> habits_;
    std::string database_;
    std::unique_ptr<support::FixCounterparty> venue_;
    std::unique_ptr<WorkerFleet> fleet_;
};

TEST_F(FixExchange, GetsEveryOrderAndTheBookEveryTrade) {
    auto const orders = 1'000 * scale();
    auto const flow = venue_flow(orders);
    begin({"--fill=two"});
    FlowSender sender{flow, {.connections_per_account = 1, .commands_per_request = 100}};
    auto const start = std::chrono::steady_clock::now();
    ASSERT_TRUE(sender.send_to(fleet_->port(0)));
    expect_books_to_agree(orders);
    std::chrono::duration<double> const took = std::chrono::steady_clock::now() - start;
    std::cout << orders << " orders through FIX into SQLite and back: " << took.count() << " s\n";
    expect_a_sound_book();
}

TEST_F(FixExchange, WithEveryHabitOfRealOnesLeavesTheSameBook) {
    auto const orders = std::size_t{200};
    begin({"--fill=two", "--omits-new", "--omits-time", "--omits-account", "--restarts-exec-ids",
           "--cancels-under-original", "--ignores-unknown-cancels", "--shortens-numbers",
           "--omits-status-type", "--adds-own-fields", "--repeats-reports", "--swaps-reports"},
          "ExecIds=RESTARTING\n");
    auto const flow = venue_flow(orders);
    FlowSender sender{flow, {.connections_per_account = 1, .commands_per_request = 10}};
    ASSERT_TRUE(sender.send_to(fleet_->port(0)));
    expect_books_to_agree(orders);
    expect_a_sound_book();
}

TEST_F(FixExchange, AndTheBookAgreeAfterEitherWasKilledAtRandom) {
    auto const orders = 1'000 * scale();
    auto const flow = venue_flow(orders);
    std::random_device seeds;
    auto const seed = seeds();
    std::cout << "seed " << seed << '\n';
    std::mt19937 random{seed};
    begin({"--fill=two", "--repeats-reports", "--swaps-reports"});
    FlowSender sender{flow, {.connections_per_account = 1, .commands_per_request = 20}};
    for (int kill = 0; kill < 12; ++kill) {
        send_with_a_kill(sender, 20 + random() % (100 * scale()), kill % 2 == 0, 0);
    }
    while (!sender.send_to(fleet_->port(0))) {
    }
    expect_books_to_agree(orders);
    expect_a_sound_book();
}

TEST_F(FixExchange, RefusesOrdersAndRequestsInEveryWay) {
    begin({});
    std::string commands = R"({"command":"define_asset","asset":"USD","display_decimals":2}
{"command":"define_asset","asset":"ACME","display_decimals":2}
{"command":"open_account","account_id":"a0","funding":"MARGIN","cost_basis":"FIFO"}
)";
    HttpClient client{fleet_->port(0)};
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
        if (symbol.starts_with("REJECT")) continue;
        send(R"({"command":"cancel_order","account_id":"a0","idempotency_key":"c-)" + symbol +
             R"(","order":{"idempotency_key":"o-)" + symbol + R"("}})");
    }
    auto const deadline = std::chrono::steady_clock::now() + std::chrono::minutes{2};
    while (!what_is_under_way().empty() && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
    EXPECT_THAT(what_is_under_way(), IsEmpty());
    auto const orders = lines_of(daybook({"show", "orders", "--json", "--account", "a0"}).out);
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
    EXPECT_EQ(fleet_->stop(), std::vector<int>{0});
    EXPECT_EQ(daybook({"verify"}).exit_code, 0);
}

}  // namespace
}  // namespace daybook::e2e
