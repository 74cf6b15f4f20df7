#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/account.hpp"
#include "model/balance.hpp"
#include "model/discrepancy.hpp"
#include "model/entry.hpp"
#include "model/exchange_request.hpp"
#include "model/execution.hpp"
#include "model/instrument.hpp"
#include "model/order.hpp"
#include "model/position.hpp"
#include "ports/outbound/exchange_lease_repository.hpp"

namespace daybook::memory {

struct MemoryPosition {
    model::PositionState state;
    std::map<std::uint64_t, model::Lot> lots;
};

/// How an order's execution is called, and the entry that booked it.
struct MemoryExecutionName {
    model::ExecId exec_id;
    std::uint64_t entry_seq = 0;
};

/// Everything that belongs to one account.
struct MemoryAccount {
    model::AccountId id;
    /// Empty until the account is added.
    std::optional<model::Account> account;

    std::map<std::uint64_t, model::Entry> entries;
    /// The keys are those of the entries themselves.
    std::unordered_map<std::string_view, std::uint64_t> entry_of_key;

    std::map<model::OrderId, model::Order> orders;
    std::set<std::pair<model::ExchangeOrderId, model::OrderId>> exchange_order_ids;
    /// Those that orders had before.
    std::set<std::pair<model::ExchangeOrderId, model::OrderId>> earlier_names;

    std::map<std::uint64_t, model::Execution> executions;
    /// Of each order by exec_id.
    std::unordered_map<model::OrderId, std::vector<MemoryExecutionName>> executions_of_order;

    std::map<model::AssetCode, model::Balance> balances;
    std::map<model::InstrumentKey, MemoryPosition> positions;

    std::map<std::uint64_t, model::Discrepancy> discrepancies;
    /// The payloads are those of the discrepancies themselves.
    std::unordered_multimap<std::string_view, std::uint64_t> discrepancy_of_payload;

    std::map<std::uint64_t, model::OutboxRequest> requests;
    /// Those that are not ANSWERED.
    std::set<std::uint64_t> unanswered_requests;
    std::set<std::pair<model::OrderId, std::uint64_t>> requests_of_order;
};

/// A whole book as maps. References to what they hold stay valid until it is erased.
struct MemoryBook {
    std::map<model::AssetCode, model::Asset> assets;
    std::map<model::InstrumentKey, model::Instrument> instruments;
    std::map<model::AccountId, MemoryAccount> accounts;
    std::map<model::ExchangeCode, ports::ExchangeLease> exchange_leases;
};

}  // namespace daybook::memory
