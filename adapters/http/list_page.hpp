#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "http/http_backend.hpp"
#include "http/list_cursor.hpp"
#include "json/object_writer.hpp"
#include "model/instrument.hpp"

namespace daybook::http {

/// Which part of a list is asked for.
struct ListPlace {
    static constexpr std::size_t limit_default = 100;
    static constexpr std::size_t limit_max = 1'000;

    std::uint64_t list = 0;
    std::size_t limit = limit_default;
    /// The key of the last item of the page before.
    std::optional<std::string> after;

    /// One more than is shown tells whether there is a next page.
    [[nodiscard]] std::size_t rows() const { return limit + 1; }
};

/// Reads the parameters `limit` and `cursor`.
[[nodiscard]] tl::expected<ListPlace, model::Malformed> list_place(Call const& call);

/// Keys in cursors as values. Errors: invalid_value for a key that was never written.
[[nodiscard]] tl::expected<std::uint64_t, model::Malformed> number_after(ListPlace const& place);
[[nodiscard]] tl::expected<std::optional<model::InstrumentKey>, model::Malformed> instrument_after(
    ListPlace const& place);
[[nodiscard]] std::string key_text(model::InstrumentKey const& key);
[[nodiscard]] model::Malformed invalid_cursor();

/// Reads a number parameter; `otherwise` where it is not given.
[[nodiscard]] tl::expected<std::uint64_t, model::Malformed> number_parameter(
    Call const& call, std::string_view name, std::uint64_t otherwise);

/// Writes `{"items":[...],"next_cursor":...}`. Shape: `rows` as asked for with place.rows();
/// `write` appends a row to a text, `key_of` gives a row's key as text.
template <class Rows, class Write, class KeyOf>
[[nodiscard]] Response list_page(Rows const& rows, ListPlace const& place, Write write,
                                 KeyOf key_of) {
    Response response;
    {
        json::ObjectWriter object{response.body};
        auto const shown = std::min(rows.size(), place.limit);
        auto& out = object.member("items");
        out += '[';
        for (std::size_t i = 0; i < shown; ++i) {
            if (i > 0) out += ',';
            write(out, rows[i]);
        }
        out += ']';
        if (rows.size() > shown) {
            object.text("next_cursor", encode_cursor(place.list, key_of(rows[shown - 1])));
        } else {
            object.null("next_cursor");
        }
    }
    return response;
}

}  // namespace daybook::http
