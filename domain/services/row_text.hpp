#pragma once

#include <string>

#include "model/account.hpp"
#include "model/balance.hpp"
#include "model/discrepancy.hpp"
#include "model/execution.hpp"
#include "model/order.hpp"
#include "model/position.hpp"
#include "ports/outbound/book_reader.hpp"

namespace daybook::services {

/// What matters of a row, in words, for sentences about rows that differ.
[[nodiscard]] std::string text_of(model::Account const& row);
[[nodiscard]] std::string text_of(model::Order const& row);
[[nodiscard]] std::string text_of(model::Execution const& row);
[[nodiscard]] std::string text_of(model::Balance const& row);
[[nodiscard]] std::string text_of(model::PositionState const& row);
[[nodiscard]] std::string text_of(ports::LotRow const& row);
[[nodiscard]] std::string text_of(model::ExchangeOrderName const& row);
[[nodiscard]] std::string text_of(model::Discrepancy const& row);

}  // namespace daybook::services
