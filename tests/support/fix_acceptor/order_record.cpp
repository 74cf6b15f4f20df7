#include "support/fix_acceptor/order_record.hpp"

#include <sstream>

namespace daybook {
namespace fix_acceptor {

OrderRecord::OrderRecord(std::string const& file) {
    std::ifstream before(file);
    std::string line;
    while (std::getline(before, line)) read_line(line);
    file_.open(file, std::ios::app);
}

void OrderRecord::read_line(std::string const& line) {
    std::istringstream words(line);
    std::string kind;
    words >> kind;
    if (kind == "ORDER") {
        RecordedOrder order;
        words >> order.client_order_id >> order.order_id >> order.symbol >> order.side >>
            order.quantity >> order.price;
        orders_[order.client_order_id] = order;
    } else if (kind == "TRADE") {
        std::string id;
        std::string client_order_id;
        double quantity = 0;
        words >> id >> client_order_id >> quantity;
        ++trades_;
        auto* const order = find(client_order_id);
        if (order == nullptr) return;
        order->filled += quantity;
        order->status = order->filled < std::stod(order->quantity) ? "1" : "2";
    }
}

RecordedOrder* OrderRecord::find(std::string const& client_order_id) {
    auto const link = chain_.find(client_order_id);
    auto const found = orders_.find(link == chain_.end() ? client_order_id : link->second);
    return found == orders_.end() ? nullptr : &found->second;
}

RecordedOrder& OrderRecord::add(RecordedOrder order) {
    write("ORDER " + order.client_order_id + " " + order.order_id + " " + order.symbol + " " +
          order.side + " " + order.quantity + " " + order.price);
    return orders_[order.client_order_id] = order;
}

void OrderRecord::rename(RecordedOrder& order, std::string const& client_order_id) {
    chain_[client_order_id] = order.client_order_id;
}

void OrderRecord::write(std::string const& line) {
    if (line.compare(0, 6, "TRADE ") == 0) ++trades_;
    file_ << line << std::endl;
}

}  // namespace fix_acceptor
}  // namespace daybook
