#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <memory>
#include <thread>

#include "e2e/daybook_process.hpp"
#include "e2e/http_client.hpp"

namespace daybook::e2e {
namespace {

using testing::AllOf;
using testing::HasSubstr;

/// A worker whose paper exchange has no tape, only posted prices.
class ExchangeControl : public testing::Test {
  protected:
    ExchangeControl() {
        command(R"({"command":"define_asset","asset":"USD","display_decimals":2})");
        command(R"({"command":"define_asset","asset":"BTC","display_decimals":8})");
        command(R"({"command":"define_instrument","exchange":"PAPER","symbol":"BTC-USD",)"
                R"("base_asset":"BTC","quote_asset":"USD","price_increment_quote":"0.01",)"
                R"("quantity_increment_base":"0.01"})");
        command(R"({"command":"open_account","account_id":"alpha","funding":"MARGIN",)"
                R"("cost_basis":"FIFO"})");
    }

    void command(std::string const& line) {
        EXPECT_THAT(client_->post("/v1/commands", R"({"commands":[)" + line + "]}").body,
                    HasSubstr(R"("status":"DONE")"))
            << line;
    }
    void place(std::string const& key) {
        command(R"({"command":"place_order","account_id":"alpha","idempotency_key":")" + key +
                R"(","exchange":"PAPER","symbol":"BTC-USD","side":"BUY","type":"LIMIT",)"
                R"("time_in_force":"GTC","quantity_base":"1","price_quote":"100"})");
    }
    void cancel(std::string const& key) {
        command(R"({"command":"cancel_order","account_id":"alpha","order":{"idempotency_key":")" +
                key + R"("}})");
    }
    int post(std::string const& what, std::string const& body) {
        return client_->post("/v1/exchanges/PAPER/" + what, body).status;
    }
    /// What `target` answers when it contains `words`, or after two minutes.
    std::string wait_for(std::string const& target, std::string const& words) {
        auto const deadline = std::chrono::steady_clock::now() + std::chrono::minutes{2};
        std::string body;
        do {
            body = client_->get(target).body;
            if (body.find(words) != std::string::npos) break;
            std::this_thread::yield();
        } while (std::chrono::steady_clock::now() < deadline);
        return body;
    }
    std::string wait_for_status(std::string const& status) {
        return wait_for("/v1/accounts/alpha/orders?status=" + status, R"("status":")" + status);
    }

    [[nodiscard]] DaybookProcess::Options worker() const {
        return {.arguments = {"worker", "--listen", "127.0.0.1:0", "--database",
                              "sqlite:" + folder_.file("book.db"), "--exchange", "paper"},
                .variables = {},
                .input = {},
                .folder = folder_.path()};
    }
    void restart() {
        worker_->send(SIGTERM);
        EXPECT_EQ(worker_->wait().exit_code, 0);
        worker_ = std::make_unique<DaybookProcess>(worker());
        client_ = std::make_unique<HttpClient>(port_of(worker_->wait_for_line("port=")));
    }

    TemporaryFolder folder_;
    std::unique_ptr<DaybookProcess> worker_ = std::make_unique<DaybookProcess>(worker());
    std::unique_ptr<HttpClient> client_ =
        std::make_unique<HttpClient>(port_of(worker_->wait_for_line("port=")));
};

TEST_F(ExchangeControl, APostedPriceFillsWhatRests) {
    place("o-1");
    wait_for_status("NEW");
    EXPECT_EQ(post("prices", R"({"symbol":"BTC-USD","price_quote":"99","quantity_base":"0.4"})"),
              202);
    EXPECT_THAT(wait_for_status("PARTIALLY_FILLED"), HasSubstr(R"("filled_base":"0.4")"));
    EXPECT_EQ(post("prices", R"({"symbol":"BTC-USD","price_quote":"99"})"), 202);
    EXPECT_THAT(wait_for_status("FILLED"), HasSubstr(R"("filled_quote":"100")"));
    EXPECT_EQ(post("prices", R"({"symbol":"NONE","price_quote":"99"})"), 404);
}

TEST_F(ExchangeControl, APausedExchangeGetsCancelsAlone) {
    place("o-1");
    wait_for_status("NEW");
    EXPECT_EQ(post("pause", R"({"reason":"maintenance"})"), 200);
    place("o-2");
    cancel("o-1");
    wait_for_status("CANCELED");
    auto const paused = wait_for("/v1/exchanges/PAPER", R"("requests_pending":1)");
    EXPECT_THAT(paused, AllOf(HasSubstr(R"("paused_because":"maintenance")"),
                              HasSubstr(R"("requests_pending":1)")));
    EXPECT_THAT(
        client_->get("/readyz").body,
        AllOf(HasSubstr(R"("ready":true)"), HasSubstr(R"("paused_because":"maintenance")")));
    EXPECT_EQ(post("resume", ""), 200);
    wait_for_status("NEW");
    EXPECT_THAT(client_->get("/v1/exchanges/PAPER").body, HasSubstr(R"("paused_because":null)"));
}

TEST_F(ExchangeControl, APauseCancelsEverythingThere) {
    for (int i = 0; i < 30; ++i) place("o-" + std::to_string(i));
    wait_for("/metrics", R"(daybook_exchange_reports_booked_total{exchange="PAPER"} 30)");
    command(R"({"command":"replace_order","account_id":"alpha","order":{"idempotency_key":"o-0"},)"
            R"("quantity_base":"2"})");
    auto const paused =
        client_->post("/v1/exchanges/PAPER/pause", R"({"reason":"fire","cancel_all":true})");
    EXPECT_EQ(paused.status, 200);
    EXPECT_THAT(paused.body,
                AllOf(HasSubstr(R"("paused_because":"fire")"), HasSubstr(R"("cancels_asked":30)")));
    wait_for("/v1/exchanges/PAPER", R"("requests_pending":0,"requests_unanswered":0,)"
                                    R"("reports_waiting":0)");
    auto const list = "/v1/accounts/alpha/orders?status=";
    EXPECT_THAT(client_->get(list + std::string{"NEW,PENDING_NEW,PENDING_CANCEL"}).body,
                HasSubstr(R"({"items":[])"));
    EXPECT_THAT(
        client_->post("/v1/exchanges/PAPER/pause", R"({"reason":"fire","cancel_all":true})").body,
        HasSubstr(R"("cancels_asked":0)"));
}

TEST_F(ExchangeControl, OrdersOfAPaperExchangeEndWithIt) {
    place("o-1");
    wait_for_status("NEW");
    EXPECT_EQ(post("prices", R"({"symbol":"BTC-USD","price_quote":"99","quantity_base":"0.4"})"),
              202);
    wait_for_status("PARTIALLY_FILLED");
    restart();
    EXPECT_THAT(wait_for_status("EXPIRED"), HasSubstr(R"("filled_base":"0.4")"));
    place("o-2");
    wait_for_status("NEW");
}

TEST_F(ExchangeControl, IsAskedForItsOrders) {
    place("o-1");
    wait_for_status("NEW");
    EXPECT_EQ(post("ask-for-orders", ""), 202);
    EXPECT_THAT(wait_for("/metrics", R"(status_requests_total{exchange="PAPER"} 1)"),
                HasSubstr(R"(daybook_exchange_status_requests_total{exchange="PAPER"} 1)"));
    EXPECT_THAT(client_->get("/v1/accounts/alpha/orders").body, HasSubstr(R"("status":"NEW")"));
    EXPECT_EQ(client_->post("/v1/exchanges/ELSEWHERE/ask-for-orders", "").status, 404);
}

}  // namespace
}  // namespace daybook::e2e
