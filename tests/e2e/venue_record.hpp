#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

namespace daybook::e2e {

/// What became of one order, in words that the counterparty's record and the book have in common:
/// its terms and state, and its trades.
struct OrderStory {
    std::string exchange_order_id;
    std::string symbol;
    std::string side;
    std::string quantity;
    std::string price;
    bool is_canceled = false;
    /// `quantity @ price`, each under its ExecID.
    std::multiset<std::string> trades;

    friend bool operator==(OrderStory const&, OrderStory const&) = default;
};

/// By ClOrdID of the request that placed it.
using OrderStories = std::map<std::string, OrderStory>;

/// The record of daybook_fix_acceptor.
struct VenueRecord {
    OrderStories orders;
    /// How often the venue got each NewOrderSingle that was not said to be sent again.
    std::map<std::string, int> placed;
    /// Orders that it took twice.
    std::vector<std::string> doubled;
};

VenueRecord read_venue_record(std::string const& file);

/// The orders of every account of a book, from its export and its list of orders.
/// Shape: `exported` is of `daybook export --format ndjson`, `orders` of `daybook show orders
/// --json`.
OrderStories read_book(std::string const& exported, std::string const& orders);

/// The first few differences, a line each; empty where there are none.
std::string differences(OrderStories const& venue, OrderStories const& book);

}  // namespace daybook::e2e
