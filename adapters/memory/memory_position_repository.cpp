#include "memory/memory_position_repository.hpp"

#include <memory>
#include <utility>

namespace daybook::memory {

MemoryPosition const* MemoryPositionRepository::stored(ports::PositionKey const& key) const {
    auto const* const account = transaction_.find(key.account_id);
    if (!account) return nullptr;
    auto const found = account->positions.find(key.instrument);
    return found == account->positions.end() ? nullptr : &found->second;
}

std::vector<std::optional<model::PositionState>> MemoryPositionRepository::find(
    std::span<ports::PositionKey const> keys) {
    std::vector<std::optional<model::PositionState>> found(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (auto const* position = stored(keys[i])) found[i] = position->state;
    }
    return found;
}

std::vector<std::vector<model::Lot>> MemoryPositionRepository::lots_of(
    std::span<ports::PositionKey const> keys) {
    std::vector<std::vector<model::Lot>> found(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        auto const* const position = stored(keys[i]);
        if (!position) continue;
        for (auto const& [number, lot] : position->lots) found[i].push_back(lot);
    }
    return found;
}

std::vector<std::vector<model::PositionState>> MemoryPositionRepository::of_accounts(
    std::span<model::AccountId const> accounts) {
    std::vector<std::vector<model::PositionState>> found;
    found.reserve(accounts.size());
    for (auto const& id : accounts) {
        auto& answer = found.emplace_back();
        auto const* const account = transaction_.find(id);
        if (!account) continue;
        for (auto const& [key, position] : account->positions) answer.push_back(position.state);
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
