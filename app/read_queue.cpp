#include "app/read_queue.hpp"

#include <algorithm>
#include <utility>

namespace daybook::app {

bool ReadQueue::push(QueuedRead read) {
    auto const client = read.caller.client;
    if (size() >= reads_max_ && is_waiting(client)) return false;
    auto& turns = read.size == ports::ReadSize::small ? small_ : large_;
    auto& own = turns.waiting[client];
    if (own.empty()) turns.clients.push_back(client);
    own.push_back(std::move(read));
    ++turns.size;
    return true;
}

std::optional<QueuedRead> ReadQueue::pop(bool with_large) {
    bool const has_large = with_large && large_.size > 0;
    if (!has_large && small_.size == 0) return std::nullopt;
    bool const takes_large = has_large && (large_is_next_ || small_.size == 0);
    large_is_next_ = !takes_large;
    return pop_from(takes_large ? large_ : small_);
}

QueuedRead ReadQueue::pop_from(Turns& turns) {
    auto const client = turns.clients.front();
    turns.clients.pop_front();
    auto const own = turns.waiting.find(client);
    auto read = std::move(own->second.front());
    own->second.pop_front();
    --turns.size;
    if (own->second.empty()) {
        turns.waiting.erase(own);
    } else {
        turns.clients.push_back(client);
    }
    return read;
}

std::vector<QueuedRead> ReadQueue::take_abandoned(TimePoint now) {
    std::vector<QueuedRead> abandoned;
    take_abandoned_from(small_, now, abandoned);
    take_abandoned_from(large_, now, abandoned);
    return abandoned;
}

void ReadQueue::take_abandoned_from(Turns& turns, TimePoint now, std::vector<QueuedRead>& into) {
    auto const before = into.size();
    for (auto& [client, own] : turns.waiting) {
        auto const first = std::stable_partition(
            own.begin(), own.end(),
            [&](QueuedRead const& read) { return read.caller.is_waiting(now); });
        std::move(first, own.end(), std::back_inserter(into));
        own.erase(first, own.end());
    }
    turns.size -= into.size() - before;
    std::erase_if(turns.waiting, [](auto const& each) { return each.second.empty(); });
    std::erase_if(turns.clients,
                  [&](std::uint64_t client) { return !turns.waiting.contains(client); });
}

bool ReadQueue::is_waiting(std::uint64_t client) const {
    return small_.waiting.contains(client) || large_.waiting.contains(client);
}

}  // namespace daybook::app
