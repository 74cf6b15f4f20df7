#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <map>
#include <random>
#include <sstream>
#include <thread>
#include <tuple>

#include "e2e/daybook_process.hpp"
#include "e2e/http_client.hpp"
#include "e2e/output_of.hpp"
#include "model/decimal.hpp"

namespace daybook::e2e {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::size_t resting_orders = 1'000;

/// Counts of 10^-8.
using Count = std::int64_t;

Count count_of(std::string const& text) {
    return static_cast<Count>(model::Decimal::parse(text).value().units() / 10'000'000'000);
}

std::string text_of(Count count) {
    return model::Decimal::from_units(model::Int128{count} * 10'000'000'000).to_string();
}

struct TapeTrade {
    Count price = 0;
    Count quantity = 0;
    bool taker_buys = false;
};

struct TestOrder {
    bool buys = true;
    Count limit = 0;
    Count quantity = 0;
};

/// Order, quantity, price.
using Fills = std::vector<std::tuple<std::size_t, std::string, std::string>>;

/// A day of real trades, which does not belong to the project; empty where it is not there.
std::string tape_file() {
    auto const file = std::filesystem::path{DAYBOOK_SOURCE_DIR} / ".." / "shared" / "data" /
                      "binance-xrpeth-2019-10-11" / "trades.csv.gz";
    return std::filesystem::exists(file) ? file.string() : std::string{};
}

/// Columns: ts_ms, agg_id, side_taker, price, qty, and others.
std::vector<TapeTrade> read_tape(std::string const& file) {
    std::vector<TapeTrade> trades;
    auto const lines = lines_of(output_of("zcat '" + file + "'"));
    for (std::size_t i = 1; i < lines.size(); ++i) {
        std::istringstream line{lines[i]};
        std::vector<std::string> values;
        for (std::string value; std::getline(line, value, ',');) values.push_back(value);
        trades.push_back({count_of(values.at(3)), count_of(values.at(4)), values.at(2) == "buy"});
    }
    return trades;
}

std::vector<TestOrder> orders_around(std::vector<TapeTrade> const& tape) {
    std::mt19937_64 random{11};
    std::vector<TestOrder> orders;
    for (std::size_t i = 0; i < resting_orders; ++i) {
        TestOrder order;
        order.buys = random() % 2 == 0;
        auto const price = tape[random() % tape.size()].price;
        order.limit = price + (order.buys ? -1 : 1) * static_cast<Count>(random() % (price / 50));
        order.quantity = static_cast<Count>(1 + random() % 2'000) * 100'000'000;
        orders.push_back(order);
    }
    return orders;
}

/// The fills of orders that all rest before the first trade: each trade goes to the side that its
/// taker came to, then to the other; to the better limit, then to the older order.
Fills expected_fills(std::vector<TapeTrade> const& tape, std::vector<TestOrder> const& orders) {
    Fills fills;
    std::vector<Count> left;
    for (auto const& order : orders) left.push_back(order.quantity);
    for (auto const& trade : tape) {
        std::vector<std::tuple<bool, Count, std::size_t>> queue;
        for (std::size_t i = 0; i < orders.size(); ++i) {
            auto const edge =
                orders[i].buys ? orders[i].limit - trade.price : trade.price - orders[i].limit;
            bool const is_rival = orders[i].buys == trade.taker_buys;
            if (left[i] > 0 && (edge > 0 || (edge == 0 && !is_rival))) {
                queue.emplace_back(is_rival, -edge, i);
            }
        }
        std::sort(queue.begin(), queue.end());
        auto quantity = trade.quantity;
        for (auto const& [is_rival, edge, i] : queue) {
            auto const given = std::min(quantity, left[i]);
            if (given == 0) break;
            fills.emplace_back(i, text_of(given), text_of(orders[i].limit));
            quantity -= given;
            left[i] -= given;
        }
    }
    return fills;
}

/// A worker with a paper exchange whose tape waits, and an account with what its orders need.
class PaperExchange {
  public:
    explicit PaperExchange(std::string const& tape, std::string const& line)
        : process_{{.arguments = {"worker",
                                  "--listen",
                                  "127.0.0.1:0",
                                  "--database",
                                  database(),
                                  "--exchange",
                                  "paper",
                                  "--paper-tape",
                                  tape,
                                  "--paper-symbol",
                                  "XRP-ETH",
                                  "--paper-columns",
                                  "ts_ms,price,qty,side_taker",
                                  "--paper-time",
                                  "milliseconds",
                                  "--paper-speed",
                                  "max",
                                  "--paper-hold",
                                  "--paper-line",
                                  line},
                    .variables = {},
                    .input = {},
                    .folder = folder_.path()}},
          client_{port_of(process_.wait_for_line("port="))} {
        command(R"({"command":"define_asset","asset":"ETH","display_decimals":8})");
        command(R"({"command":"define_asset","asset":"XRP","display_decimals":8})");
        command(R"({"command":"define_instrument","exchange":"PAPER","symbol":"XRP-ETH",)"
                R"("base_asset":"XRP","quote_asset":"ETH","price_increment_quote":"0.00000001",)"
                R"("quantity_increment_base":"0.00000001","maker_fee_rate":"0.001",)"
                R"("taker_fee_rate":"0.001"})");
        command(R"({"command":"open_account","account_id":"alpha","funding":"PREFUNDED",)"
                R"("cost_basis":"FIFO"})");
        command(R"({"command":"deposit","account_id":"alpha","idempotency_key":"d-1",)"
                R"("asset":"ETH","amount":"1000000"})");
        command(R"({"command":"deposit","account_id":"alpha","idempotency_key":"d-2",)"
                R"("asset":"XRP","amount":"2000000","exchange":"PAPER","symbol":"XRP-ETH",)"
                R"("cost_quote":"2800"})");
    }

    void place(std::vector<TestOrder> const& orders) {
        std::string all;
        for (std::size_t i = 0; i < orders.size(); ++i) {
            all += (i > 0 ? "," : "") +
                   (R"({"command":"place_order","account_id":"alpha","idempotency_key":")" +
                    std::to_string(i) + R"(","exchange":"PAPER","symbol":"XRP-ETH","side":")" +
                    (orders[i].buys ? "BUY" : "SELL") +
                    R"(","type":"LIMIT","time_in_force":"GTC","quantity_base":")" +
                    text_of(orders[i].quantity) + R"(","price_quote":")" +
                    text_of(orders[i].limit) + "\"}");
        }
        auto const answer = client_.post("/v1/commands", R"({"commands":[)" + all + "]}");
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.body.find("REFUSED"), std::string::npos);
    }

    void play() { EXPECT_EQ(client_.post("/v1/exchanges/PAPER/play", "{}").status, 202); }

    /// Waits until nothing is under way and the account has so many entries.
    void wait_for_entries(std::size_t entries) {
        auto const deadline = std::chrono::steady_clock::now() + std::chrono::minutes{4};
        auto const wanted = "\"last_seq\":" + std::to_string(entries) + ",";
        std::string account;
        std::string exchange;
        do {
            std::this_thread::yield();
            exchange = client_.get("/v1/exchanges/PAPER").body;
            account = client_.get("/v1/accounts/alpha").body;
            bool const is_idle = exchange.find(R"("requests_pending":0,"requests_unanswered":0,)"
                                               R"("reports_waiting":0)") != std::string::npos;
            if (is_idle && account.find(wanted) != std::string::npos) return;
        } while (std::chrono::steady_clock::now() < deadline);
        ADD_FAILURE() << "not " << wanted << " " << account << " " << exchange;
    }

    void stop() {
        process_.send(SIGTERM);
        EXPECT_EQ(process_.wait().exit_code, 0);
    }

    /// What was traded, in the book's order, by the keys of the orders; and when, in `times`.
    Fills fills(std::vector<std::string>& times) {
        std::map<std::string, std::size_t> numbers;
        for (auto const& line : lines_of(daybook({"show", "orders"}))) {
            auto const order = boost::json::parse(line).as_object();
            numbers[member(order, "id")] = std::stoul(member(order, "idempotency_key"));
        }
        Fills fills;
        for (auto const& line : lines_of(daybook({"show", "executions"}))) {
            auto const execution = boost::json::parse(line).as_object();
            if (member(execution, "exec_type") != "TRADE") continue;
            fills.emplace_back(numbers.at(member(execution, "order_id")),
                               member(execution, "last_quantity_base"),
                               member(execution, "last_price_quote"));
            times.push_back(member(execution, "occurred_at"));
        }
        return fills;
    }

    std::string daybook(std::vector<std::string> arguments) {
        arguments.insert(arguments.end(),
                         {"--json", "--account", "alpha", "--database", database()});
        auto const finished = run_daybook(folder_, std::move(arguments));
        EXPECT_EQ(finished.exit_code, 0) << finished.err;
        return finished.out;
    }

  private:
    static std::string member(boost::json::object const& object, char const* name) {
        return object.at(name).as_string().c_str();
    }
    [[nodiscard]] std::string database() const { return "sqlite:" + folder_.file("book.db"); }
    void command(std::string const& line) {
        auto const answer = client_.post("/v1/commands", R"({"commands":[)" + line + "]}");
        EXPECT_THAT(answer.body, HasSubstr(R"("status":"DONE")")) << line;
    }

    TemporaryFolder folder_;
    DaybookProcess process_;
    HttpClient client_;
};

/// Six commands, then each order with its acknowledgement and its fills; definitions are not of the
/// account.
std::size_t entries_for(Fills const& fills) { return 3 + 2 * resting_orders + fills.size(); }

TEST(PaperTapeFills, FillsAThousandRestingOrdersAsAnIndependentMatchingDoes) {
    auto const file = tape_file();
    if (file.empty()) GTEST_SKIP() << "the tape of XRP/ETH is not here";
    auto const tape = read_tape(file);
    auto const orders = orders_around(tape);
    auto const expected = expected_fills(tape, orders);
    ASSERT_GT(expected.size(), resting_orders);
    std::vector<std::string> times[2];
    for (auto& of_run : times) {
        PaperExchange exchange{file, "seed=5"};
        auto const start = std::chrono::steady_clock::now();
        exchange.place(orders);
        exchange.wait_for_entries(entries_for({}));
        auto const placed = std::chrono::steady_clock::now();
        exchange.play();
        exchange.wait_for_entries(entries_for(expected));
        auto const played = std::chrono::steady_clock::now();
        exchange.stop();
        EXPECT_EQ(exchange.fills(of_run), expected);
        EXPECT_THAT(exchange.daybook({"show", "discrepancies"}), IsEmpty());
        EXPECT_THAT(exchange.daybook({"verify"}), Not(IsEmpty()));
        std::chrono::duration<double> const to_place = placed - start;
        std::chrono::duration<double> const to_play = played - placed;
        std::cout << orders.size() << " orders acknowledged in " << to_place.count() << " s, "
                  << expected.size() << " fills of " << tape.size() << " trades booked in "
                  << to_play.count() << " s\n";
    }
    EXPECT_EQ(times[0], times[1]);
}

TEST(PaperTapeFills, OverABadLineLeavesNothingUnanswered) {
    auto const file = tape_file();
    if (file.empty()) GTEST_SKIP() << "the tape of XRP/ETH is not here";
    auto const tape = read_tape(file);
    auto const orders = orders_around(tape);
    PaperExchange exchange{file, "seed=5,lost=20,withheld=20,duplicate=100,reorder=50"};
    exchange.place(orders);
    exchange.wait_for_entries(entries_for({}));
    exchange.stop();
    EXPECT_THAT(exchange.daybook({"show", "discrepancies"}), IsEmpty());
    EXPECT_THAT(exchange.daybook({"verify"}), Not(IsEmpty()));
}

}  // namespace
}  // namespace daybook::e2e
