#pragma once

#include <type_traits>
#include <utility>

namespace daybook::sql {

/// Reads a row of `table` from the columns of its select list.
/// `reader` has read(values...), as the answers of both engines have.
template <auto const& table, class Reader>
[[nodiscard]] auto read_row(Reader& reader) {
    typename std::remove_cvref_t<decltype(table)>::Row row;
    table.with_members([&](auto... members) { reader.read(row.*members...); });
    return row;
}

/// The same as the model has it, which is what to_model() makes of a row that is not the model's.
template <auto const& table, class Reader>
[[nodiscard]] auto read_model(Reader& reader) {
    auto row = read_row<table>(reader);
    if constexpr (requires { to_model(std::move(row)); }) {
        return to_model(std::move(row));
    } else {
        return row;
    }
}

}  // namespace daybook::sql
