#include "sql/meta_row.hpp"

namespace daybook::sql {

std::vector<MetaRow> rows_of(model::BookIdentity const& identity) {
    return {{std::string{book_id_key}, identity.book_id},
            {std::string{timeline_key}, identity.timeline}};
}

model::BookIdentity identity_of(std::span<MetaRow const> rows) {
    model::BookIdentity identity;
    for (auto const& row : rows) {
        if (row.key == book_id_key) identity.book_id = row.value;
        if (row.key == timeline_key) identity.timeline = row.value;
    }
    return identity;
}

}  // namespace daybook::sql
