#pragma once

#include <string>

namespace daybook::model {

/// Which book this is, and which of its histories: an entry's number names the same entry for ever
/// only within one timeline.
struct BookIdentity {
    /// A UUID, drawn when the book is made; it stays through every restore. Empty before.
    std::string book_id;
    /// The book's id at first; a UUID of its own after each restore, and after each time that the
    /// book was found to have gone back.
    std::string timeline;

    /// Whether nothing that was booked has ever been taken back, as far as anybody knows.
    [[nodiscard]] bool is_first_timeline() const { return timeline == book_id; }

    friend bool operator==(BookIdentity const&, BookIdentity const&) = default;
};

}  // namespace daybook::model
