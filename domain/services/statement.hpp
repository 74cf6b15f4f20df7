#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "model/exchange_request.hpp"
#include "model/execution.hpp"
#include "model/instrument.hpp"
#include "model/names.hpp"
#include "model/order_terms.hpp"

namespace daybook::services {

/// What a record of a statement is about.
enum class RecordKind { order, trade, balance };

/// What a statement calls an order. Shape: at least one is set.
struct OrderNames {
    std::optional<model::OrderId> order_id;
    std::optional<model::ClientOrderId> client_order_id;
    std::optional<model::ExchangeOrderId> exchange_order_id;

    friend bool operator==(OrderNames const&, OrderNames const&) = default;
};

/// An order as a statement tells it. What is not set is not told.
struct StatementOrder {
    /// Where it stands in the file; no two records share one.
    std::uint64_t line = 0;
    OrderNames names;
    model::InstrumentKey instrument;
    std::optional<model::Timestamp> created_at;
    /// When it came to be as it is told.
    std::optional<model::Timestamp> occurred_at;
    std::optional<model::Side> side;
    std::optional<model::OrderType> type;
    std::optional<model::TimeInForce> time_in_force;
    std::optional<model::Quantity> quantity_base;
    std::optional<model::Price> price_quote;
    std::optional<model::Price> stop_price_quote;
    std::optional<model::Amount> budget_quote;
    std::optional<model::Timestamp> expires_at;
    std::optional<model::OrderStatus> status;
    std::optional<model::Quantity> filled_base;

    friend bool operator==(StatementOrder const&, StatementOrder const&) = default;
};

/// A trade as a statement tells it: corrected, and not busted.
struct StatementTrade {
    std::uint64_t line = 0;
    OrderNames names;
    model::InstrumentKey instrument;
    model::Timestamp occurred_at;
    model::Quantity quantity_base;
    model::Price price_quote;
    std::optional<model::ExecId> exec_id;
    std::optional<model::Side> side;
    std::optional<model::Money> fee;
    std::optional<model::Liquidity> liquidity;

    friend bool operator==(StatementTrade const&, StatementTrade const&) = default;
};

/// What a statement says of one asset. Shape: at least one amount is set.
struct StatementBalance {
    std::uint64_t line = 0;
    model::AssetCode asset;
    model::Timestamp occurred_at;
    std::optional<model::Amount> total;
    std::optional<model::Amount> available;
    std::optional<model::Amount> held;

    friend bool operator==(StatementBalance const&, StatementBalance const&) = default;
};

/// What an exchange says of one account: its orders, trades and balances.
/// Shape: each list in the order of the lines. A kind of which there is no record is not told at
/// all; of the others the statement is complete, within its period and for the exchanges it names.
struct Statement {
    /// The period, both ends included; the end is the instant that the statement tells.
    model::Timestamp from;
    model::Timestamp as_of;
    std::vector<StatementOrder> orders;
    std::vector<StatementTrade> trades;
    std::vector<StatementBalance> balances;
};

}  // namespace daybook::services

namespace daybook::model {

template <>
inline constexpr auto names_of<services::RecordKind> =
    std::to_array<std::string_view>({"order", "trade", "balance"});

}  // namespace daybook::model
