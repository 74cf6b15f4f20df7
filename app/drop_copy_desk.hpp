#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "app/exchange_bookkeeper.hpp"
#include "app/exchange_inbox.hpp"
#include "app/exchange_orders.hpp"
#include "ports/outbound/storage.hpp"

namespace daybook::app {

/// Books what an exchange tells of orders that were placed elsewhere, on a thread of its own: it
/// listens, and sends nothing. Orders of ours that it tells of are booked like those.
///
/// Threads: safe, but for stop() and the destructor.
class DropCopyDesk {
  public:
    /// A session that only listens. Shape: as of ports::ExchangeGateway.
    struct Session {
        /// Throws: ports::ExchangeError.
        std::function<void(ports::ExchangeListener&)> start;
        std::function<void()> stop;
    };
    struct Outside {
        ports::Storage& storage;
        ports::CommandService& commands;
        ports::Clock& clock;
    };

    /// Begins the session; all of `outside` outlives the desk. Throws: ports::ExchangeError.
    DropCopyDesk(model::ExchangeCode exchange, Session session, Outside outside,
                 std::size_t reports_max = 100'000);
    /// Stops.
    ~DropCopyDesk();
    DropCopyDesk(DropCopyDesk const&) = delete;
    DropCopyDesk& operator=(DropCopyDesk const&) = delete;

    void stop();

  private:
    void work();
    void turn();
    void read_accounts();
    void keep_session();

    model::ExchangeCode exchange_;
    Session session_;
    Outside outside_;
    std::shared_ptr<ExchangeInbox> inbox_;
    std::unique_ptr<ports::UnitOfWork> unit_of_work_;
    std::unique_ptr<ports::BookSnapshots> snapshots_;
    ExchangeOrders orders_;
    ExchangeBookkeeper bookkeeper_;
    /// Of a desk that sends nothing: it has nothing to say.
    services::ExchangeDispatch nothing_sent_;
    bool has_session_ = false;
    model::Timestamp accounts_due_;
    model::Timestamp session_due_;
    std::thread thread_;
};

}  // namespace daybook::app
