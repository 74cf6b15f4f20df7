#include "e2e/fix_floor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>
#include <utility>

#include "e2e/http_client.hpp"

namespace daybook::e2e {
namespace {

using testing::IsEmpty;

constexpr std::size_t accounts = 4;
constexpr auto patience = std::chrono::minutes{2};

std::vector<std::string> account_names() {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < accounts; ++i) names.push_back("a" + std::to_string(i));
    return names;
}

}  // namespace

FixFloor::FixFloor(Options options) : options_{std::move(options)} {
    options_.habits.emplace_back("--tells-untold");
    auto& database = options_.database;
    if (database.empty()) database = "sqlite:" + folder_.file("book.db");
    std::ofstream{folder_.file("venue.cfg")}
        << support::fix_settings_text(fix::FixRole::order_routing, port_, options_.settings);
    std::ofstream{folder_.file("record.txt")} << options_.record;
    start_venue();
    fleet_ = std::make_unique<WorkerFleet>(
        folder_, database, options_.workers,
        std::vector<std::string>{"--exchange", "fix", "--fix-config", folder_.file("venue.cfg"),
                                 "--data-folder", folder_.path()});
}

OrderFlow FixFloor::flow(std::size_t orders) {
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

void FixFloor::start_venue() {
    venue_.reset();
    venue_ = std::make_unique<support::FixCounterparty>(port_, folder_.path(), options_.habits);
}

void FixFloor::restart_venue_without_record() {
    venue_.reset();
    std::filesystem::remove(folder_.file("record.txt"));
    start_venue();
}

void FixFloor::send_with_a_kill(FlowSender& sender, std::size_t answers, bool kills_venue,
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

void FixFloor::send_with_a_kill_while_handing_over(FlowSender& sender) {
    auto const before = journal_size();
    std::thread killer{[&] {
        auto const deadline = std::chrono::steady_clock::now() + patience;
        // More than a heartbeat.
        while (journal_size() < before + 400 && std::chrono::steady_clock::now() < deadline) {
        }
        fleet_->kill(0);
    }};
    sender.send_to(fleet_->port(0));
    killer.join();
}

std::uintmax_t FixFloor::journal_size() const {
    std::error_code none;
    auto const size =
        std::filesystem::file_size(folder_.file("fix/FIX.4.4_DESK-_VENUE.journal"), none);
    return none ? 0 : size;
}

void FixFloor::wait_for(std::string const& target, std::string const& words) {
    auto const deadline = std::chrono::steady_clock::now() + patience;
    HttpClient client{fleet_->port(0)};
    bool found = false;
    while (!found && std::chrono::steady_clock::now() < deadline) {
        found = client.get(target).body.find(words) != std::string::npos;
    }
    EXPECT_TRUE(found) << target << " never said " << words;
}

std::string FixFloor::wait_until_idle() {
    auto const deadline = std::chrono::steady_clock::now() + patience;
    auto left = what_is_under_way();
    while (!left.empty() && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::yield();
        left = what_is_under_way();
    }
    return left;
}

void FixFloor::expect_books_to_agree(std::size_t orders) {
    auto const deadline = std::chrono::steady_clock::now() + patience;
    auto left = wait_until_idle();
    while (left.empty() && std::chrono::steady_clock::now() < deadline) {
        left = differences(venue_record().orders, sent_orders());
        if (left.empty()) break;
        // A report may still be under way that answers nothing.
        std::this_thread::yield();
        if (std::chrono::steady_clock::now() < deadline) left.clear();
    }
    EXPECT_THAT(left, IsEmpty());
    auto const record = venue_record();
    EXPECT_EQ(book().size(), orders);
    EXPECT_THAT(record.doubled, IsEmpty());
    for (auto const& [id, times] : record.placed) EXPECT_EQ(times, 1) << id;
}

void FixFloor::expect_a_sound_book() {
    for (auto const code : fleet_->stop()) EXPECT_EQ(code, 0);
    auto const verified = daybook({"verify"});
    EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
    for (auto const& account : account_names()) {
        EXPECT_THAT(
            daybook({"show", "discrepancies", "--json", "--state", "OPEN", "--account", account})
                .out,
            IsEmpty());
    }
}

Finished FixFloor::daybook(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--database", options_.database});
    return run_daybook(folder_, std::move(arguments));
}

OrderStories FixFloor::book() const {
    std::string orders;
    for (auto const& account : account_names()) {
        orders += daybook({"show", "orders", "--json", "--account", account}).out;
    }
    return read_book(daybook({"export", "--format", "ndjson"}).out, orders);
}

OrderStories FixFloor::sent_orders() const {
    auto stories = book();
    std::erase_if(stories, [](auto const& named) {
        auto const& story = named.second;
        return story.exchange_order_id.empty() && story.is_canceled;
    });
    return stories;
}

std::string FixFloor::what_is_under_way() {
    std::string all;
    for (std::size_t worker = 0; worker < fleet_->size(); ++worker) {
        all += HttpClient{fleet_->port(worker)}.get("/v1/exchanges/VENUE").body;
    }
    bool const is_idle = all.find(R"("session":"up")") != std::string::npos &&
                         all.find(R"("requests_pending":0,"requests_unanswered":0,)"
                                  R"("reports_waiting":0)") != std::string::npos;
    return is_idle ? std::string{} : all;
}

VenueRecord FixFloor::venue_record() const { return read_venue_record(folder_.file("record.txt")); }

}  // namespace daybook::e2e
