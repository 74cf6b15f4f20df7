#pragma once

#include <map>
#include <sstream>
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
/// `PLACED ClOrdID [again]` as it comes, `ORDER ClOrdID OrderID Symbol Side Quantity Price Account`
/// as it is taken, `AGAIN ClOrdID`, `CANCEL ClOrdID`,
/// `REPLACE ClOrdID NewClOrdID Quantity Price`, `TRADE ExecID ClOrdID Quantity Price`,
/// `REPORT Number Body` of what is to be told, and `SENT Number` of what was.
class OrderRecord {
  public:
    explicit OrderRecord(std::string const& file);

    RecordedOrder* find(std::string const& client_order_id);
    /// By their first ClOrdID.
    std::map<std::string, RecordedOrder> const& orders() const { return orders_; }
    RecordedOrder& add(RecordedOrder order);
    /// From now on the order is known under another ClOrdID too.
    void rename(RecordedOrder& order, std::string const& client_order_id);
    /// Adds a line to what keep() will write.
    void write(std::string const& line);
    /// Adds a report that is to be told, and returns its number.
    int write_report(std::string const& body);
    /// Writes the lines since the last call, all of them or, where the process dies, none.
    void keep();
    int trades() const { return trades_; }
    /// Reports that an earlier process was to tell and did not, by number.
    std::map<int, std::string> const& untold() const { return untold_; }

  private:
    void read_line(std::string const& line);
    void read_order(std::istringstream& words);
    void read_trade(std::istringstream& words);
    void read_replace(std::istringstream& words);

    int file_ = -1;
    std::string lines_;
    int reports_ = 0;
    std::map<int, std::string> untold_;
    std::map<std::string, RecordedOrder> orders_;
    /// ClOrdIDs of later requests, and the order's first.
    std::map<std::string, std::string> chain_;
    int trades_ = 0;
};

}  // namespace fix_acceptor
}  // namespace daybook
