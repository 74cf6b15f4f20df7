#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/account.hpp"
#include "model/balance.hpp"
#include "model/discrepancy.hpp"
#include "model/entry.hpp"
#include "model/execution.hpp"
#include "model/instrument.hpp"
#include "model/order.hpp"
#include "model/position.hpp"

namespace daybook::memory {

/// What names an execution within an account.
struct ExecutionName {
    model::OrderId order_id;
    model::ExecId exec_id;

    friend bool operator==(ExecutionName const&, ExecutionName const&) = default;
};

struct ExecutionNameHash {
    std::size_t operator()(ExecutionName const& name) const noexcept {
        return std::hash<model::OrderId>{}(name.order_id) * 31 +
               std::hash<model::ExecId>{}(name.exec_id);
    }
};

struct MemoryPosition {
    model::PositionState state;
    std::map<std::uint64_t, model::Lot> lots;
};

/// Everything that belongs to one account.
struct MemoryAccount {
    model::AccountId id;
    /// Empty until the account is added.
    std::optional<model::Account> account;

    std::map<std::uint64_t, model::Entry> entries;
    std::unordered_map<model::IdempotencyKey, std::uint64_t> entry_of_key;

    std::map<model::OrderId, model::Order> orders;
    std::set<std::pair<model::ExchangeOrderId, model::OrderId>> exchange_order_ids;

    std::map<std::uint64_t, model::Execution> executions;
    std::unordered_map<ExecutionName, std::uint64_t, ExecutionNameHash> execution_of_name;
    std::unordered_map<model::OrderId, std::vector<std::uint64_t>> executions_of_order;

    std::map<model::AssetCode, model::Balance> balances;
    std::map<model::InstrumentKey, MemoryPosition> positions;

    std::map<std::uint64_t, model::Discrepancy> discrepancies;
    std::unordered_multimap<std::string, std::uint64_t> discrepancy_of_payload;
};

/// A whole book as maps. References to what they hold stay valid until it is erased.
struct MemoryBook {
    std::map<model::AssetCode, model::Asset> assets;
    std::map<model::InstrumentKey, model::Instrument> instruments;
    std::map<model::AccountId, MemoryAccount> accounts;
};

}  // namespace daybook::memory
