#include "memory/memory_position_repository.hpp"

#include <memory>
#include <utility>

namespace daybook::memory {

std::vector<std::optional<ports::StoredPosition>> MemoryPositionRepository::find(
    std::span<ports::PositionKey const> keys) {
    std::vector<std::optional<ports::StoredPosition>> found;
    found.reserve(keys.size());
    for (auto const& key : keys) {
        auto& answer = found.emplace_back();
        auto const* const account = transaction_.find(key.account_id);
        if (!account) continue;
        auto const stored = account->positions.find(key.instrument);
        if (stored == account->positions.end()) continue;
        answer.emplace(ports::StoredPosition{.state = stored->second.state, .lots = {}});
        for (auto const& [number, lot] : stored->second.lots) answer->lots.push_back(lot);
    }
    return found;
}

void MemoryPositionRepository::save(std::span<ports::PositionChange const> changes) {
    for (auto const& change : changes) {
        auto& positions = transaction_.of(change.state.account_id).positions;
        auto at = positions.find(change.state.instrument);
        if (at == positions.end()) {
            at = transaction_.insert(positions, change.state.instrument,
                                     MemoryPosition{.state = change.state, .lots = {}}, "position");
        } else {
            transaction_.overwrite(at->second.state, change.state);
        }
        save_lots(at->second, change);
    }
}

void MemoryPositionRepository::save_lots(MemoryPosition& position,
                                         ports::PositionChange const& change) {
    auto& lots = position.lots;
    for (auto const number : change.removed_lots) {
        auto const at = lots.find(number);
        if (at == lots.end()) continue;
        // Comes back as the same node, so that earlier undo steps still find their lot.
        auto node = std::make_shared<decltype(lots.extract(at))>(lots.extract(at));
        transaction_.on_rollback([&lots, node] { lots.insert(std::move(*node)); });
    }
    for (auto const& lot : change.changed_lots) {
        auto const [at, is_new] = lots.try_emplace(lot.number, lot);
        if (is_new) {
            transaction_.on_rollback([&lots, number = lot.number] { lots.erase(number); });
        } else {
            transaction_.overwrite(at->second, lot);
        }
    }
}

}  // namespace daybook::memory
