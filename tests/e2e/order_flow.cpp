#include "e2e/order_flow.hpp"

#include <random>
#include <stdexcept>

#include "e2e/daybook_process.hpp"

namespace daybook::e2e {
namespace {

/// The value of a string member of a line, with its quotes cut off; empty where there is none.
std::string member(std::string const& line, std::string const& name) {
    auto const key = "\"" + name + "\":\"";
    auto const at = line.find(key);
    if (at == std::string::npos) return {};
    auto const from = at + key.size();
    return line.substr(from, line.find('"', from) - from);
}

void cut(std::string& line, std::string const& name) {
    auto const key = "\"" + name + "\":\"";
    auto const at = line.find(key);
    if (at != std::string::npos) {
        auto const from = at + key.size();
        line.erase(from, line.find('"', from) - from);
    }
}

/// Writes the commands of one order.
class OrderWriter {
  public:
    OrderWriter(std::string account, std::size_t number, std::vector<std::string>& out)
        : account_{std::move(account)}, key_{"o" + std::to_string(number)}, out_{out} {}

    void place(bool buys, std::size_t quantity, std::string const& price) {
        out_.push_back("{\"command\":\"place_order\"," + account() + "\"idempotency_key\":\"" +
                       key_ + "\",\"exchange\":\"PAPER\",\"symbol\":\"ACME\",\"side\":\"" +
                       (buys ? "BUY" : "SELL") +
                       "\",\"type\":\"LIMIT\",\"time_in_force\":\"DAY\",\"quantity_base\":\"" +
                       std::to_string(quantity) + "\",\"price_quote\":\"" + price + "\"}");
        report("NEW", "");
    }
    void trade(std::size_t quantity, std::string const& price) {
        report("TRADE", ",\"last_quantity_base\":\"" + std::to_string(quantity) +
                            "\",\"last_price_quote\":\"" + price +
                            "\",\"fee\":{\"asset\":\"USD\",\"amount\":\"0.01\"}");
    }
    void cancel() {
        out_.push_back("{\"command\":\"cancel_order\"," + account() + order() + "}");
        report("CANCELED", "");
    }
    void report(std::string const& type, std::string const& more) {
        out_.push_back("{\"command\":\"book_execution\"," + account() + order() +
                       ",\"exec_id\":\"" + key_ + "-" + std::to_string(++reports_) +
                       "\",\"exec_type\":\"" + type + "\"" + more + "}");
    }

  private:
    std::string account() const {
        return "\"account_id\":\"" + account_ +
               "\",\"occurred_at\":\"2026-11-20T09:30:00.000001Z\",";
    }
    std::string order() const { return "\"order\":{\"idempotency_key\":\"" + key_ + "\"}"; }

    std::string account_;
    std::string key_;
    std::vector<std::string>& out_;
    int reports_ = 0;
};

}  // namespace

std::string OrderFlow::all() const {
    std::string text;
    for (auto const& line : definitions) text += line + "\n";
    for (auto const& [account, lines] : accounts) {
        for (auto const& line : lines) text += line + "\n";
    }
    return text;
}

std::size_t OrderFlow::size() const {
    auto count = definitions.size();
    for (auto const& [account, lines] : accounts) count += lines.size();
    return count;
}

OrderFlow make_order_flow(std::uint64_t seed, std::size_t accounts, std::size_t orders) {
    OrderFlow flow;
    flow.definitions = {
        R"({"command":"define_asset","asset":"USD","display_decimals":2})",
        R"({"command":"define_asset","asset":"ACME","display_decimals":0})",
        R"({"command":"define_instrument","exchange":"PAPER","symbol":"ACME","base_asset":"ACME",)"
        R"("quote_asset":"USD","price_increment_quote":"0.01","quantity_increment_base":"1",)"
        R"("maker_fee_rate":"0","taker_fee_rate":"0.001"})"};
    std::mt19937_64 random{seed};
    for (std::size_t a = 0; a < accounts; ++a) {
        auto const name = "desk-" + std::to_string(a);
        auto& lines = flow.accounts[name];
        lines.push_back("{\"command\":\"open_account\",\"account_id\":\"" + name +
                        "\",\"funding\":\"PREFUNDED\",\"cost_basis\":\"FIFO\"}");
        for (auto const& [asset, amount] : {std::pair{"USD", "100000000"}, {"ACME", "1000000"}}) {
            lines.push_back("{\"command\":\"deposit\",\"account_id\":\"" + name +
                            "\",\"idempotency_key\":\"in-" + asset + "\",\"asset\":\"" + asset +
                            "\",\"amount\":\"" + amount + "\"}");
        }
        for (std::size_t n = 0; n < orders; ++n) {
            OrderWriter order{name, n, lines};
            auto const quantity = 1 + random() % 100;
            auto const price = std::to_string(90 + random() % 20) + ".25";
            order.place(random() % 2 == 0, quantity, price);
            auto const filled = random() % (quantity + 1);
            if (filled > 0) order.trade(filled, price);
            if (filled == quantity) continue;
            if (random() % 3 == 0) {
                order.report("RESTATED",
                             ",\"quantity_base\":\"" + std::to_string(filled + 1) + "\"");
            }
            if (random() % 2 == 0) order.cancel();
        }
    }
    return flow;
}

OrderFlow split_by_account(std::vector<std::string> const& lines) {
    OrderFlow flow;
    for (auto const& line : lines) {
        auto const account = member(line, "account_id");
        (account.empty() ? flow.definitions : flow.accounts[account]).push_back(line);
    }
    return flow;
}

std::string comparable(std::string const& ndjson) {
    if (ndjson.empty()) throw std::invalid_argument{"an export without an entry"};
    std::string text;
    for (auto line : lines_of(ndjson)) {
        bool const is_of_the_book_itself = line.starts_with(R"({"book_id":)");
        if (is_of_the_book_itself || member(line, "kind") == "checkpoint") continue;
        if (member(line, "occurred_at") == member(line, "recorded_at")) cut(line, "occurred_at");
        for (auto const* name : {"recorded_at", "order_id", "hash"}) cut(line, name);
        text += line + "\n";
    }
    return text;
}

}  // namespace daybook::e2e
