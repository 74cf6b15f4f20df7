#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <memory>
#include <thread>

#include "e2e/daybook_process.hpp"
#include "e2e/http_client.hpp"
#include "support/fix_fixture.hpp"
#include "support/free_port.hpp"

namespace daybook::e2e {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

/// A worker that shadows a desk which trades through another system, and that system.
class DropCopy : public testing::Test {
  protected:
    void SetUp() override {
        std::filesystem::create_directories(folder_.file("venue"));
        std::ofstream{folder_.file("copy.cfg")}
            << support::fix_settings_text(fix::FixRole::drop_copy, port_, "Account=house\n");
        auto const commands =
            std::string{R"({"command":"define_asset","asset":"USD","display_decimals":2})"
                        "\n"
                        R"({"command":"define_asset","asset":"BTC","display_decimals":8})"
                        "\n"
                        R"({"command":"define_instrument","exchange":"VENUE","symbol":"BTC-USD",)"
                        R"("base_asset":"BTC","quote_asset":"USD","price_increment_quote":"0.01",)"
                        R"("quantity_increment_base":"0.01"})"
                        "\n"};
        ASSERT_EQ(
            run_daybook(folder_, {"apply", "-", "--database", database()}, commands).exit_code, 0);
        start_worker();
        venue_ = std::make_unique<support::FixCounterparty>(port_, folder_.file("venue"),
                                                            std::vector<std::string>{"--connects"});
        venue_->process().wait_for_line("logon");
    }

    void start_worker() {
        worker_ = std::make_unique<DaybookProcess>(DaybookProcess::Options{
            .arguments = {"worker", "--listen", "127.0.0.1:0", "--database", database(),
                          "--drop-copy", folder_.file("copy.cfg"), "--data-folder", folder_.path()},
            .variables = {},
            .input = {},
            .folder = folder_.path()});
        http_port_ = port_of(worker_->wait_for_line("port="));
    }

    void tell(std::string const& fields) { venue_->process().tell("send 8 " + fields); }

    /// The list of an account's orders when it contains `words`, or what it is after two minutes.
    std::string orders_with(std::string const& account, std::string const& words) {
        auto const deadline = std::chrono::steady_clock::now() + std::chrono::minutes{2};
        std::string body;
        do {
            body = HttpClient{http_port_}.get("/v1/accounts/" + account + "/orders").body;
            if (body.find(words) != std::string::npos) break;
            std::this_thread::yield();
        } while (std::chrono::steady_clock::now() < deadline);
        return body;
    }

    [[nodiscard]] std::string database() const { return "sqlite:" + folder_.file("book.db"); }
    Finished daybook(std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), {"--database", database()});
        return run_daybook(folder_, std::move(arguments));
    }

    TemporaryFolder folder_;
    int port_ = support::free_port();
    int http_port_ = 0;
    std::unique_ptr<DaybookProcess> worker_;
    std::unique_ptr<support::FixCounterparty> venue_;
};

std::string const order = "37=E1|11=theirs|1=alpha|55=BTC-USD|54=1|38=5|40=2|44=100|59=1|";

TEST_F(DropCopy, OrdersPlacedElsewhereAreMadeAndBooked) {
    tell(order + "17=1|150=0|39=0|14=0|151=5");
    tell(order + "17=2|150=F|39=1|14=2|151=3|32=2|31=99.50");
    EXPECT_THAT(
        orders_with("alpha", R"("filled_base":"2")"),
        AllOf(HasSubstr(R"("status":"PARTIALLY_FILLED")"), HasSubstr(R"("exchange_order_id":"E1")"),
              HasSubstr(R"("price_quote":"100")")));
    // What names no account is the house's; a fill may be the first that is heard of an order.
    tell(
        "37=E2|11=others|55=BTC-USD|54=2|38=1|40=2|44=101|59=1|17=3|150=F|39=2|14=1|151=0|32=1|"
        "31=101");
    EXPECT_THAT(orders_with("house", R"("status":"FILLED")"), HasSubstr(R"("side":"SELL")"));

    auto const id = orders_with("alpha", "E1");
    auto const begin = id.find(R"("id":")") + 6;
    HttpClient client{http_port_};
    auto const cancel =
        client.post("/v1/accounts/alpha/orders/" + id.substr(begin, 36) + "/cancel", "{}");
    EXPECT_EQ(cancel.status, 422);
    EXPECT_THAT(cancel.body, HasSubstr("order_placed_elsewhere"));

    worker_->send(SIGTERM);
    EXPECT_EQ(worker_->wait().exit_code, 0);
    EXPECT_EQ(daybook({"verify"}).exit_code, 0);
    EXPECT_THAT(daybook({"show", "discrepancies", "--account", "alpha", "--json"}).out, IsEmpty());
}

TEST_F(DropCopy, ATradeThatNamesNothingButTheOrderIdIsOfTheOrderThatWasTold) {
    for (int i = 1; i <= 20; ++i) {
        auto const number = std::to_string(i);
        tell("37=E" + number + "|11=t" + number +
             "|1=alpha|55=BTC-USD|54=1|38=5|40=2|44=100|59=1|17=n" + number +
             "|150=0|39=0|14=0|151=5");
        tell("37=E" + number + "|17=t" + number + "|150=F|39=2|14=5|151=0|32=5|31=99.50");
    }
    // The last trade comes last, and all are of an order.
    tell("37=LAST|11=last|1=alpha|55=BTC-USD|54=1|38=5|40=2|44=100|59=1|17=end|150=0|39=0");
    orders_with("alpha", R"("exchange_order_id":"LAST")");
    worker_->send(SIGTERM);
    EXPECT_EQ(worker_->wait().exit_code, 0);
    auto const orders = daybook({"show", "orders", "--json", "--status", "FILLED"}).out;
    EXPECT_EQ(std::ranges::count(orders, '\n'), 20);
    EXPECT_THAT(daybook({"show", "discrepancies", "--json"}).out, IsEmpty());
}

TEST_F(DropCopy, IsCaughtUpWithAfterTheWorkerWasKilled) {
    tell(order + "17=1|150=0|39=0|14=0|151=5");
    orders_with("alpha", R"("status":"NEW")");
    worker_->send(SIGKILL);
    worker_->wait();
    tell(order + "17=2|150=F|39=1|14=2|151=3|32=2|31=99.50");
    tell(order + "17=2|150=F|39=1|14=2|151=3|32=2|31=99.50");
    start_worker();
    orders_with("alpha", R"("filled_base":"2")");
    tell(order + "17=3|150=F|39=2|14=5|151=0|32=3|31=100");
    EXPECT_THAT(orders_with("alpha", R"("filled_base":"5")"), HasSubstr(R"("status":"FILLED")"));
    worker_->send(SIGTERM);
    EXPECT_EQ(worker_->wait().exit_code, 0);
    EXPECT_EQ(daybook({"verify"}).exit_code, 0);
    EXPECT_THAT(daybook({"show", "discrepancies", "--account", "alpha", "--json"}).out, IsEmpty());
}

TEST_F(DropCopy, WhatCannotBeReadIsKept) {
    tell("37=E9|17=9|150=0|39=0|55=BTC-USD");
    auto const deadline = std::chrono::steady_clock::now() + std::chrono::minutes{2};
    std::string discrepancies;
    do {
        discrepancies =
            HttpClient{http_port_}.get("/v1/accounts/exchange-venue/discrepancies").body;
        std::this_thread::yield();
    } while (discrepancies.find("unknown_order") == std::string::npos &&
             std::chrono::steady_clock::now() < deadline);
    EXPECT_THAT(discrepancies, AllOf(HasSubstr(R"("kind":"unknown_order")"), HasSubstr("E9")));
    EXPECT_THAT(HttpClient{http_port_}.get("/v1/accounts/exchange-venue/discrepancies/counts").body,
                HasSubstr(R"({"kind":"unknown_order","count":1})"));
}

}  // namespace
}  // namespace daybook::e2e
