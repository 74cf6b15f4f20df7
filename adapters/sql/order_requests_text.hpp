#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/order_requests.hpp"

namespace daybook::sql {

/// The requests of an order in one column: `c5;C7!;R9=100@12.5@` is a cancel of entry 5 that is
/// answered, one of entry 7 that the exchange reports as pending, and a replace of entry 9 by
/// quantity 100, price 12.5 and no stop price. nullopt where there are none.
[[nodiscard]] std::optional<std::string> text_of_requests(model::OrderRequests const& requests);

/// Reads them back, into `requests`. Throws: StorageError, corrupt, for any other text.
void read_requests(std::string_view text, model::OrderRequests& requests);

}  // namespace daybook::sql
