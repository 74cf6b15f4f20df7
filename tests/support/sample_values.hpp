#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/account.hpp"
#include "model/balance.hpp"
#include "model/discrepancy.hpp"
#include "model/entry.hpp"
#include "model/execution.hpp"
#include "model/instrument.hpp"
#include "model/order.hpp"
#include "ports/outbound/position_repository.hpp"

/// Values for tests that do not care which. `sample_*` sets what must be set, `complete_*` every
/// member, with decimals at the ends of their range.
namespace daybook::support {

/// The greatest and the least decimal.
inline constexpr std::string_view decimal_max_text = "170141183460469231731.687303715884105727";
inline constexpr std::string_view decimal_min_text = "-170141183460469231731.687303715884105727";
inline constexpr std::string_view decimal_tiny_text = "0.000000000000000001";

[[nodiscard]] model::Decimal decimal(std::string_view text);
[[nodiscard]] model::Price price(std::string_view text);
[[nodiscard]] model::Quantity quantity(std::string_view text);
[[nodiscard]] model::Amount amount(std::string_view text);
[[nodiscard]] model::Rate rate(std::string_view text);
/// 2026-11-21T09:30:00Z and so many microseconds.
[[nodiscard]] model::Timestamp at_micros(std::int64_t micros);
/// An id that sorts by `number`.
[[nodiscard]] model::OrderId order_id(std::uint32_t number);
/// 32 bytes that begin with `number`.
[[nodiscard]] model::Hash hash(std::uint8_t number);
/// BTC-USD on PAPER.
[[nodiscard]] model::InstrumentKey btc_usd();
[[nodiscard]] model::InstrumentKey instrument_key(std::string_view exchange,
                                                  std::string_view symbol);

[[nodiscard]] model::Asset sample_asset(std::string_view code);
[[nodiscard]] model::Instrument sample_instrument(model::InstrumentKey key);
[[nodiscard]] model::Instrument complete_instrument(model::InstrumentKey key);
[[nodiscard]] model::Account sample_account(std::string_view id);
[[nodiscard]] model::Account complete_account(std::string_view id);

[[nodiscard]] model::OrderState sample_order_state(std::string_view account, model::OrderId id);
[[nodiscard]] model::Order sample_order(std::string_view account, model::OrderId id);
[[nodiscard]] model::OrderState complete_order_state(std::string_view account, model::OrderId id);

[[nodiscard]] model::Execution sample_execution(std::string_view account, model::OrderId order,
                                                std::string_view exec_id, std::uint64_t entry_seq);
[[nodiscard]] model::Execution complete_execution(std::string_view account, model::OrderId order,
                                                  std::string_view exec_id,
                                                  std::uint64_t entry_seq);

/// A deposit of 10 USD without a key.
[[nodiscard]] model::Entry sample_entry(std::string_view account, std::uint64_t seq);
[[nodiscard]] model::Entry complete_entry(std::string_view account, std::uint64_t seq);
/// A deposit that opens a position in `instrument`.
[[nodiscard]] model::Entry opening_entry(std::string_view account, std::uint64_t seq,
                                         model::InstrumentKey const& instrument);

[[nodiscard]] model::Balance sample_balance(std::string_view account, std::string_view asset,
                                            std::string_view available);
[[nodiscard]] model::PositionState sample_position(std::string_view account,
                                                   model::InstrumentKey instrument);
[[nodiscard]] model::PositionState complete_position(std::string_view account,
                                                     model::InstrumentKey instrument);
[[nodiscard]] model::Lot sample_lot(std::uint64_t number);
[[nodiscard]] ports::PositionChange position_change(model::PositionState state,
                                                    std::vector<model::Lot> changed_lots,
                                                    std::vector<std::uint64_t> removed_lots = {});

[[nodiscard]] model::Discrepancy sample_discrepancy(std::string_view account, std::uint64_t number,
                                                    std::string_view payload);
[[nodiscard]] model::Discrepancy complete_discrepancy(std::string_view account,
                                                      std::uint64_t number);

}  // namespace daybook::support
