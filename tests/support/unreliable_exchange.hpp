#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "paper/paper_random.hpp"
#include "ports/outbound/exchange_gateway.hpp"
#include "support/manual_clock.hpp"

namespace daybook::support {

/// How an exchange, and the line to it, misbehave.
struct ExchangeFaults {
    /// Requests and questions that never arrive, and reports that the session does not bring.
    std::uint32_t lost_request_per_mille = 0;
    std::uint32_t silent_report_per_mille = 0;
    std::uint32_t duplicate_per_mille = 0;
    std::uint32_t reorder_per_mille = 0;
    std::uint32_t reject_per_mille = 0;
    /// Cancels confirmed, and changes refused, under the order's name.
    std::uint32_t order_named_per_mille = 0;
    std::uint64_t delay_max_us = 0;
    /// Whether a request under a name that is known, and that says so, is answered with the order's
    /// status. Where not, it counts as accepted twice.
    bool knows_repeats = true;
    /// Whether the line of a worker still takes requests when another has begun a session.
    bool has_half_open_lines = false;
    /// How often it cannot be proven that a request was not sent.
    std::uint32_t no_journal_per_mille = 300;
};

/// An exchange that lives as long as the test, with a record of its own of every order. A report is
/// told again with every session until it is durable.
///
/// Threads: not safe.
class UnreliableExchange {
  public:
    struct Order {
        std::string name;
        model::OrderId id;
        model::OrderTerms terms;
        model::Quantity filled_base;
        model::OrderStatus status = model::OrderStatus::NEW;
        int accepted = 0;
        int reports = 0;

        [[nodiscard]] bool is_live() const {
            return status == model::OrderStatus::NEW ||
                   status == model::OrderStatus::PARTIALLY_FILLED;
        }
    };

    UnreliableExchange(std::uint64_t seed, ManualClock& clock) : random_{seed}, clock_{clock} {}

    void set_faults(ExchangeFaults faults) { faults_ = faults; }
    /// A session of one worker. Beginning one ends the one of another.
    [[nodiscard]] std::unique_ptr<ports::ExchangeGateway> open_gateway();

    /// Does what is due.
    void step();
    /// Ends the session, if there is one; it comes again by itself.
    void break_session();
    /// Fills, or lets expire, some order that works.
    void trade();
    void expire();

    [[nodiscard]] std::vector<Order> const& orders() const { return orders_; }
    /// Whether a request under this name has ever arrived.
    [[nodiscard]] bool has_heard(std::string const& name) const { return names_.contains(name); }
    /// Repeats of requests that did not say that they may be known.
    [[nodiscard]] int unmarked_repeats() const { return unmarked_repeats_; }
    [[nodiscard]] std::size_t reports_not_durable() const;

  private:
    class Gateway;
    friend class Gateway;
    struct Kept {
        ports::ExchangeReport report;
        bool durable = false;
    };
    using Request = ports::ExchangeRequest;

    void connect(Gateway& gateway);
    void synchronize();
    void cut_line();
    void disconnect(std::string const& reason);
    void accept(std::function<void()> arrival);
    void after(std::uint64_t delay_us, std::function<void()> happens);
    [[nodiscard]] std::uint64_t draw_delay();

    void receive(Request const& request);
    void place(Request const& request);
    void cancel(Order& order, Request const& request);
    void replace(Order& order, Request const& request);
    void refuse(Order* order, Request const& request, std::string const& reason);
    void answer_status(Request const& request);
    [[nodiscard]] Order* find(Request const& request);
    [[nodiscard]] ports::ExchangeReport report_of(Order& order, model::ExecType type);
    void tell(ports::ExchangeReport report);
    void deliver(std::shared_ptr<Kept> const& kept);

    paper::PaperRandom random_;
    ManualClock& clock_;
    ExchangeFaults faults_;
    Gateway* session_ = nullptr;
    /// Of workers that want a session: they connect again when they can.
    std::vector<Gateway*> started_;
    std::uint64_t epoch_ = 0;
    std::uint64_t events_ = 0;
    std::map<std::pair<std::int64_t, std::uint64_t>, std::function<void()>> due_;
    std::deque<std::function<void()>> arriving_;
    std::int64_t last_arrival_ = 0;
    std::int64_t last_delivery_ = 0;
    std::vector<Order> orders_;
    /// Orders by the names of all requests that arrived.
    std::map<std::string, std::size_t> names_;
    std::vector<std::shared_ptr<Kept>> kept_;
    /// The requests that workers have handed over, whether they arrived or not.
    std::set<std::string> journal_;
    int unmarked_repeats_ = 0;
    int refusals_ = 0;
    int questions_ = 0;
};

}  // namespace daybook::support
