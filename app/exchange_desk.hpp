#pragma once

#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <thread>

#include "app/exchange_desk_settings.hpp"
#include "app/exchange_dispatcher.hpp"
#include "app/exchange_inbox.hpp"
#include "ports/inbound/exchange_control.hpp"

namespace daybook::app {

/// Speaks to one exchange, on a thread of its own, while this worker is the one that does; waits
/// for that otherwise. See ExchangeDispatcher for what it does.
///
/// Threads: safe, but for stop() and the destructor.
class ExchangeDesk {
  public:
    /// From when it returns, orders go to the exchange. Throws: StorageError.
    ExchangeDesk(ExchangeDeskSettings settings, ExchangeOutside outside);
    /// Stops.
    ~ExchangeDesk();
    ExchangeDesk(ExchangeDesk const&) = delete;
    ExchangeDesk& operator=(ExchangeDesk const&) = delete;

    /// Tells that requests may have been committed for these accounts; never blocks.
    void wake(std::span<model::AccountId const> accounts);
    [[nodiscard]] model::ExchangeCode const& exchange() const { return exchange_; }
    [[nodiscard]] ports::ExchangeStatus status() const;

    /// As ports::ExchangeControl.
    void ask(ports::ExchangeWish wish, ports::ExchangeControl::Done done);

    /// Ends the session and gives the lease back. What is reported after that is told again to
    /// whoever has the lease next.
    void stop();

  private:
    void work();
    void keep_status();

    model::ExchangeCode exchange_;
    ports::Clock& clock_;
    std::shared_ptr<ExchangeInbox> inbox_;
    ExchangeDispatcher dispatcher_;
    mutable std::mutex mutex_;
    ports::ExchangeStatus status_;
    std::thread thread_;
};

}  // namespace daybook::app
