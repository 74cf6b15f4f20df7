#pragma once

#include <optional>
#include <string>

#include "model/account.hpp"
#include "model/answer.hpp"
#include "model/balance.hpp"
#include "model/discrepancy.hpp"
#include "model/entry.hpp"
#include "model/exchange_request.hpp"
#include "model/execution.hpp"
#include "model/instrument.hpp"
#include "model/lot.hpp"
#include "model/order.hpp"
#include "model/position.hpp"

namespace daybook::json {

/// Each appends one JSON object in the shape of docs/api.md, without spaces or a line end:
/// decimals and times as strings, null where there is no value.
void append_json(std::string& out, model::Asset const& asset);
void append_json(std::string& out, model::Instrument const& instrument);
void append_json(std::string& out, model::Account const& account);
void append_json(std::string& out, model::Order const& order);
void append_json(std::string& out, model::Execution const& execution);
void append_json(std::string& out, model::Entry const& entry);
void append_json(std::string& out, model::Balance const& balance);
/// With a mark, the object also has `mark_price_quote` and `unrealized_pnl_quote`
/// (quantity * mark - cost; null where that is out of range).
void append_json(std::string& out, model::PositionState const& position,
                 std::optional<model::Price> mark = std::nullopt);
void append_json(std::string& out, model::InstrumentKey const& instrument, model::Lot const& lot);
void append_json(std::string& out, model::Discrepancy const& discrepancy);
void append_json(std::string& out, model::OutboxRequest const& request);
/// Has only the members that apply.
void append_json(std::string& out, model::Answer const& answer);

}  // namespace daybook::json
