#pragma once

#include <fstream>
#include <map>
#include <string>

namespace daybook {
namespace fix_acceptor {

/// An order as the counterparty keeps it.
struct RecordedOrder {
    std::string client_order_id;
    std::string order_id;
    std::string symbol;
    std::string side;
    std::string account;
    std::string quantity;
    std::string price;
    /// OrdStatus (39).
    std::string status = "0";
    double filled = 0;
};

/// The counterparty's own record, in a file that survives it: lines of
/// `ORDER ClOrdID OrderID Symbol Side Quantity Price`, `AGAIN ClOrdID`, `CANCEL ClOrdID` and
/// `TRADE ExecID ClOrdID Quantity Price`.
class OrderRecord {
  public:
    explicit OrderRecord(std::string const& file);

    RecordedOrder* find(std::string const& client_order_id);
    RecordedOrder& add(RecordedOrder order);
    /// From now on the order is known under another ClOrdID too.
    void rename(RecordedOrder& order, std::string const& client_order_id);
    void write(std::string const& line);
    int trades() const { return trades_; }

  private:
    void read_line(std::string const& line);

    std::ofstream file_;
    std::map<std::string, RecordedOrder> orders_;
    /// ClOrdIDs of later requests, and the order's first.
    std::map<std::string, std::string> chain_;
    int trades_ = 0;
};

}  // namespace fix_acceptor
}  // namespace daybook
