#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/entry.hpp"
#include "services/account_book.hpp"

namespace daybook::support {

/// Checks every invariant of domain.md on a whole book and all its entries, with sums of its own.
/// Returns a sentence on the first that is broken.
[[nodiscard]] std::optional<std::string> check_book(services::AccountBook const& book,
                                                    std::vector<model::Entry> const& entries,
                                                    services::ReferenceData const& reference);

/// What differs between two books of one account; nullopt for nothing. What waits to be written
/// and what is kept to recognise repeats does not count.
[[nodiscard]] std::optional<std::string> difference(services::AccountBook const& a,
                                                    services::AccountBook const& b);

}  // namespace daybook::support
