#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "paper/paper_market.hpp"

namespace daybook::support {

/// A request as tests write it: `o1 BUY 10@100 type=STOP_LIMIT tif=GTC stop=99 expires=3600`.
/// Shape: LIMIT and GTC where nothing is said; `expires` in seconds after bench_start().
[[nodiscard]] ports::ExchangeRequest paper_order(std::string_view text);

/// 2026-11-21T09:30:00Z, when time begins on benches.
[[nodiscard]] model::Timestamp bench_start();

/// `o1 TRADE 5@100 MAKER`, `o1 REPLACED 8@99`, `o1 CANCEL_REJECTED`: a report in a few words. An
/// order is called as the request that placed it.
[[nodiscard]] std::string said(ports::ExchangeReport const& report);
/// The same of many, separated by "; ".
[[nodiscard]] std::string said(std::vector<ports::ExchangeReport> const& reports);

/// A market for BTC-USD on PAPER with a small language.
///
/// | line                      | does                                                     |
/// |---------------------------|----------------------------------------------------------|
/// | `place o1 BUY 10@100 ...` | places an order, see paper_order()                       |
/// | `cancel o1`               | asks to cancel it                                        |
/// | `replace o1 8@99 stop=98` | asks for other terms                                     |
/// | `trade 5@99`, `... sell`  | a trade of other people, and who came to whose price     |
/// | `price 99`                | a price at which anything can be traded                  |
/// | `at 60`                   | moves the time to so many seconds after bench_start()    |
class PaperMarketBench {
  public:
    explicit PaperMarketBench(paper::PaperRules rules = {});

    /// What the market says to one line.
    std::string run(std::string_view line);
    /// Runs line after line. Shape: each is `line -> what run() gives`, nothing where nothing is
    /// said; a line that begins with `->` goes on with the one before.
    void story(std::string_view lines);
    [[nodiscard]] paper::PaperMarket& market() { return market_; }

  private:
    ports::ExchangeRequest change(std::string const& order, ports::ExchangeAction action);

    paper::PaperMarket market_;
    /// The terms of orders, and how many requests concerned each, by their names.
    std::map<std::string, ports::ExchangeRequest> placed_;
    std::map<std::string, int> changes_;
};

}  // namespace daybook::support
