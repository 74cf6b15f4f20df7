#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "paper/paper_faults.hpp"
#include "paper/paper_market.hpp"
#include "paper/paper_random.hpp"

namespace daybook::paper {

/// A market behind a line that delays, loses, repeats and reorders messages, in virtual time.
/// Equal seeds, options and calls give equal reports, byte for byte. Threads: not safe.
class PaperExchange {
  public:
    PaperExchange(PaperRules rules, PaperLine line, model::Timestamp now);

    void define(model::Instrument instrument) { market_.define(std::move(instrument)); }
    [[nodiscard]] model::Timestamp now() const { return market_.now(); }
    [[nodiscard]] PaperMarket const& market() const { return market_; }

    /// Sends a request, now.
    void submit(ports::ExchangeRequest request);
    void ask_status(ports::ExchangeRequest request);
    /// A trade of other people. Requires that step() has done all that is due before its time.
    void trade(model::InstrumentKey const& key, MarketTrade const& trade);
    /// Lets go what was withheld.
    void release_withheld();

    /// When the next message arrives; orders that expire are none.
    [[nodiscard]] std::optional<model::Timestamp> next_message() const;
    /// When anything is due next.
    [[nodiscard]] std::optional<model::Timestamp> next_due() const;
    /// Moves the time to the earliest thing that is due by `until`, and does it; where nothing is,
    /// moves the time to `until` and returns false. Reports that arrive are added to `arrived`.
    bool step(model::Timestamp until, std::vector<ports::ExchangeReport>& arrived);

  private:
    struct Arrival {
        ports::ExchangeRequest request;
    };
    struct Decision {
        ports::ExchangeRequest request;
    };
    struct Question {
        ports::ExchangeRequest request;
    };
    using Message = std::variant<Arrival, Decision, Question, ports::ExchangeReport>;
    /// Due time, then the order in which messages were sent.
    using Key = std::pair<model::Timestamp, std::uint64_t>;

    void send(model::Timestamp due, Message message);
    /// The due time of a message that is sent now and does not overtake the one before it.
    [[nodiscard]] model::Timestamp draw_due(PaperLatency const& latency, model::Timestamp& last);
    void arrive(ports::ExchangeRequest request);
    void decide(ports::ExchangeRequest const& request);
    void answer(ports::ExchangeRequest const& request);
    /// Sends what the market has reported.
    void send_reports();
    void send_report(ports::ExchangeReport report);
    void release_withheld(std::string const& order);

    PaperLine line_;
    PaperRandom random_;
    PaperMarket market_;
    std::map<Key, Message> messages_;
    std::uint64_t sent_ = 0;
    model::Timestamp last_arrival_;
    model::Timestamp last_decision_;
    model::Timestamp last_report_;
    std::map<std::string, std::vector<ports::ExchangeReport>> withheld_;
};

}  // namespace daybook::paper
