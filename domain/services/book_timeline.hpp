#pragma once

#include "model/book_identity.hpp"
#include "ports/outbound/order_id_source.hpp"
#include "ports/outbound/unit_of_work.hpp"

namespace daybook::services {

/// Gives a book that has none yet its id and its first timeline. Returns what it has now.
/// Throws: StorageError.
model::BookIdentity identify_book(ports::UnitOfWork& unit_of_work, ports::OrderIdSource& ids);

/// Begins a new timeline of the book: from now on numbers of entries may name others than before.
/// Throws: StorageError.
model::BookIdentity begin_timeline(ports::UnitOfWork& unit_of_work, ports::OrderIdSource& ids);

}  // namespace daybook::services
