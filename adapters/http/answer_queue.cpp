#include "http/answer_queue.hpp"

#include <utility>

namespace daybook::http {

AnswerQueue::Slot& AnswerQueue::add(TimePoint deadline, std::size_t answer_bytes) {
    auto& slot = slots_.emplace_back(requests_, answers_);
    slot.number = next_number_++;
    slot.deadline = deadline;
    slot.answer.set(answer_bytes);
    bytes_ += answer_bytes;
    ++in_flight_;
    return slot;
}

AnswerQueue::Slot* AnswerQueue::awaited(std::uint64_t number) {
    if (slots_.empty() || number < slots_.front().number) return nullptr;
    auto const index = static_cast<std::size_t>(number - slots_.front().number);
    if (index >= slots_.size() || slots_[index].ready) return nullptr;
    return &slots_[index];
}

void AnswerQueue::put(Slot& slot, std::string text) {
    bytes_ = bytes_ - slot.answer.bytes() + text.size();
    --in_flight_;
    slot.text = std::move(text);
    slot.ready = true;
    slot.request.set(0);
    slot.answer.set(slot.text.size());
}

std::vector<std::uint64_t> AnswerQueue::late(TimePoint now) const {
    std::vector<std::uint64_t> numbers;
    for (auto const& slot : slots_) {
        if (!slot.ready && now >= slot.deadline) numbers.push_back(slot.number);
    }
    return numbers;
}

AnswerQueue::Taken AnswerQueue::take_ready(std::size_t bytes) {
    Taken taken{{}, HeldBytes{answers_}, nullptr};
    while (!slots_.empty() && slots_.front().ready && taken.text.size() < bytes && !taken.stream) {
        auto& slot = slots_.front();
        bytes_ -= slot.text.size();
        if (taken.text.empty()) {
            taken.text = std::move(slot.text);
        } else {
            taken.text += slot.text;
        }
        taken.stream = std::move(slot.stream);
        taken.held.set(taken.text.size());
        slots_.pop_front();
    }
    return taken;
}

void AnswerQueue::clear() {
    slots_.clear();
    in_flight_ = 0;
    bytes_ = 0;
}

}  // namespace daybook::http
