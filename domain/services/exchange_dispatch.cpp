#include "services/exchange_dispatch.hpp"

#include <algorithm>
#include <utility>

#include "model/assert.hpp"
#include "services/exchange_requests.hpp"
#include "services/time_arithmetic.hpp"

namespace daybook::services {

using namespace model;
using ports::OrderKey;

void ExchangeDispatch::load(std::span<OutboxRequest const> requests, Timestamp now) {
    for (auto const& request : requests) {
        bool const is_open =
            request.state == RequestState::PENDING || request.state == RequestState::SENT;
        DAYBOOK_ASSERT(is_open);
        auto& queue = queues_[request.order_id];
        queue.key = {request.account_id, request.order_id};
        auto& waiting = queue.requests;
        auto const at =
            std::ranges::lower_bound(waiting, request.entry_seq, {}, &OutboxRequest::entry_seq);
        if (at != waiting.end() && at->entry_seq == request.entry_seq) continue;
        // What comes to stand before one that was handed over has been passed by: it follows.
        bool const was_empty = waiting.empty();
        bool const is_first = at == waiting.begin() && queue.stage == Stage::pending;
        ++requests_;
        waiting.insert(at == waiting.begin() && !was_empty && !is_first ? at + 1 : at, request);
        if (!is_first) {
            // A cancel calls back what waits before it.
            if (queue.stage == Stage::pending || queue.stage == Stage::lost) schedule(queue, now);
            continue;
        }
        queue.stage_due = now;
        set_stage(queue, request.state == RequestState::SENT ? Stage::sent : Stage::pending);
        schedule(queue, now);
    }
}

void ExchangeDispatch::ask_for(std::span<OrderKey const> orders, Timestamp now) {
    for (auto const& key : orders) {
        auto& queue = queues_[key.id];
        queue.key = key;
        queue.wants_status = true;
        schedule(queue, now);
    }
}

void ExchangeDispatch::session_up(Timestamp now) {
    up_ = true;
    for (auto& [id, queue] : queues_) {
        // Answers to the questions of another session are not waited for.
        close_question(queue);
        queue.is_of_session = false;
        queue.silent = 0;
        queue.waits = 0;
        // What was sent before may have gone with the session: it is asked for.
        if (queue.stage == Stage::lost) set_stage(queue, Stage::sent);
        if (queue.stage == Stage::sent) queue.stage_due = now;
        schedule(queue, now);
    }
}

void ExchangeDispatch::session_down() { up_ = false; }

void ExchangeDispatch::resume(Timestamp now) {
    if (!std::exchange(paused_, false)) return;
    for (auto& [id, queue] : queues_) schedule(queue, now);
}

DispatchEffects ExchangeDispatch::tick(Timestamp now, Timestamp heard_until) {
    DispatchEffects effects;
    if (!up_) return effects;
    use_room(now);
    while (!due_.empty() && due_.begin()->first <= now) {
        auto const id = due_.begin()->second;
        auto& queue = queues_.at(id);
        unschedule(queue);
        act(queue, now, std::min(now, heard_until), effects);
        schedule_next(queue, now);
        drop_if_done(id);
    }
    return effects;
}

std::optional<Timestamp> ExchangeDispatch::next_due() const {
    if (!up_ || due_.empty()) return std::nullopt;
    return due_.begin()->first;
}

void ExchangeDispatch::act(Queue& queue, Timestamp now, Timestamp heard_until,
                           DispatchEffects& effects) {
    if (queue.is_asked && queue.question_due <= heard_until) act_on_silence(queue, now, effects);
    if (!queue.requests.empty()) act_on_request(queue, now, heard_until, effects);
    if (queue.wants_status && !queue.is_asked) act_on_question(queue, now, effects);
}

void ExchangeDispatch::act_on_silence(Queue& queue, Timestamp now, DispatchEffects& effects) {
    close_question(queue);
    if (++queue.silent < rules_.questions_max) {
        queue.wants_status = true;
        return;
    }
    auto const questions = std::to_string(queue.silent);
    queue.silent = 0;
    queue.wants_status = false;
    if (queue.stage != Stage::sent) {
        effects.unanswered_orders.push_back(queue.key);
        return;
    }
    abandon(queue,
            "the exchange has answered neither the request nor " + questions +
                " questions for its order's status",
            effects);
    finish_first(queue, now);
}

void ExchangeDispatch::act_on_request(Queue& queue, Timestamp now, Timestamp heard_until,
                                      DispatchEffects& effects) {
    auto const& request = queue.requests.front();
    switch (queue.stage) {
        case Stage::claimed:
            return;
        case Stage::sent:
            if (queue.stage_due <= heard_until && !queue.is_asked) queue.wants_status = true;
            return;
        case Stage::lost:
            if (is_called_back(queue)) return claim(queue, effects);
            if (request.attempts >= rules_.attempts_max) {
                abandon(queue,
                        "the exchange has not got it after " + std::to_string(request.attempts) +
                            " attempts",
                        effects);
                finish_first(queue, now);
                return;
            }
            if (queue.stage_due <= now && may_send(queue)) claim(queue, effects);
            return;
        case Stage::pending:
            if (!may_send(queue)) return;
            if (unanswered_ >= rules_.unanswered_max) {
                if (!std::exchange(queue.waits_to_send, true)) to_send_.push_back(queue.key.id);
                return;
            }
            return claim(queue, effects);
    }
}

void ExchangeDispatch::act_on_question(Queue& queue, Timestamp now, DispatchEffects& effects) {
    if (questions_open_ >= rules_.questions_open_max) {
        if (!std::exchange(queue.waits_to_ask, true)) to_ask_.push_back(queue.key.id);
        return;
    }
    queue.wants_status = false;
    queue.is_asked = true;
    queue.question_due = later(now, doubled(rules_.question_timeout, queue.silent));
    ++questions_open_;
    effects.ask.push_back(queue.key);
}

void ExchangeDispatch::claim(Queue& queue, DispatchEffects& effects) {
    bool const is_lost = queue.stage == Stage::lost && queue.is_of_session;
    effects.claim.push_back({queue.requests.front(), is_lost});
    set_stage(queue, Stage::claimed);
}

void ExchangeDispatch::abandon(Queue& queue, std::string reason, DispatchEffects& effects) {
    effects.abandon.push_back({queue.requests.front(), std::move(reason)});
}

void ExchangeDispatch::sent(OutboxRequest const& request, Timestamp now) {
    auto* const queue = find(request.order_id);
    if (queue == nullptr || queue->requests.empty()) return;
    DAYBOOK_ASSERT(queue->requests.front().entry_seq == request.entry_seq);
    queue->requests.front() = request;
    set_stage(*queue, Stage::sent);
    queue->is_of_session = true;
    queue->stage_due = later(now, rules_.answer_timeout);
    queue->silent = 0;
    queue->waits = 0;
    schedule(*queue, queue->stage_due);
}

void ExchangeDispatch::put_back(OutboxRequest const& request, Timestamp now) {
    auto* const queue = find(request.order_id);
    if (queue == nullptr || queue->requests.empty()) return;
    DAYBOOK_ASSERT(queue->requests.front().entry_seq == request.entry_seq);
    queue->requests.front() = request;
    set_stage(*queue, request.state == RequestState::PENDING ? Stage::pending : Stage::sent);
    queue->is_of_session = false;
    queue->stage_due = now;
    schedule(*queue, now);
}

void ExchangeDispatch::never_sent(OutboxRequest const& request, Timestamp now) {
    auto* const queue = find(request.order_id);
    if (queue == nullptr || queue->requests.empty()) return;
    // The question was asked for its sake.
    close_question(*queue);
    queue->wants_status = false;
    queue->silent = 0;
    put_back(request, now);
}

void ExchangeDispatch::answered(OrderId const& order_id, std::uint64_t entry_seq, Timestamp now) {
    auto* const queue = find(order_id);
    if (queue == nullptr || queue->requests.empty()) return;
    if (queue->requests.front().entry_seq == entry_seq) {
        finish_first(*queue, now);
    } else {
        auto const same = [&](auto const& request) { return request.entry_seq == entry_seq; };
        requests_ -= std::erase_if(queue->requests, same);
    }
    drop_if_done(order_id);
}

void ExchangeDispatch::finish_first(Queue& queue, Timestamp now) {
    set_stage(queue, Stage::pending);
    queue.is_of_session = false;
    queue.requests.pop_front();
    --requests_;
    // The question was asked for its sake.
    close_question(queue);
    queue.wants_status = false;
    queue.silent = 0;
    queue.waits = 0;
    queue.stage_due = now;
    if (!queue.requests.empty()) schedule(queue, now);
}

void ExchangeDispatch::heard_status(OrderId const& order_id, Timestamp now) {
    auto* const queue = find(order_id);
    if (queue == nullptr) return;
    close_question(*queue);
    queue->wants_status = false;
    queue->silent = 0;
    if (queue->stage == Stage::sent) queue->stage_due = later(now, rules_.answer_timeout);
    schedule_next(*queue, now);
    drop_if_done(order_id);
}

void ExchangeDispatch::request_waits(OrderId const& order_id, Timestamp now) {
    auto* const queue = find(order_id);
    if (queue == nullptr || queue->stage != Stage::sent) return;
    queue->stage_due = later(now, doubled(rules_.answer_timeout, queue->waits++));
    schedule_next(*queue, now);
}

void ExchangeDispatch::request_lost(OrderId const& order_id, Timestamp now) {
    auto* const queue = find(order_id);
    if (queue == nullptr || queue->stage != Stage::sent) return;
    set_stage(*queue, Stage::lost);
    auto const attempts = queue->requests.front().attempts;
    queue->stage_due = later(now, doubled(rules_.resend_pause, attempts > 0 ? attempts - 1 : 0));
    schedule_next(*queue, now);
}

OutboxRequest const* ExchangeDispatch::sent_request(OrderId const& order_id) const {
    auto const* const queue = find(order_id);
    bool const waits =
        queue != nullptr && (queue->stage == Stage::sent || queue->stage == Stage::lost);
    return waits ? &queue->requests.front() : nullptr;
}

bool ExchangeDispatch::is_asked(OrderId const& order_id) const {
    auto const* const queue = find(order_id);
    return queue != nullptr && queue->is_asked;
}

bool ExchangeDispatch::is_called_back(Queue const& queue) {
    auto const& first = queue.requests.front();
    if (first.action == ExchangeAction::CANCEL) return false;
    return std::ranges::any_of(
        queue.requests, [&](OutboxRequest const& request) { return calls_back(request, first); });
}

bool ExchangeDispatch::may_send(Queue const& queue) const {
    return !paused_ || queue.requests.front().action == ExchangeAction::CANCEL ||
           is_called_back(queue);
}

}  // namespace daybook::services
