#include <gtest/gtest.h>

#include <csignal>
#include <memory>
#include <string>
#include <vector>

#include "e2e/daybook_process.hpp"
#include "e2e/http_client.hpp"
#include "support/raw_client.hpp"

namespace daybook::e2e {
namespace {

using support::get_text;
using support::RawClient;

constexpr std::size_t memory_bytes_max = 300 * 1024 * 1024;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool is_instrumented = true;
#else
constexpr bool is_instrumented = false;
#endif

std::string commands_of(int orders) {
    std::string lines =
        R"({"command":"define_asset","asset":"USD","display_decimals":2})"
        "\n"
        R"({"command":"define_asset","asset":"BTC","display_decimals":8})"
        "\n"
        R"({"command":"define_instrument","exchange":"PAPER","symbol":"BTC-USD",)"
        R"("base_asset":"BTC","quote_asset":"USD","price_increment_quote":"0.01",)"
        R"("quantity_increment_base":"0.001","maker_fee_rate":"0","taker_fee_rate":"0"})"
        "\n"
        R"({"command":"open_account","account_id":"alpha","funding":"MARGIN",)"
        R"("cost_basis":"FIFO"})"
        "\n";
    for (int i = 1; i <= orders; ++i) {
        lines += R"({"command":"place_order","account_id":"alpha","idempotency_key":"o-)" +
                 std::to_string(i) +
                 R"(","exchange":"PAPER","symbol":"BTC-USD","side":"BUY","type":"LIMIT",)"
                 R"("time_in_force":"GTC","quantity_base":"0.125","price_quote":"9.5"})"
                 "\n";
    }
    return lines;
}

/// How many lists of orders were answered so far. Throws where there is no such metric.
int orders_listed(HttpClient& client) {
    std::string const name =
        "daybook_http_requests_total{"
        R"(method="GET",route="/v1/accounts/{account}/orders",status="200"} )";
    auto const text = client.get("/metrics").body;
    return std::stoi(text.substr(text.find(name)).substr(name.size()));
}

/// A worker with an account of many orders, and clients that want to bring it down.
class AttackedWorker : public testing::Test {
  protected:
    explicit AttackedWorker(int orders = 1'000) : orders_{orders} {}

    void SetUp() override {
        auto const database = "sqlite:" + folder_.file("book.db");
        auto const applied =
            run_daybook(folder_, {"apply", "-", "--database", database}, commands_of(orders_));
        ASSERT_EQ(applied.exit_code, 0) << applied.err;
        worker_ = std::make_unique<DaybookProcess>(DaybookProcess::Options{
            .arguments = {"worker", "--listen", "127.0.0.1:0", "--database", database},
            .variables = {},
            .input = {},
            .folder = folder_.path()});
        port_ = port_of(worker_->wait_for_line("port="));
    }
    void TearDown() override {
        if (!is_instrumented) {
            EXPECT_LT(worker_->peak_memory_bytes(), memory_bytes_max);
        }
        worker_->send(SIGTERM);
        EXPECT_EQ(worker_->wait().exit_code, 0);
    }
    [[nodiscard]] std::unique_ptr<RawClient> connect(int receive_bytes) const {
        return std::make_unique<RawClient>(static_cast<std::uint16_t>(port_), receive_bytes);
    }

    int orders_;
    TemporaryFolder folder_;
    std::unique_ptr<DaybookProcess> worker_;
    int port_ = 0;
};

TEST_F(AttackedWorker, HoldsNoEndlessChunkHeaders) {
    std::string const begin =
        "POST /v1/commands HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        "Transfer-Encoding: chunked\r\n\r\n";
    std::string const junk(64 * 1024, 'x');
    for (auto const* endless : {"1;", "1\r\na\r\n0\r\nX: "}) {
        auto const client = connect(64 * 1024);
        client->send(begin + endless);
        for (int i = 0; i < 16 * 400 && client->send(junk); ++i) {
        }
        EXPECT_EQ(HttpClient{port_}.get("/healthz").status, 200);
    }
}

TEST_F(AttackedWorker, HoldsNoAnswersThatNobodyTakes) {
    std::string pages;
    for (int i = 0; i < 64; ++i) pages += get_text("/v1/accounts/alpha/orders?limit=1000");
    std::vector<std::unique_ptr<RawClient>> idlers;
    for (int i = 0; i < 60; ++i) {
        idlers.push_back(connect(4096));
        idlers.back()->send(pages);
    }
    HttpClient honest{port_};
    for (int i = 0; i < 50; ++i) {
        ASSERT_EQ(honest.get("/v1/accounts/alpha/orders?limit=1000").status, 200);
        ASSERT_EQ(honest.get("/v1/accounts/alpha/balances").status, 200);
    }
}

/// Reads of all orders take some time each.
class WorkerAskedForMuch : public AttackedWorker {
  protected:
    static constexpr int clients = 16;
    static constexpr int reads = clients * 64;

    WorkerAskedForMuch() : AttackedWorker{20'000} {}

    /// Connects clients that together ask for so many reads at one time.
    [[nodiscard]] std::vector<std::unique_ptr<RawClient>> ask_for_much() const {
        std::string scans;
        for (int i = 0; i < reads / clients; ++i) {
            scans += get_text("/v1/accounts/alpha/orders?status=FILLED&limit=1");
        }
        std::vector<std::unique_ptr<RawClient>> greedy;
        for (int i = 0; i < clients; ++i) {
            greedy.push_back(connect(64 * 1024));
            greedy.back()->send(scans);
        }
        return greedy;
    }
};

TEST_F(WorkerAskedForMuch, LetsNobodyElseWaitBehindIt) {
    HttpClient honest{port_};
    auto const greedy = ask_for_much();
    for (int i = 0; i < 20; ++i) {
        ASSERT_EQ(honest.get("/v1/accounts/alpha/balances").status, 200);
        ASSERT_EQ(honest.get("/v1/accounts/alpha/orders?limit=10").status, 200);
    }
    EXPECT_LT(orders_listed(honest), reads / 2);
}

TEST_F(WorkerAskedForMuch, ReadsNothingForThoseWhoHaveGone) {
    HttpClient honest{port_};
    for (auto const& client : ask_for_much()) {
        EXPECT_EQ(support::status_in(client->read_answer()), 200);
        client->reset();
    }
    // It waits its turn behind all that have not gone.
    ASSERT_EQ(honest.get("/v1/accounts/alpha/orders?status=FILLED&limit=1").status, 200);
    EXPECT_LT(orders_listed(honest), reads / 2);
}

}  // namespace
}  // namespace daybook::e2e
