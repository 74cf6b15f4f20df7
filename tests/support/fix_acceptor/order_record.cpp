#include "support/fix_acceptor/order_record.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>

namespace daybook {
namespace fix_acceptor {

OrderRecord::OrderRecord(std::string const& file) {
    std::ifstream before(file);
    std::string line;
    while (std::getline(before, line)) read_line(line);
    file_ = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file_ < 0) throw std::runtime_error("cannot write " + file);
}

void OrderRecord::read_line(std::string const& line) {
    std::istringstream words(line);
    std::string kind;
    words >> kind;
    if (kind == "ORDER") read_order(words);
    if (kind == "TRADE") read_trade(words);
    if (kind == "REPLACE") read_replace(words);
    if (kind == "CANCEL") {
        std::string id;
        words >> id;
        if (auto* const order = find(id)) order->status = "4";
    }
    if (kind == "REPORT") {
        words >> reports_;
        std::getline(words >> std::ws, untold_[reports_]);
    }
    if (kind == "SENT") {
        int number = 0;
        words >> number;
        untold_.erase(number);
    }
}

void OrderRecord::read_order(std::istringstream& words) {
    RecordedOrder order;
    words >> order.client_order_id >> order.order_id >> order.symbol >> order.side >>
        order.quantity >> order.price >> order.account;
    orders_[order.client_order_id] = order;
}

void OrderRecord::read_trade(std::istringstream& words) {
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

void OrderRecord::read_replace(std::istringstream& words) {
    std::string id;
    std::string new_id;
    words >> id >> new_id;
    auto* const order = find(id);
    if (order == nullptr) return;
    words >> order->quantity >> order->price;
    rename(*order, new_id);
}

RecordedOrder* OrderRecord::find(std::string const& client_order_id) {
    auto const link = chain_.find(client_order_id);
    auto const found = orders_.find(link == chain_.end() ? client_order_id : link->second);
    return found == orders_.end() ? nullptr : &found->second;
}

RecordedOrder& OrderRecord::add(RecordedOrder order) {
    write("ORDER " + order.client_order_id + " " + order.order_id + " " + order.symbol + " " +
          order.side + " " + order.quantity + " " + order.price + " " + order.account);
    return orders_[order.client_order_id] = order;
}

void OrderRecord::rename(RecordedOrder& order, std::string const& client_order_id) {
    chain_[client_order_id] = order.client_order_id;
}

void OrderRecord::write(std::string const& line) {
    if (line.compare(0, 6, "TRADE ") == 0) ++trades_;
    lines_ += line + "\n";
}

int OrderRecord::write_report(std::string const& body) {
    write("REPORT " + std::to_string(++reports_) + " " + body);
    return reports_;
}

void OrderRecord::keep() {
    // One call of the system: no signal comes in the middle of a write to a file.
    auto const written = ::write(file_, lines_.data(), lines_.size());
    if (written != static_cast<ssize_t>(lines_.size())) throw std::runtime_error("cannot write");
    lines_.clear();
}

}  // namespace fix_acceptor
}  // namespace daybook
