#include <gtest/gtest.h>

#include <csignal>
#include <optional>
#include <string>

#include "e2e/daybook_process.hpp"
#include "e2e/http_client.hpp"
#include "support/browser.hpp"

namespace daybook::e2e {
namespace {

constexpr int listed_orders = 250;

/// Commands of an account that has many open orders, and figures with more decimals than people
/// want to see.
std::string commands() {
    std::string lines =
        R"({"command":"define_asset","asset":"USD","display_decimals":2})"
        "\n"
        R"({"command":"define_asset","asset":"BTC","display_decimals":8})"
        "\n"
        R"({"command":"define_instrument","exchange":"PAPER","symbol":"BTC-USD",)"
        R"("base_asset":"BTC","quote_asset":"USD","price_increment_quote":"0.0001",)"
        R"("quantity_increment_base":"0.000000000001","maker_fee_rate":"0.001",)"
        R"("taker_fee_rate":"0.002"})"
        "\n"
        R"({"command":"open_account","account_id":"alpha","funding":"MARGIN",)"
        R"("cost_basis":"FIFO"})"
        "\n"
        R"({"command":"deposit","account_id":"alpha","idempotency_key":"d-1","asset":"USD",)"
        R"("amount":"1234.567890123456789"})"
        "\n"
        R"({"command":"book_execution","account_id":"alpha",)"
        R"("order":{"exchange_order_id":"nobody's"},"exec_id":"x-1","exec_type":"TRADE",)"
        R"("last_quantity_base":"1","last_price_quote":"1"})"
        "\n";
    for (int i = 1; i <= listed_orders; ++i) {
        lines += R"({"command":"place_order","account_id":"alpha","idempotency_key":"o-)" +
                 std::to_string(i) +
                 R"(","exchange":"PAPER","symbol":"BTC-USD","side":"BUY","type":"LIMIT",)"
                 R"("time_in_force":"GTC","quantity_base":"0.123456789012","price_quote":"9.5"})"
                 "\n";
    }
    return lines;
}

/// A worker on the book of commands(), and a browser with its page.
class OperatorPageInABrowser : public testing::Test {
  protected:
    void SetUp() override {
        if (!support::Browser::is_installed()) {
            GTEST_SKIP() << "Debian's package chromium is not installed";
        }
        auto const database = "sqlite:" + folder_.file("book.db");
        // The report for nobody's order makes a discrepancy.
        auto const applied =
            run_daybook(folder_, {"apply", "-", "--database", database}, commands());
        ASSERT_EQ(applied.exit_code, 0) << applied.err;
        worker_.emplace(DaybookProcess::Options{
            .arguments = {"worker", "--listen", "127.0.0.1:0", "--database", database},
            .variables = {},
            .input = {},
            .folder = folder_.path()});
        port_ = port_of(worker_->wait_for_line("port="));
        browser_.emplace(folder_.path(), "http://127.0.0.1:" + std::to_string(port_) + "/");
        browser_->wait_until(table("Open orders") + " && " + rows("Open orders") + ".length > 0");
    }
    void TearDown() override {
        browser_.reset();
        if (!worker_) return;
        worker_->send(SIGTERM);
        EXPECT_EQ(worker_->wait().exit_code, 0);
    }

    static std::string table(std::string const& title) {
        return "document.querySelector('table[aria-label=\"" + title + "\"]')";
    }
    static std::string rows(std::string const& title) { return table(title) + ".tBodies[0].rows"; }
    /// The text of a cell.
    std::string cell(std::string const& title, int row, int column,
                     std::string const& member = "textContent") {
        return browser_->evaluate(rows(title) + "[" + std::to_string(row) + "].cells[" +
                                  std::to_string(column) + "]." + member);
    }
    std::string note(std::string const& title) {
        return browser_->evaluate(table(title) + ".closest('section').querySelector('.note')" +
                                  ".textContent");
    }
    void place_order(std::string const& key) {
        HttpClient client{port_};
        auto const answer = client.post(
            "/v1/commands",
            R"({"commands":[{"command":"place_order","account_id":"alpha","idempotency_key":")" +
                key +
                R"(","exchange":"PAPER","symbol":"BTC-USD","side":"BUY","type":"LIMIT",)"
                R"("time_in_force":"GTC","quantity_base":"2","price_quote":"9.5"}]})");
        EXPECT_EQ(answer.status, 200) << answer.body;
    }

    TemporaryFolder folder_;
    std::optional<DaybookProcess> worker_;
    int port_ = 0;
    std::optional<support::Browser> browser_;
};

TEST_F(OperatorPageInABrowser, ShowsTheNewestOrdersAndHowManyThereAre) {
    EXPECT_EQ(browser_->evaluate(rows("Open orders") + ".length"), "200");
    EXPECT_EQ(cell("Open orders", 0, 10), "o-250");
    EXPECT_EQ(cell("Open orders", 199, 10), "o-51");
    EXPECT_EQ(note("Open orders"), "the newest 200 of 250");
}

TEST_F(OperatorPageInABrowser, ShowsFiguresAsTheirAssetsAreShown) {
    EXPECT_EQ(cell("Balances", 0, 1), "1234.57");
    EXPECT_EQ(cell("Balances", 0, 1, "title"), "1234.567890123456789");
    EXPECT_EQ(cell("Balances", 0, 2), "0.00");
    EXPECT_EQ(cell("Balances", 0, 4), "-1234.57");
    EXPECT_EQ(cell("Open orders", 0, 5), "9.5000");
    EXPECT_EQ(cell("Open orders", 0, 6), "0.12345679");
    EXPECT_EQ(cell("Open orders", 0, 6, "title"), "0.123456789012");
    for (auto const& [text, decimals, shown] :
         std::initializer_list<std::tuple<char const*, int, char const*>>{
             {"0.995", 2, "1.00"},
             {"99.9949999", 2, "99.99"},
             {"-0.004", 2, "0.00"},
             {"-0.005", 2, "-0.01"},
             {"12.5", 0, "13"},
             {"7", 3, "7.000"},
             {"99999999999999999999.999999999999999999", 8, "100000000000000000000.00000000"}}) {
        EXPECT_EQ(browser_->evaluate("rounded('" + std::string{text} + "', " +
                                     std::to_string(decimals) + ")"),
                  shown);
    }
}

TEST_F(OperatorPageInABrowser, ShowsOpenDiscrepancies) {
    EXPECT_EQ(cell("Open discrepancies", 0, 1), "unknown_order");
    EXPECT_EQ(cell("Open discrepancies by kind", 0, 1), "1");
}

TEST_F(OperatorPageInABrowser, LeavesWhatIsReadWhereItIs) {
    // Somebody has scrolled to an order and selects its key.
    static_cast<void>(browser_->evaluate(
        "(() => { const line = [..." + rows("Open orders") +
        "].find(line => line.cells[10].textContent === 'o-200');"
        "window.line = line; line.scrollIntoView({block: 'center'});"
        "getSelection().selectAllChildren(line.cells[10]); window.scrolled = scrollY; })()"));
    ASSERT_EQ(browser_->evaluate("String(getSelection())"), "o-200");
    for (auto const* key : {"new-1", "new-2"}) {
        place_order(key);
        browser_->wait_until(rows("Open orders") + "[0].cells[10].textContent === '" + key + "'");
    }
    EXPECT_EQ(note("Open orders"), "the newest 200 of 252");
    EXPECT_EQ(browser_->evaluate("String(getSelection())"), "o-200");
    EXPECT_EQ(browser_->evaluate("window.line.isConnected"), "true");
    EXPECT_EQ(browser_->evaluate("window.scrolled > 0 && scrollY >= window.scrolled"), "true");
    EXPECT_EQ(browser_->evaluate(rows("Open orders") + ".length"), "200");
}

}  // namespace
}  // namespace daybook::e2e
