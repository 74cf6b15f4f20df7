#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "ports/outbound/book_reader.hpp"

namespace daybook::app {

/// How many rows are read at once.
inline constexpr std::size_t page_rows = 1'000;

/// Reads a list page by page. `fetch(after)` reads the page after a key, nullopt for the first;
/// `key_of(row)` is a row's key; `use(row)` returns false to stop. Returns false if stopped.
template <class Key, class Fetch, class KeyOf, class Use>
bool for_each_row(Fetch const& fetch, KeyOf const& key_of, Use const& use) {
    std::optional<Key> after;
    while (true) {
        auto const rows = fetch(after);
        for (auto const& row : rows) {
            if (!use(row)) return false;
        }
        if (rows.size() < page_rows) return true;
        after = key_of(rows.back());
    }
}

/// Calls `use` for the account that `only` names, or for every trading account, in order, until
/// it returns false.
/// Throws: Failure with usage if there is no such account.
void for_each_account(ports::BookReader& book, std::optional<std::string> const& only,
                      std::function<bool(model::Account const&)> const& use);

}  // namespace daybook::app
