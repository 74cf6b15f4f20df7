#include "memory/memory_reference_repository.hpp"

namespace daybook::memory {
namespace {

template <class Map, class Keys>
auto find_all(Map const& map, Keys const& keys) {
    std::vector<std::optional<typename Map::mapped_type>> found;
    found.reserve(keys.size());
    for (auto const& key : keys) {
        auto const at = map.find(key);
        found.push_back(at == map.end() ? std::nullopt : std::optional{at->second});
    }
    return found;
}

}  // namespace

std::vector<std::optional<model::Asset>> MemoryReferenceRepository::find_assets(
    std::span<model::AssetCode const> codes) {
    return find_all(transaction_.book().assets, codes);
}

std::vector<std::optional<model::Instrument>> MemoryReferenceRepository::find_instruments(
    std::span<model::InstrumentKey const> keys) {
    return find_all(transaction_.book().instruments, keys);
}

void MemoryReferenceRepository::add_assets(std::span<model::Asset const> assets) {
    for (auto const& asset : assets) {
        transaction_.insert(transaction_.book().assets, asset.code, asset, "asset");
    }
}

void MemoryReferenceRepository::save_instruments(std::span<model::Instrument const> instruments) {
    auto& stored = transaction_.book().instruments;
    for (auto const& instrument : instruments) {
        auto const at = stored.find(instrument.key);
        if (at == stored.end()) {
            transaction_.insert(stored, instrument.key, instrument, "instrument");
        } else {
            transaction_.overwrite(at->second, instrument);
        }
    }
}

}  // namespace daybook::memory
