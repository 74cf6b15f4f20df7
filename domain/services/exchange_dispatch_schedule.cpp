#include <algorithm>
#include <utility>

#include "services/exchange_dispatch.hpp"
#include "services/time_arithmetic.hpp"

namespace daybook::services {

using namespace model;

void ExchangeDispatch::set_stage(Queue& queue, Stage stage) {
    auto const counts = [](Stage which) { return which == Stage::pending ? 0u : 1u; };
    unanswered_ += counts(stage);
    unanswered_ -= counts(queue.stage);
    queue.stage = stage;
}

void ExchangeDispatch::close_question(Queue& queue) {
    if (std::exchange(queue.is_asked, false)) --questions_open_;
}

/// Lets as many try again as there is room for.
void ExchangeDispatch::use_room(Timestamp now) {
    auto const free = [](std::size_t used, std::size_t max) { return used < max ? max - used : 0; };
    let_go(to_ask_, free(questions_open_, rules_.questions_open_max), &Queue::waits_to_ask, now);
    let_go(to_send_, free(unanswered_, rules_.unanswered_max), &Queue::waits_to_send, now);
}

void ExchangeDispatch::let_go(std::deque<OrderId>& waiting, std::size_t room, bool Queue::* waits,
                              Timestamp now) {
    for (; room > 0 && !waiting.empty(); --room) {
        auto* const queue = find(waiting.front());
        waiting.pop_front();
        if (queue == nullptr) continue;
        queue->*waits = false;
        schedule(*queue, now);
    }
}

void ExchangeDispatch::schedule(Queue& queue, Timestamp due) {
    if (queue.scheduled && *queue.scheduled <= due) return;
    unschedule(queue);
    queue.scheduled = due;
    due_.emplace(due, queue.key.id);
}

void ExchangeDispatch::unschedule(Queue& queue) {
    if (!queue.scheduled) return;
    due_.erase({*queue.scheduled, queue.key.id});
    queue.scheduled.reset();
}

/// When time alone brings the queue something to do. What is due and could not be done because
/// reports wait to be told is tried again soon.
void ExchangeDispatch::schedule_next(Queue& queue, Timestamp now) {
    constexpr std::chrono::milliseconds soon{50};
    auto const not_before = [&](Timestamp due) { return std::max(due, later(now, soon)); };
    if (queue.is_asked) return schedule(queue, not_before(queue.question_due));
    if (queue.stage == Stage::sent && !queue.waits_to_ask) {
        schedule(queue, not_before(queue.stage_due));
    }
    if (queue.stage != Stage::lost || !may_send(queue)) return;
    schedule(queue, not_before(is_called_back(queue) ? now : queue.stage_due));
}

void ExchangeDispatch::drop_if_done(OrderId const& order_id) {
    auto const found = queues_.find(order_id);
    if (found == queues_.end()) return;
    auto& queue = found->second;
    if (!queue.requests.empty() || queue.wants_status || queue.is_asked) return;
    unschedule(queue);
    queues_.erase(found);
}

std::chrono::microseconds ExchangeDispatch::doubled(std::chrono::microseconds pause,
                                                    std::uint64_t times) const {
    for (; times > 0 && pause < rules_.pause_max; --times) pause *= 2;
    return std::min(pause, rules_.pause_max);
}

ExchangeDispatch::Queue* ExchangeDispatch::find(OrderId const& order_id) {
    auto const found = queues_.find(order_id);
    return found == queues_.end() ? nullptr : &found->second;
}

ExchangeDispatch::Queue const* ExchangeDispatch::find(OrderId const& order_id) const {
    auto const found = queues_.find(order_id);
    return found == queues_.end() ? nullptr : &found->second;
}

}  // namespace daybook::services
