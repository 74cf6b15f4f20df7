#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "e2e/daybook_process.hpp"
#include "e2e/fix_peer.hpp"
#include "e2e/http_client.hpp"
#include "support/fix_fixture.hpp"
#include "support/free_port.hpp"

namespace daybook::e2e {

inline std::string const logon_body = "98=0|108=30|553=desk|554=hunter22|";
inline std::string const order = "37=E1|11=theirs|1=alpha|55=BTC-USD|54=1|38=5|40=2|44=100|59=1|";
inline std::string const fill = order + "17=2|150=F|39=1|14=2|151=3|32=2|31=99.50|";

/// A worker that speaks FIX with whoever says they are VENUE.
class FixAttack : public testing::Test {
  protected:
    void SetUp() override {
        std::string const definitions =
            R"({"command":"define_asset","asset":"USD","display_decimals":2})"
            "\n"
            R"({"command":"define_asset","asset":"BTC","display_decimals":8})"
            "\n"
            R"({"command":"define_instrument","exchange":"VENUE","symbol":"BTC-USD",)"
            R"("base_asset":"BTC","quote_asset":"USD","price_increment_quote":"0.01",)"
            R"("quantity_increment_base":"0.01"})"
            "\n"
            R"({"command":"open_account","account_id":"a0","funding":"MARGIN",)"
            R"("cost_basis":"FIFO"})"
            "\n";
        ASSERT_EQ(daybook({"apply", "-"}, definitions).exit_code, 0);
    }

    Finished daybook(std::vector<std::string> arguments, std::string input = {}) {
        arguments.insert(arguments.end(), {"--database", "sqlite:" + folder_.file("book.db")});
        return run_daybook(folder_, std::move(arguments), std::move(input));
    }

    void start_worker(std::vector<std::string> more) {
        std::vector<std::string> arguments{"worker",
                                           "--listen",
                                           "127.0.0.1:0",
                                           "--database",
                                           "sqlite:" + folder_.file("book.db"),
                                           "--data-folder",
                                           folder_.path()};
        arguments.insert(arguments.end(), more.begin(), more.end());
        worker_ = std::make_unique<DaybookProcess>(DaybookProcess::Options{
            .arguments = arguments, .variables = {}, .input = {}, .folder = folder_.path()});
        http_port_ = port_of(worker_->wait_for_line("port="));
    }
    void start_drop_copy(std::string const& more = "") {
        std::ofstream{folder_.file("copy.cfg")} << support::fix_settings_text(
            fix::FixRole::drop_copy, port_,
            "Account=house\nUsername=desk\nPassword=hunter22\n" + more);
        start_worker({"--drop-copy", folder_.file("copy.cfg")});
    }
    void start_order_session() {
        std::ofstream{folder_.file("venue.cfg")}
            << support::fix_settings_text(fix::FixRole::order_routing, port_);
        start_worker({"--exchange", "fix", "--fix-config", folder_.file("venue.cfg")});
    }

    void expect_ready() { EXPECT_EQ(HttpClient{http_port_}.get("/readyz").status, 200); }

    std::string body_with(std::string const& target, std::string const& words) {
        auto const deadline = std::chrono::steady_clock::now() + std::chrono::minutes{2};
        std::string body;
        do {
            body = HttpClient{http_port_}.get(target).body;
            if (body.find(words) != std::string::npos) break;
            std::this_thread::yield();
        } while (std::chrono::steady_clock::now() < deadline);
        return body;
    }

    /// Logs on to the drop copy, under the number that it wants; the next is returned.
    int log_on(FixPeer& peer, int number) {
        for (int i = 0; i < 3; ++i) {
            peer.send(FixPeer::message("A", number, logon_body));
            auto const answer = peer.read_until(
                "\x01"
                "10=");
            if (answer.find("35=A") != std::string::npos) return number + 1;
        }
        ADD_FAILURE() << "no answer to the logon";
        return number;
    }

    /// A fill that is told twice is in the book once.
    void expect_a_fill_is_booked_once(FixPeer& peer, int number) {
        peer.send(FixPeer::message("8", number, fill) + FixPeer::message("8", number + 1, fill));
        EXPECT_THAT(body_with("/v1/accounts/alpha/orders", R"("filled_base":"2")"),
                    testing::HasSubstr(R"("status":"PARTIALLY_FILLED")"));
        stop_soundly();
    }
    void stop_soundly() {
        worker_->send(SIGTERM);
        EXPECT_EQ(worker_->wait().exit_code, 0);
        EXPECT_EQ(daybook({"verify"}).exit_code, 0);
    }

    /// What an order session does after an attack: with a venue that keeps the rules it trades.
    void expect_an_order_is_filled_once() {
        std::filesystem::create_directories(folder_.file("venue"));
        support::FixCounterparty const venue{
            port_, folder_.file("venue"), {"--fill=two", "--forgets-numbers"}};
        body_with("/v1/exchanges/VENUE", R"("session":"up")");
        HttpClient{http_port_}.post(
            "/v1/commands",
            R"({"commands":[{"command":"place_order","account_id":"a0","idempotency_key":"o1",)"
            R"("exchange":"VENUE","symbol":"BTC-USD","side":"BUY","type":"LIMIT",)"
            R"("time_in_force":"GTC","quantity_base":"7.00","price_quote":"100.50"}]})");
        EXPECT_THAT(body_with("/v1/accounts/a0/orders", R"("status":"FILLED")"),
                    testing::HasSubstr(R"("filled_base":"7")"));
        stop_soundly();
    }

    TemporaryFolder folder_;
    int const port_ = support::free_port();
    int http_port_ = 0;
    std::unique_ptr<DaybookProcess> worker_;
};

}  // namespace daybook::e2e
