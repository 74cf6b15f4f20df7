#include "e2e/fix_desk.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <utility>

namespace daybook::e2e {
namespace {

namespace json = boost::json;

constexpr auto patience = std::chrono::minutes{1};

constexpr std::string_view assets =
    R"({"command":"define_asset","asset":"USD","display_decimals":2}
{"command":"define_asset","asset":"EUR","display_decimals":2}
{"command":"define_asset","asset":"ACME","display_decimals":2}
)";

std::string definition_of(std::string const& symbol, std::string const& more) {
    return R"({"command":"define_instrument","exchange":"VENUE","symbol":")" + symbol +
           R"(","base_asset":"ACME","quote_asset":"USD","price_increment_quote":"0.01",)"
           R"("quantity_increment_base":"0.01")" +
           more + "}\n";
}

std::string text_of(json::object const& object, char const* name) {
    auto const* value = object.if_contains(name);
    return value == nullptr || value->is_null() ? std::string{} : value->as_string().c_str();
}

json::array items_of(std::string const& body) {
    return json::parse(body).as_object().at("items").as_array();
}

/// The fields of `8=FIX.4.4|9=...|`; the first of those that repeat.
std::map<int, std::string> fields_of(std::string const& text) {
    std::map<int, std::string> fields;
    std::istringstream in{text};
    for (std::string field; std::getline(in, field, '|');) {
        auto const equals = field.find('=');
        if (equals == std::string::npos) continue;
        fields.emplace(std::stoi(field.substr(0, equals)), field.substr(equals + 1));
    }
    return fields;
}

}  // namespace

FixDesk::FixDesk(fix::FixRole role, std::string version)
    : role_{role}, version_{std::move(version)} {
    std::filesystem::create_directories(folder_.file("venue"));
    bool const copies = role_ == fix::FixRole::drop_copy;
    std::ofstream{folder_.file("session.cfg")}
        << support::fix_settings_text(role_, port_, copies ? "Account=house\n" : "", version_);
    auto const defined =
        run_daybook(folder_, {"apply", "-", "--database", "sqlite:" + folder_.file("book.db")},
                    std::string{assets} + definition_of("SHARE", "") +
                        definition_of("OIL", R"(,"negative_prices":true)"));
    EXPECT_EQ(defined.exit_code, 0) << defined.out << defined.err;
    std::vector<std::string> options{"--scripted", "--version=" + version_};
    if (copies) options.emplace_back("--connects");
    venue_ = std::make_unique<support::FixCounterparty>(port_, folder_.file("venue"),
                                                        std::move(options));
    start();
}

void FixDesk::start() {
    auto const* flag = role_ == fix::FixRole::drop_copy ? "--drop-copy" : "--fix-config";
    std::vector<std::string> arguments{"worker",
                                       "--listen",
                                       "127.0.0.1:0",
                                       "--database",
                                       "sqlite:" + folder_.file("book.db"),
                                       flag,
                                       folder_.file("session.cfg"),
                                       "--data-folder",
                                       folder_.path()};
    if (role_ == fix::FixRole::order_routing) {
        arguments.insert(arguments.end(), {"--exchange", "fix"});
    }
    worker_ = std::make_unique<DaybookProcess>(DaybookProcess::Options{
        .arguments = std::move(arguments), .variables = {}, .input = {}, .folder = folder_.path()});
    client_ = std::make_unique<HttpClient>(port_of(worker_->wait_for_line("port=")));
    venue_->process().wait_for_line("logon");
    wait_until_booked();
}

void FixDesk::stop() {
    client_.reset();
    worker_->send(SIGTERM);
    EXPECT_EQ(worker_->wait().exit_code, 0);
    worker_.reset();
    venue_->process().wait_for_line("logout");
    told_ = 0;
}

std::string FixDesk::said(std::string const& command) {
    auto const body = client_->post("/v1/commands", R"({"commands":[)" + command + "]}").body;
    auto const answer = json::parse(body).at("answers").as_array().at(0).as_object();
    auto words = text_of(answer, "status");
    for (auto const* more : {"refusal", "discrepancy"}) {
        if (auto const text = text_of(answer, more); !text.empty()) words += " " + text;
    }
    return words;
}

void FixDesk::open(std::string const& account) {
    auto const id = R"(","account_id":")" + account;
    EXPECT_EQ(said(R"({"command":"open_account)" + id +
                   R"(","funding":"PREFUNDED","cost_basis":"FIFO"})"),
              "DONE");
    EXPECT_EQ(said(R"({"command":"deposit)" + id +
                   R"(","idempotency_key":"usd","asset":"USD","amount":"1000"})"),
              "DONE");
    EXPECT_EQ(said(R"({"command":"deposit)" + id +
                   R"(","idempotency_key":"acme","asset":"ACME","amount":"100"})"),
              "DONE");
}

void FixDesk::tell(std::string const& type, std::string const& body) {
    venue_->process().tell("send " + type + " " + body);
    ++told_;
    wait_until_booked();
}

void FixDesk::tell_nobody(std::string const& type, std::string const& body) {
    venue_->process().tell("send " + type + " " + body);
    venue_->process().wait_for_line("sent " + type);
    ++told_;
}

/// Of a drop copy nothing counts what is booked: an order that is told after it is.
void FixDesk::wait_until_booked() {
    bool const copies = role_ == fix::FixRole::drop_copy;
    std::string target = "/metrics";
    std::string words =
        "daybook_exchange_reports_booked_total{exchange=\"VENUE\"} " + std::to_string(told_) + "\n";
    if (copies) {
        auto const mark = "MARK" + std::to_string(++marks_);
        venue_->process().tell("send 8 37=" + mark + "|17=" + mark +
                               "|150=0|39=0|1=marks|55=SHARE|54=1|38=1|40=2|44=1|59=1|14=0|151=1");
        target = "/v1/accounts/marks/orders?order=newest&limit=1";
        words = R"("exchange_order_id":")" + mark + "\"";
    }
    auto const deadline = std::chrono::steady_clock::now() + patience;
    while (get(target).find(words) == std::string::npos) {
        if (std::chrono::steady_clock::now() > deadline) {
            throw std::runtime_error{"not booked: " + words + get(target)};
        }
        std::this_thread::yield();
    }
}

std::map<int, std::string> FixDesk::wait_for(std::string const& type) {
    venue_->process().wait_for_line("got " + type + " ");
    return fields_of(venue_->process().wait_for_line("wire ").substr(5));
}

std::string FixDesk::standing(std::string const& account) {
    auto const begin = "/v1/accounts/" + account;
    auto const orders = items_of(get(begin + "/orders?order=newest&limit=1"));
    std::string text = "no order";
    if (!orders.empty()) {
        auto const& order = orders.at(0).as_object();
        text = text_of(order, "status") + " " + text_of(order, "filled_base") + " " +
               text_of(order, "leaves_base");
    }
    for (auto const& item : items_of(get(begin + "/balances"))) {
        auto const& balance = item.as_object();
        auto const held = text_of(balance, "held");
        if (held != "0") text += ", held " + held + " " + text_of(balance, "asset");
    }
    for (auto const& item : items_of(get(begin + "/discrepancies"))) {
        auto const& discrepancy = item.as_object();
        if (text_of(discrepancy, "state") == "OPEN") text += ", " + text_of(discrepancy, "kind");
    }
    return text;
}

std::string FixDesk::discrepancies(std::string const& account) {
    std::string text;
    for (auto const& item : items_of(get("/v1/accounts/" + account + "/discrepancies"))) {
        auto const& discrepancy = item.as_object();
        text += std::to_string(discrepancy.at("discrepancy").to_number<std::uint64_t>()) + " " +
                text_of(discrepancy, "kind") + " " + text_of(discrepancy, "state") + ": " +
                text_of(discrepancy, "detail") + "\n";
    }
    return text;
}

std::string FixDesk::faults() {
    stop();
    auto const verified =
        run_daybook(folder_, {"verify", "--database", "sqlite:" + folder_.file("book.db")});
    return verified.exit_code == 0 ? std::string{} : verified.out + verified.err;
}

}  // namespace daybook::e2e
