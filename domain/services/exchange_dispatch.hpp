#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/exchange_request.hpp"
#include "model/timestamp.hpp"
#include "ports/outbound/order_repository.hpp"

namespace daybook::services {

/// How patient a dispatch is.
struct DispatchRules {
    /// How long a request may be without an answer before the exchange is asked.
    std::chrono::microseconds answer_timeout{std::chrono::seconds{5}};
    /// How long a question may be without an answer; doubles with each in a row.
    std::chrono::microseconds question_timeout{std::chrono::seconds{5}};
    /// Before a request that the exchange does not have is sent again; doubles with each attempt.
    std::chrono::microseconds resend_pause{std::chrono::seconds{1}};
    std::chrono::microseconds pause_max{std::chrono::seconds{60}};
    /// How often a request is handed over, and an order asked for in vain, before an operator has
    /// to look.
    std::uint64_t attempts_max = 5;
    unsigned questions_max = 5;
    /// How many requests, and how many questions, may be without an answer at once.
    std::size_t unanswered_max = 10'000;
    std::size_t questions_open_max = 100;
};

/// What is to be done now. Each claim is answered by sent(), put_back() or answered().
struct DispatchEffects {
    struct Claimed {
        model::OutboxRequest request;
        /// It was handed over in this session, and the exchange has said since that it does not
        /// have it.
        bool is_lost = false;
    };
    struct Abandoned {
        model::OutboxRequest request;
        std::string reason;
    };

    /// To be marked SENT with one attempt more, and then handed over; or whatever decide_turn()
    /// says.
    std::vector<Claimed> claim;
    /// Orders whose status is to be asked for.
    std::vector<ports::OrderKey> ask;
    std::vector<Abandoned> abandon;
    /// Working orders of which the exchange does not say how they stand.
    std::vector<ports::OrderKey> unanswered_orders;

    [[nodiscard]] bool empty() const {
        return claim.empty() && ask.empty() && abandon.empty() && unanswered_orders.empty();
    }
};

/// What an exchange has still to be told, and when: a state machine without I/O, clock or threads.
///
/// The requests of one order go one after another, each when the one before it is answered or
/// given up; orders do not wait for each other. While the exchange is paused, only orders that are
/// to be canceled go on: the cancel, and what waits before it and is called back by it. Silence is
/// no answer: of a request without one, and of every one that was sent before the session came up,
/// the exchange is asked how its order stands, and only what it does not have is sent again, under
/// the same name.
///
/// Shape: `now` never goes back; the wall clock may. Threads: not safe.
class ExchangeDispatch {
  public:
    explicit ExchangeDispatch(DispatchRules rules = {}) : rules_{rules} {}

    /// Takes requests that are PENDING or SENT, and passes over those that it has.
    void load(std::span<model::OutboxRequest const> requests, model::Timestamp now);
    /// Wants to know how working orders stand.
    void ask_for(std::span<ports::OrderKey const> orders, model::Timestamp now);

    void session_up(model::Timestamp now);
    void session_down();
    void pause() { paused_ = true; }
    void resume(model::Timestamp now);

    /// What is due now. `heard_until`: everything that had arrived by then has been told to this.
    [[nodiscard]] DispatchEffects tick(model::Timestamp now, model::Timestamp heard_until);
    /// When something is due next; nullopt: when something is told to this.
    [[nodiscard]] std::optional<model::Timestamp> next_due() const;

    /// A claimed request is at the session, or may be: `request` as it was stored.
    void sent(model::OutboxRequest const& request, model::Timestamp now);
    /// A claimed request is as it was before.
    void put_back(model::OutboxRequest const& request, model::Timestamp now);
    /// A request that counted as handed over never was: `request` as it was stored.
    void never_sent(model::OutboxRequest const& request, model::Timestamp now);
    /// A request needs nothing any more, whoever answered it.
    void answered(model::OrderId const& order_id, std::uint64_t entry_seq, model::Timestamp now);

    /// The exchange has said how an order stands; what of its request follows, the next three.
    void heard_status(model::OrderId const& order_id, model::Timestamp now);
    /// It has the request, and has not decided.
    void request_waits(model::OrderId const& order_id, model::Timestamp now);
    /// It does not have the request.
    void request_lost(model::OrderId const& order_id, model::Timestamp now);

    /// The request of an order that was handed over and waits for an answer; nullptr: none.
    [[nodiscard]] model::OutboxRequest const* sent_request(model::OrderId const& order_id) const;
    /// Whether the exchange was asked how an order stands and has not said.
    [[nodiscard]] bool is_asked(model::OrderId const& order_id) const;

    [[nodiscard]] std::size_t requests_pending() const { return requests_ - unanswered_; }
    [[nodiscard]] std::size_t requests_unanswered() const { return unanswered_; }

  private:
    /// claimed: between tick() and its answer. lost: to be sent again.
    enum class Stage { pending, claimed, sent, lost };

    struct Queue {
        ports::OrderKey key;
        /// By entry; the first is the one that is at it.
        std::deque<model::OutboxRequest> requests;
        Stage stage = Stage::pending;
        model::Timestamp stage_due;
        /// The first was handed over in this session.
        bool is_of_session = false;
        /// How often in a row the exchange has said that it has not decided.
        unsigned waits = 0;

        bool wants_status = false;
        bool is_asked = false;
        model::Timestamp question_due;
        /// Questions in a row without an answer.
        unsigned silent = 0;

        std::optional<model::Timestamp> scheduled;
        bool waits_to_send = false;
        bool waits_to_ask = false;
    };

    void act(Queue& queue, model::Timestamp now, model::Timestamp heard_until,
             DispatchEffects& effects);
    void act_on_silence(Queue& queue, model::Timestamp now, DispatchEffects& effects);
    void act_on_request(Queue& queue, model::Timestamp now, model::Timestamp heard_until,
                        DispatchEffects& effects);
    void act_on_question(Queue& queue, model::Timestamp now, DispatchEffects& effects);
    void claim(Queue& queue, DispatchEffects& effects);
    void abandon(Queue& queue, std::string reason, DispatchEffects& effects);
    void finish_first(Queue& queue, model::Timestamp now);
    void set_stage(Queue& queue, Stage stage);
    void close_question(Queue& queue);
    void use_room(model::Timestamp now);
    void let_go(std::deque<model::OrderId>& waiting, std::size_t room, bool Queue::* waits,
                model::Timestamp now);
    void schedule(Queue& queue, model::Timestamp due);
    void unschedule(Queue& queue);
    void schedule_next(Queue& queue, model::Timestamp now);
    void drop_if_done(model::OrderId const& order_id);
    /// Whether a cancel was asked for after the first, which is none.
    [[nodiscard]] static bool is_called_back(Queue const& queue);
    [[nodiscard]] bool may_send(Queue const& queue) const;
    [[nodiscard]] std::chrono::microseconds doubled(std::chrono::microseconds pause,
                                                    std::uint64_t times) const;
    [[nodiscard]] Queue* find(model::OrderId const& order_id);
    [[nodiscard]] Queue const* find(model::OrderId const& order_id) const;

    DispatchRules rules_;
    bool up_ = false;
    bool paused_ = false;
    std::unordered_map<model::OrderId, Queue> queues_;
    std::set<std::pair<model::Timestamp, model::OrderId>> due_;
    /// Orders that found no room to send, and to ask.
    std::deque<model::OrderId> to_send_;
    std::deque<model::OrderId> to_ask_;
    std::size_t requests_ = 0;
    std::size_t unanswered_ = 0;
    std::size_t questions_open_ = 0;
};

}  // namespace daybook::services
