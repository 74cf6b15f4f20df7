#pragma once

#include <optional>

#include "model/account.hpp"
#include "model/answer.hpp"
#include "model/command.hpp"
#include "model/instrument.hpp"
#include "model/order_terms.hpp"

namespace daybook::services {

/// Checks a new order's own numbers against its instrument's rules.
/// Returns the refusal of the first broken rule in the order of Refusal; nullopt for none.
/// Shape: `funding` decides whether a BUY without a limit needs a budget; a GTD order expires
/// after `now`. An EXTERNAL order needs no budget and may have expired.
[[nodiscard]] std::optional<model::Answer> check_terms(model::PlaceOrder const& place,
                                                       model::Instrument const& instrument,
                                                       model::Funding funding,
                                                       model::Timestamp now);

/// Checks the terms that a replace request asks for, likewise.
[[nodiscard]] std::optional<model::Answer> check_replace(model::ReplaceTerms const& terms,
                                                         model::OrderType type,
                                                         model::Instrument const& instrument);

}  // namespace daybook::services
