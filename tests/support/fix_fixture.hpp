#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "fix/fix_settings.hpp"
#include "ports/outbound/exchange_gateway.hpp"
#include "support/fix_child_process.hpp"

namespace daybook::support {

/// A FIX message written with `|` for the separator.
[[nodiscard]] std::string fix_text(std::string text);

/// An order's request: LIMIT BUY of 7.00 at 100.50 of VENUE, account alpha.
[[nodiscard]] ports::ExchangeRequest sample_request(ports::ExchangeAction action,
                                                    std::string const& id,
                                                    std::string const& symbol = "BTC-USD");

/// The settings of a session with the counterparty of daybook_fix_acceptor, and `more` lines.
[[nodiscard]] std::string fix_settings_text(fix::FixRole role, int port,
                                            std::string const& more = "",
                                            std::string const& version = "FIX.4.4");

/// daybook_fix_acceptor with these options, in a folder, as VENUE.
class FixCounterparty {
  public:
    FixCounterparty(int port, std::string const& folder, std::vector<std::string> options = {});

    [[nodiscard]] FixChildProcess& process() { return process_; }
    /// The lines of its own record that begin with `kind`.
    [[nodiscard]] std::vector<std::string> recorded(std::string const& kind) const;
    /// The same, as soon as there are this many. Throws: std::runtime_error after half a minute.
    [[nodiscard]] std::vector<std::string> wait_for_recorded(std::string const& kind,
                                                             std::size_t count) const;

  private:
    std::string record_;
    FixChildProcess process_;
};

/// Keeps what it hears; reports become durable at once, or when they are released.
class FixRecordingListener : public ports::ExchangeListener {
  public:
    explicit FixRecordingListener(bool withholds = false) : withholds_{withholds} {}

    void on_report(ports::ExchangeReport report, std::function<void()> durable) override;
    void on_session(ports::SessionState state, std::string const& reason) override;

    /// Waits until there are this many reports, and returns them all.
    /// Throws: std::runtime_error after half a minute.
    std::vector<ports::ExchangeReport> wait_for_reports(std::size_t count);
    /// Waits for a report that names this request, and returns the first.
    ports::ExchangeReport wait_for_report_on(std::string const& client_order_id);
    void wait_for_state(ports::SessionState state);
    /// Every state that was told, in order, and the reason of the last.
    std::vector<ports::SessionState> states();
    std::string last_reason();
    /// The report's callback is called now. Shape: reports count from 0.
    void make_durable(std::size_t report);

  private:
    bool const withholds_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<ports::ExchangeReport> reports_;
    std::vector<std::function<void()>> durable_;
    std::vector<ports::SessionState> states_;
    std::string reason_;
};

}  // namespace daybook::support
