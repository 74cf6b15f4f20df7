#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "memory/memory_book.hpp"
#include "ports/outbound/storage_error.hpp"

namespace daybook::memory {

/// Changes to a book that can be taken back. The first failure is final, as in a database: every
/// later call throws it again.
class MemoryTransaction {
  public:
    explicit MemoryTransaction(MemoryBook& book) : book_{book} {}
    MemoryTransaction(MemoryTransaction const&) = delete;
    MemoryTransaction& operator=(MemoryTransaction const&) = delete;

    [[nodiscard]] MemoryBook& book();
    /// What belongs to an account; nullptr where nothing does.
    [[nodiscard]] MemoryAccount* find(model::AccountId const& id);
    /// The same, made where there is none: an empty one is as good as none.
    [[nodiscard]] MemoryAccount& of(model::AccountId const& id);

    /// Runs `undo` if the transaction is rolled back, the latest first.
    template <class Undo>
    void on_rollback(Undo undo) {
        undo_.emplace_back(std::move(undo));
    }
    /// Assigns and remembers what was there.
    template <class Value>
    void overwrite(Value& target, Value value) {
        on_rollback([&target, before = std::exchange(target, std::move(value))]() mutable {
            target = std::move(before);
        });
    }
    /// Inserts what is new by its key. Throws: conflict where the key is taken.
    template <class Map>
    typename Map::iterator insert(Map& map, typename Map::key_type const& key,
                                  typename Map::mapped_type const& value, char const* what) {
        auto const size = map.size();
        // New keys are mostly greater than all before.
        auto const at = emplace(map, key, value);
        if (map.size() == size) conflict(what);
        on_rollback([&map, at] { map.erase(at); });
        return at;
    }
    [[noreturn]] void conflict(char const* what);

    /// Throws the first failure, if there was one.
    void require_usable() const;
    void roll_back() noexcept;
    void keep() noexcept { undo_.clear(); }

  private:
    template <class Map>
    static typename Map::iterator emplace(Map& map, typename Map::key_type const& key,
                                          typename Map::mapped_type const& value) {
        if constexpr (requires { map.key_comp(); }) {
            return map.try_emplace(map.end(), key, value);
        } else {
            return map.try_emplace(key, value).first;
        }
    }

    MemoryBook& book_;
    MemoryAccount* latest_ = nullptr;
    std::vector<std::function<void()>> undo_;
    std::optional<ports::StorageError> failure_;
};

}  // namespace daybook::memory
