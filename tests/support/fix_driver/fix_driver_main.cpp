#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <sstream>
#include <string>
#include <unordered_map>
#include <vector>

#include "fix/fix_gateway.hpp"
#include "model/names.hpp"

namespace daybook::fix_driver {
namespace {

using Clock = std::chrono::steady_clock;

/// Says what it hears on stdout; with `withholds` no report ever becomes durable.
class SpeakingListener : public ports::ExchangeListener {
  public:
    explicit SpeakingListener(bool withholds) : withholds_{withholds} {}

    void on_report(ports::ExchangeReport report, std::function<void()> durable) override {
        auto const& booking = report.report;
        std::cout << "report " << model::name_of(booking.exec_type) << " "
                  << booking.exec_id.value() << " "
                  << report.client_order_id.value_or(ports::ClientOrderId{"-"}).value()
                  << std::endl;
        if (!withholds_) durable();
    }
    void on_session(ports::SessionState state, std::string const& reason) override {
        static constexpr std::string_view names[] = {"down", "synchronizing", "up"};
        std::cout << "state " << names[static_cast<int>(state)] << " " << reason << std::endl;
    }

  private:
    bool const withholds_;
};

/// Times the first report on each order.
class TimingListener : public ports::ExchangeListener {
  public:
    void on_report(ports::ExchangeReport report, std::function<void()> durable) override {
        durable();
        std::lock_guard const lock{mutex_};
        if (!report.client_order_id) return;
        auto const sent = sent_.find(report.client_order_id->value());
        if (sent == sent_.end()) return;
        latencies_.push_back(Clock::now() - sent->second);
        sent_.erase(sent);
        changed_.notify_all();
    }
    void on_session(ports::SessionState state, std::string const&) override {
        std::lock_guard const lock{mutex_};
        is_up_ = state == ports::SessionState::up;
        changed_.notify_all();
    }
    void wait_until_up() {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [this] { return is_up_; });
    }
    void is_sending(std::string const& id) {
        std::lock_guard const lock{mutex_};
        sent_[id] = Clock::now();
    }
    std::vector<Clock::duration> wait_for(std::size_t count) {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return latencies_.size() >= count; });
        return std::exchange(latencies_, {});
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_up_ = false;
    std::unordered_map<std::string, Clock::time_point> sent_;
    std::vector<Clock::duration> latencies_;
};

model::Decimal decimal(std::string const& text) { return model::Decimal::parse(text).value(); }

ports::ExchangeRequest order(std::string const& id, std::string const& symbol,
                             std::string const& quantity, std::string const& price) {
    ports::ExchangeRequest request;
    request.account_id = model::AccountId{"alpha"};
    request.client_order_id = ports::ClientOrderId{id};
    request.terms.instrument = {model::ExchangeCode{"VENUE"}, model::Symbol{symbol}};
    request.terms.quantity_base = model::Quantity{decimal(quantity)};
    request.terms.price_quote = model::Price{decimal(price)};
    request.requested_at = model::Timestamp::from_micros(1'764'000'000'000'000);
    return request;
}

/// Commands on stdin: `place ID SYMBOL QUANTITY PRICE`, `stop`.
void obey(ports::ExchangeGateway& gateway) {
    std::string line;
    while (std::getline(std::cin, line) && line != "stop") {
        std::istringstream words{line};
        std::string command;
        std::string id;
        std::string symbol;
        std::string quantity;
        std::string price;
        words >> command >> id >> symbol >> quantity >> price;
        auto const handed = gateway.send(order(id, symbol, quantity, price));
        std::cout << (handed == ports::ExchangeGateway::Handed::over ? "over " : "refused ") << id
                  << std::endl;
    }
}

double micros(Clock::duration time) {
    return std::chrono::duration<double, std::micro>{time}.count();
}

/// Orders in flight at once, and how many altogether.
void measure(ports::ExchangeGateway& gateway, TimingListener& listener, std::size_t count,
             std::size_t in_flight) {
    auto const tag = std::to_string(::getpid()) + "-" + std::to_string(in_flight) + "-";
    std::vector<Clock::duration> latencies;
    auto const start = Clock::now();
    for (std::size_t sent = 0; sent < count; sent += in_flight) {
        for (std::size_t i = 0; i < in_flight; ++i) {
            auto const id = tag + std::to_string(sent + i);
            listener.is_sending(id);
            if (gateway.send(order(id, "BTC-USD", "1", "100")) !=
                ports::ExchangeGateway::Handed::over) {
                throw ports::ExchangeError{"not connected"};
            }
        }
        auto const answered = listener.wait_for(in_flight);
        latencies.insert(latencies.end(), answered.begin(), answered.end());
    }
    auto const seconds = std::chrono::duration<double>{Clock::now() - start}.count();
    std::ranges::sort(latencies);
    std::cout << "in_flight=" << in_flight << " orders=" << latencies.size() << " orders_per_s="
              << static_cast<long>(static_cast<double>(latencies.size()) / seconds)
              << " p50_us=" << micros(latencies[latencies.size() / 2])
              << " p99_us=" << micros(latencies[latencies.size() * 99 / 100]) << std::endl;
}

int run(std::vector<std::string> const& words) {
    if (words.size() < 3) {
        std::cerr << "usage: daybook_fix_driver SETTINGS FOLDER durable|withheld|measure\n";
        return 2;
    }
    fix::FixGateway gateway{fix::load_fix_settings(words[0], fix::FixRole::order_routing),
                            words[1]};
    if (words[2] == "measure") {
        TimingListener listener;
        gateway.start(listener, 1);
        listener.wait_until_up();
        measure(gateway, listener, 2'000, 1);
        measure(gateway, listener, 20'000, 100);
        measure(gateway, listener, 20'000, 1'000);
        gateway.stop();
        return 0;
    }
    SpeakingListener listener{words[2] == "withheld"};
    gateway.start(listener, 1);
    obey(gateway);
    gateway.stop();
    return 0;
}

}  // namespace
}  // namespace daybook::fix_driver

int main(int count, char** arguments) {
    ::signal(SIGPIPE, SIG_IGN);
    try {
        return daybook::fix_driver::run({arguments + 1, arguments + count});
    } catch (std::exception const& error) {
        std::cerr << error.what() << "\n";
        return 1;
    }
}
