#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/names.hpp"
#include "model/order_id.hpp"
#include "model/strong_id.hpp"
#include "model/timestamp.hpp"

namespace daybook::sql {

/// What an exchange is to be told about an order.
enum class OutboxAction { PLACE, CANCEL, REPLACE };
enum class OutboxState { PENDING, SENT, ANSWERED, ABANDONED };

/// A row of `outbox`: one thing that an entry wants an exchange to be told.
struct OutboxRow {
    model::AccountId account_id;
    std::uint64_t entry_seq = 0;
    model::OrderId order_id;
    model::ExchangeCode exchange;
    OutboxAction action{};
    OutboxState state{};
    std::string client_order_id;
    std::uint64_t attempts = 0;
    std::optional<std::string> detail;
    model::Timestamp created_at;
    model::Timestamp updated_at;
};

/// A row of `exchange_leases`: who speaks to an exchange, and until when.
struct ExchangeLeaseRow {
    model::ExchangeCode exchange;
    std::string owner;
    /// Grows with every change of hands.
    std::uint64_t generation = 0;
    model::Timestamp expires_at;
};

/// A row of `daybook_meta`.
struct MetaRow {
    std::string key;
    std::string value;
};

}  // namespace daybook::sql

namespace daybook::model {

template <>
inline constexpr auto names_of<sql::OutboxAction> =
    std::to_array<std::string_view>({"PLACE", "CANCEL", "REPLACE"});
template <>
inline constexpr auto names_of<sql::OutboxState> =
    std::to_array<std::string_view>({"PENDING", "SENT", "ANSWERED", "ABANDONED"});

static_assert(name_of(sql::OutboxState::ABANDONED) == "ABANDONED");

}  // namespace daybook::model
