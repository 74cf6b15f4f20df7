#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "app/drop_copy_desk.hpp"
#include "app/exchange_configuration.hpp"
#include "app/exchange_desks.hpp"
#include "app/no_exchanges.hpp"
#include "app/paper_session.hpp"
#include "fix/fix_drop_copy.hpp"
#include "ports/inbound/command_service.hpp"
#include "ports/outbound/clock.hpp"
#include "ports/outbound/exchange_gateway.hpp"
#include "ports/outbound/storage.hpp"

namespace daybook::app {

/// The exchanges that a worker speaks to, and whoever brings them and the book together.
///
/// Threads: wake() from any; the others from one.
class WorkerExchanges {
  public:
    /// Throws: Failure with configuration_wrong for a settings file or a tape that is none.
    WorkerExchanges(ExchangeConfiguration const& configuration, ports::Storage& storage,
                    ports::Clock& clock);
    /// Stops.
    ~WorkerExchanges();
    WorkerExchanges(WorkerExchanges const&) = delete;
    WorkerExchanges& operator=(WorkerExchanges const&) = delete;

    /// From when it returns, orders go to the exchange. Called once; `commands` outlives stop().
    /// Throws: StorageError; Failure where a session cannot be had: address_unavailable where that
    /// may pass, else configuration_wrong.
    void start(ports::CommandService& commands);
    /// Ends the sessions, and returns when nothing of them is under way any more.
    void stop();
    /// Tells that requests may have been committed for these accounts; never blocks.
    void wake(std::span<model::AccountId const> accounts) const;

    /// Shape: after start().
    [[nodiscard]] ports::ExchangeControl& control();
    [[nodiscard]] ports::MarketControl& market();
    /// How often the drop copy's session had to be begun anew; nullopt where there is none.
    [[nodiscard]] std::optional<std::uint64_t> drop_copy_restarts() const;

  private:
    void make_gateway(ExchangeConfiguration const& configuration);
    void make_drop_copy(ExchangeConfiguration const& configuration);
    void start_drop_copy(ports::CommandService& commands);

    ports::Storage& storage_;
    ports::Clock& clock_;
    NoExchanges none_;
    /// The one that orders are sent to.
    std::optional<model::ExchangeCode> exchange_;
    std::unique_ptr<ports::ExchangeGateway> gateway_;
    /// The same where it plays a market.
    PaperSession* paper_ = nullptr;
    std::optional<model::ExchangeCode> copied_exchange_;
    std::unique_ptr<fix::FixDropCopy> drop_copy_;
    std::unique_ptr<ExchangeDesks> desks_;
    std::atomic<ExchangeDesks const*> awake_{nullptr};
    std::unique_ptr<DropCopyDesk> drop_copy_desk_;
};

}  // namespace daybook::app
