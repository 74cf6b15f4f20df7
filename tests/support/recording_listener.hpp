#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "ports/outbound/exchange_gateway.hpp"

namespace daybook::support {

/// Keeps what a gateway tells. Threads: safe.
class RecordingListener final : public ports::ExchangeListener {
  public:
    struct Heard {
        ports::ExchangeReport report;
        std::function<void()> durable;
    };

    /// Whether reports become durable at once.
    explicit RecordingListener(bool confirms = true) : confirms_{confirms} {}

    /// Called with every report, on the gateway's thread. Set before the gateway starts.
    std::function<void(ports::ExchangeReport const&)> react;

    void on_report(ports::ExchangeReport report, std::function<void()> durable) override {
        if (react) react(report);
        if (confirms_) durable();
        std::lock_guard const lock{mutex_};
        heard_.push_back({std::move(report), std::move(durable)});
        changed_.notify_all();
    }
    void on_session(ports::SessionState state, std::string const& reason) override {
        std::lock_guard const lock{mutex_};
        sessions_.emplace_back(state, reason);
        changed_.notify_all();
    }

    /// What was heard since the last call.
    [[nodiscard]] std::vector<Heard> take() {
        std::lock_guard const lock{mutex_};
        return std::exchange(heard_, {});
    }
    /// The same without what makes it durable.
    [[nodiscard]] std::vector<ports::ExchangeReport> take_reports() {
        std::vector<ports::ExchangeReport> reports;
        for (auto& heard : take()) reports.push_back(std::move(heard.report));
        return reports;
    }
    void wait_for_reports(std::size_t count) {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return heard_.size() >= count; });
    }
    void wait_for(ports::SessionState state) {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return !sessions_.empty() && sessions_.back().first == state; });
    }
    [[nodiscard]] std::vector<std::pair<ports::SessionState, std::string>> sessions() {
        std::lock_guard const lock{mutex_};
        return sessions_;
    }

  private:
    bool const confirms_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Heard> heard_;
    std::vector<std::pair<ports::SessionState, std::string>> sessions_;
};

}  // namespace daybook::support
