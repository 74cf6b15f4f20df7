#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace daybook::e2e {

/// Commands as lines of JSON: definitions first, then each account's own in their order.
/// Commands of different accounts may be sent side by side.
struct OrderFlow {
    std::vector<std::string> definitions;
    std::map<std::string, std::vector<std::string>> accounts;

    [[nodiscard]] std::string all() const;
    [[nodiscard]] std::size_t size() const;
};

/// Orders that are placed, acknowledged, filled in parts, restated and cancelled, with fees.
/// The same seed gives the same flow.
OrderFlow make_order_flow(std::uint64_t seed, std::size_t accounts, std::size_t orders);

/// Takes lines apart by their `account_id`.
OrderFlow split_by_account(std::vector<std::string> const& lines);

/// An export without what may differ between two books of the same commands: ids of orders, times
/// of recording and the hashes that cover them, which book it is and its checkpoints.
std::string comparable(std::string const& ndjson);

}  // namespace daybook::e2e
