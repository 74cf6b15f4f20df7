#pragma once

#include <string>

#include "ports/outbound/book_reader.hpp"

namespace daybook::support {

/// Everything that a book holds, as text: two books are equal exactly when their texts are.
[[nodiscard]] std::string text_of(ports::BookReader& book);
[[nodiscard]] std::string text_of(ports::BookSnapshots& snapshots);

}  // namespace daybook::support
