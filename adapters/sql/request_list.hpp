#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <tuple>
#include <vector>

#include "model/exchange_request.hpp"

namespace daybook::sql {

/// The first `limit` of two lists of requests, by account and entry.
/// Shape: each is in that order.
[[nodiscard]] inline std::vector<model::OutboxRequest> in_order(
    std::vector<model::OutboxRequest> first, std::vector<model::OutboxRequest> second,
    std::size_t limit) {
    std::vector<model::OutboxRequest> all;
    std::ranges::merge(
        first, second, std::back_inserter(all), {},
        [](auto const& row) { return std::tie(row.account_id, row.entry_seq); },
        [](auto const& row) { return std::tie(row.account_id, row.entry_seq); });
    all.resize(std::min(all.size(), limit));
    return all;
}

}  // namespace daybook::sql
