#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "model/strong_id.hpp"
#include "ports/inbound/command_service.hpp"
#include "ports/outbound/clock.hpp"
#include "ports/outbound/exchange_gateway.hpp"
#include "ports/outbound/storage.hpp"
#include "services/exchange_dispatch.hpp"

namespace daybook::app {

/// For how long a worker may speak to an exchange without asking the store again.
struct LeaseTiming {
    std::chrono::microseconds ttl{std::chrono::seconds{10}};
    /// The owner falls silent so long before its lease ends: what it has begun to send is out then.
    std::chrono::microseconds silence{std::chrono::seconds{2}};
};

/// How a worker deals with one exchange.
struct ExchangeDeskSettings {
    model::ExchangeCode exchange;
    /// The worker, by a name that no other has; see unique_owner_name().
    std::string owner;
    LeaseTiming lease;
    services::DispatchRules dispatch;
    /// How often requests of other processes are looked for, and accounts.
    std::chrono::microseconds poll_interval{std::chrono::milliseconds{250}};
    std::chrono::microseconds accounts_interval{std::chrono::seconds{2}};
    /// Before what failed is tried again: a session that cannot be begun, and the store.
    std::chrono::microseconds session_pause{std::chrono::seconds{5}};
    std::chrono::microseconds store_pause{std::chrono::milliseconds{200}};
    /// Reports that are not booked yet. More end the session until they are.
    std::size_t reports_max = 100'000;
    /// How many reports are booked at once.
    std::size_t batch_reports_max = 1'000;
    /// How many orders are asked to be canceled at once.
    std::size_t batch_cancels_max = 1'000;
    /// Of how many accounts the working orders are read at once.
    std::size_t walk_accounts_max = 100;
};

/// What a desk works with; all of it outlives the desk.
struct ExchangeOutside {
    ports::Storage& storage;
    ports::CommandService& commands;
    ports::Clock& clock;
    ports::ExchangeGateway& gateway;
};

/// Host, process, and a random number.
[[nodiscard]] std::string unique_owner_name();

}  // namespace daybook::app
