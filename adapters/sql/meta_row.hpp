#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/book_identity.hpp"

namespace daybook::sql {

/// A row of `daybook_meta`.
struct MetaRow {
    std::string key;
    std::string value;
};

inline constexpr std::string_view book_id_key = "book_id";
inline constexpr std::string_view timeline_key = "timeline";

[[nodiscard]] std::vector<MetaRow> rows_of(model::BookIdentity const& identity);
/// What `rows` do not say is empty.
[[nodiscard]] model::BookIdentity identity_of(std::span<MetaRow const> rows);

}  // namespace daybook::sql
