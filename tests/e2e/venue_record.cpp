#include "e2e/venue_record.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <fstream>
#include <sstream>

#include "e2e/daybook_process.hpp"
#include "model/decimal.hpp"
#include "model/exchange_request.hpp"

namespace daybook::e2e {
namespace {

constexpr int differences_max = 10;

/// 7.00 as 7.
std::string canonical(std::string const& decimal) {
    return model::Decimal::parse(decimal).value().to_string();
}

/// As the venue called it: where its ids begin again, the adapter makes them unique.
std::string trade_id(std::string const& exec_id) { return exec_id.substr(0, exec_id.find('~')); }

std::string trade_text(std::string const& exec_id, std::string const& quantity,
                       std::string const& price) {
    return exec_id + ": " + canonical(quantity) + " @ " + canonical(price);
}

std::string text_of(boost::json::object const& object, char const* name) {
    auto const* value = object.if_contains(name);
    return value == nullptr || value->is_null() ? std::string{} : value->as_string().c_str();
}

std::string describe(OrderStory const& story) {
    auto text = story.exchange_order_id + " " + story.side + " " + story.quantity + " " +
                story.symbol + " @ " + story.price + (story.is_canceled ? " canceled" : "");
    for (auto const& trade : story.trades) text += ", " + trade;
    return text;
}

void read_order(std::istringstream& words, VenueRecord& record) {
    OrderStory order;
    std::string id;
    std::string side;
    words >> id >> order.exchange_order_id >> order.symbol >> side >> order.quantity >> order.price;
    order.side = side == "1" ? "BUY" : "SELL";
    order.quantity = canonical(order.quantity);
    order.price = canonical(order.price);
    if (!record.orders.emplace(id, std::move(order)).second) record.doubled.push_back(id);
}

/// Adds what a line of the book's export says.
void read_entry(boost::json::object const& entry, OrderStories& stories,
                std::map<std::string, std::string>& names) {
    auto const order_id = text_of(entry, "order_id");
    auto const kind = text_of(entry, "kind");
    auto const& payload = entry.at("payload").as_object();
    if (kind == "place_order") {
        auto const seq = entry.at("seq").to_number<std::uint64_t>();
        auto const name =
            model::client_order_id_of({model::OrderId::parse(order_id).value(), seq}).value();
        names[order_id] = name;
        stories[name];
    } else if (kind == "book_execution" && text_of(payload, "exec_type") == "TRADE") {
        stories.at(names.at(order_id))
            .trades.insert(trade_text(trade_id(text_of(payload, "exec_id")),
                                      text_of(payload, "last_quantity_base"),
                                      text_of(payload, "last_price_quote")));
    }
}

}  // namespace

VenueRecord read_venue_record(std::string const& file) {
    VenueRecord record;
    std::ifstream lines{file};
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words{line};
        std::string kind;
        std::string id;
        words >> kind;
        if (kind == "ORDER") {
            read_order(words, record);
        } else if (kind == "PLACED") {
            std::string again;
            words >> id >> again;
            if (again.empty()) ++record.placed[id];
        } else if (kind == "AGAIN") {
            words >> id;
            record.doubled.push_back(id);
        } else if (kind == "CANCEL") {
            words >> id;
            record.orders.at(id).is_canceled = true;
        } else if (kind == "REPLACE") {
            std::string new_id;
            std::string quantity;
            std::string price;
            words >> id >> new_id >> quantity >> price;
            record.orders.at(id).quantity = canonical(quantity);
            record.orders.at(id).price = canonical(price);
        } else if (kind == "TRADE") {
            std::string exec_id;
            std::string quantity;
            std::string price;
            words >> exec_id >> id >> quantity >> price;
            record.orders.at(id).trades.insert(trade_text(exec_id, quantity, price));
        }
    }
    return record;
}

OrderStories read_book(std::string const& exported, std::string const& orders) {
    OrderStories stories;
    std::map<std::string, std::string> names;
    for (auto const& line : lines_of(exported)) {
        auto const entry = boost::json::parse(line).as_object();
        // The first line says which book it is.
        if (entry.contains("seq")) read_entry(entry, stories, names);
    }
    for (auto const& line : lines_of(orders)) {
        auto const order = boost::json::parse(line).as_object();
        auto& story = stories.at(names.at(text_of(order, "id")));
        story.exchange_order_id = text_of(order, "exchange_order_id");
        story.symbol = text_of(order, "symbol");
        story.side = text_of(order, "side");
        story.quantity = text_of(order, "quantity_base");
        story.price = text_of(order, "price_quote");
        story.is_canceled = text_of(order, "status") == "CANCELED";
    }
    return stories;
}

std::string differences(OrderStories const& venue, OrderStories const& book) {
    std::string text;
    int found = 0;
    for (auto const& [id, story] : venue) {
        auto const here = book.find(id);
        if (here != book.end() && here->second == story) continue;
        if (++found > differences_max) return text + "...\n";
        text += id + "\n  venue " + describe(story) + "\n  book  " +
                (here == book.end() ? "nothing" : describe(here->second)) + "\n";
    }
    for (auto const& [id, story] : book) {
        if (venue.contains(id)) continue;
        if (++found > differences_max) return text + "...\n";
        text += id + "\n  venue nothing\n  book  " + describe(story) + "\n";
    }
    return text;
}

}  // namespace daybook::e2e
