#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/balance.hpp"
#include "model/checkpoint.hpp"
#include "model/discrepancy.hpp"
#include "model/entry.hpp"
#include "model/exchange_request.hpp"
#include "model/execution.hpp"
#include "model/instrument.hpp"
#include "model/order.hpp"
#include "model/position.hpp"

namespace daybook::services {

/// What a run of commands needs to know besides accounts: the assets and instruments that it names.
struct ReferenceData {
    std::unordered_map<model::AssetCode, model::Asset> assets;
    std::unordered_map<model::InstrumentKey, model::Instrument> instruments;
    /// Every definition of an instrument by its entry, for a replay: an entry names the one by
    /// which it was decided.
    std::unordered_map<std::uint64_t, model::Instrument> definitions;
    /// Those that are told what is asked of orders. Empty where nobody is to be told.
    std::set<model::ExchangeCode> routed_exchanges;
    /// The entry of the newest checkpoint; 0 before the first.
    std::uint64_t last_checkpoint = 0;
};

/// The trades and openings behind a position, by the entry that booked each first.
using PositionHistory = std::map<std::uint64_t, model::PositionEvent>;

/// A position, and what it was made of where a bust or a correction needs that.
struct PositionBook {
    model::Position position;
    std::optional<PositionHistory> history;
};

/// What has to be written after a run of commands.
struct AccountChanges {
    bool account_is_new = false;
    std::vector<model::Entry> entries;
    std::vector<model::Execution> executions;
    std::set<model::OrderId> new_orders;
    /// Not among the new ones; with the version that was stored.
    std::map<model::OrderId, std::uint64_t> updated_orders;
    std::set<model::AssetCode> balances;
    std::set<model::InstrumentKey> positions;
    std::set<std::uint64_t> discrepancies;
    std::vector<model::AssetCode> new_assets;
    std::set<model::InstrumentKey> instruments;
    std::vector<model::OutboxRequest> outbox;
    std::vector<model::ExchangeOrderName> earlier_names;
    /// By their accounts; that of `@book` is the newest checkpoint itself.
    std::map<model::AccountId, model::ChainHead> checkpoint_heads;
};

/// What a run of commands needs to know of one account, all of it loaded before the first is
/// decided, and what they changed. A value: a copy is a savepoint.
struct AccountBook {
    model::AccountId id;
    /// Nothing is stored that is not here, so that what is missing is new.
    bool is_whole = false;
    std::optional<model::Account> account;
    /// When the newest of the entries that are stored was recorded.
    std::optional<model::Timestamp> last_recorded_at;
    /// Entries by their keys; only what recognises a replay, no postings.
    std::unordered_map<model::IdempotencyKey, model::Entry> keys;
    std::unordered_map<model::OrderId, model::Order> orders;
    /// By every id that the exchange ever told of them.
    std::unordered_map<model::ExchangeOrderId, std::set<model::OrderId>> orders_at_exchange;
    std::unordered_map<model::OrderId, std::map<model::ExecId, model::Execution>> executions;
    std::unordered_map<model::AssetCode, model::Balance> balances;
    std::unordered_map<model::InstrumentKey, PositionBook> positions;
    /// Not defined when the book was loaded: no position of them is stored.
    std::set<model::InstrumentKey> undefined_instruments;
    std::map<std::uint64_t, model::Discrepancy> discrepancies;
    /// Discrepancies by the report that they keep aside.
    std::unordered_map<std::string, std::uint64_t> reports;
    AccountChanges changes;

    /// Creates the balance, all zero, where there is none.
    model::Balance& balance(model::AssetCode const& asset);
    /// Creates the position, flat, where there is none.
    PositionBook& position(model::Instrument const& instrument);
    [[nodiscard]] model::Balance balance_or_zero(model::AssetCode const& asset) const;

    /// Whether the exchange has told of the order under this id before.
    [[nodiscard]] bool is_name_of(model::ExchangeOrderId const& name,
                                  model::OrderId const& order) const;

    void add_order(model::Order order);
    void update_order(model::Order order);
    void add_execution(model::Execution execution);
    void put_discrepancy(model::Discrepancy discrepancy);
};

}  // namespace daybook::services
