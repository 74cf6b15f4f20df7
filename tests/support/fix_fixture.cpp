#include "support/fix_fixture.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <stdexcept>
#include <thread>
#include <utility>

namespace daybook::support {
namespace {

constexpr auto patience = std::chrono::seconds{30};

std::vector<std::string> options_of(int port, std::string const& folder,
                                    std::vector<std::string> options) {
    options.push_back("--port=" + std::to_string(port));
    options.push_back("--folder=" + folder);
    return options;
}

}  // namespace

std::string fix_text(std::string text) {
    std::ranges::replace(text, '|', '\x01');
    return text;
}

ports::ExchangeRequest sample_request(ports::ExchangeAction action, std::string const& id,
                                      std::string const& symbol) {
    ports::ExchangeRequest request;
    request.action = action;
    request.account_id = model::AccountId{"alpha"};
    request.client_order_id = ports::ClientOrderId{id};
    request.terms.instrument = {model::ExchangeCode{"VENUE"}, model::Symbol{symbol}};
    request.terms.quantity_base = model::Quantity{model::Decimal::parse("7.00").value()};
    request.terms.price_quote = model::Price{model::Decimal::parse("100.50").value()};
    request.requested_at = *model::Timestamp::parse("2026-11-21T09:30:00.123456Z");
    return request;
}

std::string fix_settings_text(fix::FixRole role, int port, std::string const& more,
                              std::string const& version) {
    auto const address = role == fix::FixRole::order_routing
                             ? "SocketConnectHost=127.0.0.1\nSocketConnectPort="
                             : "SocketAcceptPort=";
    return "[DEFAULT]\nStartDay=sunday\nStartTime=00:00:00\nEndDay=saturday\nEndTime=23:59:59\n"
           "ReconnectInterval=1\n[SESSION]\nBeginString=" +
           version + "\nSenderCompID=DESK\nTargetCompID=VENUE\nExchange=VENUE\n" +
           (address + std::to_string(port)) + "\n" + more;
}

FixCounterparty::FixCounterparty(int port, std::string const& folder,
                                 std::vector<std::string> options)
    : record_{folder + "/record.txt"},
      process_{DAYBOOK_FIX_ACCEPTOR, options_of(port, folder, std::move(options))} {
    process_.wait_for_line("ready");
}

std::vector<std::string> FixCounterparty::recorded(std::string const& kind) const {
    std::ifstream file{record_};
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with(kind + " ")) lines.push_back(line);
    }
    return lines;
}

std::vector<std::string> FixCounterparty::wait_for_recorded(std::string const& kind,
                                                            std::size_t count) const {
    auto const deadline = std::chrono::steady_clock::now() + patience;
    auto lines = recorded(kind);
    while (lines.size() < count) {
        if (std::chrono::steady_clock::now() > deadline) {
            throw std::runtime_error{"only " + std::to_string(lines.size()) + " of " + kind};
        }
        std::this_thread::yield();
        lines = recorded(kind);
    }
    return lines;
}

void FixRecordingListener::on_report(ports::ExchangeReport report, std::function<void()> durable) {
    if (!withholds_) durable();
    std::lock_guard const lock{mutex_};
    reports_.push_back(std::move(report));
    durable_.push_back(std::move(durable));
    changed_.notify_all();
}

void FixRecordingListener::on_session(ports::SessionState state, std::string const& reason) {
    std::lock_guard const lock{mutex_};
    states_.push_back(state);
    reason_ = reason;
    changed_.notify_all();
}

std::vector<ports::ExchangeReport> FixRecordingListener::wait_for_reports(std::size_t count) {
    std::unique_lock lock{mutex_};
    if (!changed_.wait_for(lock, patience, [&] { return reports_.size() >= count; })) {
        throw std::runtime_error{"only " + std::to_string(reports_.size()) + " reports came"};
    }
    return reports_;
}

ports::ExchangeReport FixRecordingListener::wait_for_report_on(std::string const& client_order_id) {
    std::unique_lock lock{mutex_};
    ports::ClientOrderId const id{client_order_id};
    auto found = reports_.end();
    auto const is_there = [&] {
        found = std::ranges::find(reports_, id, &ports::ExchangeReport::client_order_id);
        return found != reports_.end();
    };
    if (!changed_.wait_for(lock, patience, is_there)) {
        throw std::runtime_error{"no report named " + client_order_id};
    }
    return *found;
}

void FixRecordingListener::wait_for_state(ports::SessionState state) {
    std::unique_lock lock{mutex_};
    auto const is_there = [&] { return !states_.empty() && states_.back() == state; };
    if (!changed_.wait_for(lock, patience, is_there)) {
        throw std::runtime_error{"the session did not get there: " + reason_};
    }
}

std::vector<ports::SessionState> FixRecordingListener::states() {
    std::lock_guard const lock{mutex_};
    return states_;
}

std::string FixRecordingListener::last_reason() {
    std::lock_guard const lock{mutex_};
    return reason_;
}

void FixRecordingListener::make_durable(std::size_t report) {
    std::function<void()> durable;
    {
        std::lock_guard const lock{mutex_};
        durable = durable_.at(report);
    }
    durable();
}

}  // namespace daybook::support
