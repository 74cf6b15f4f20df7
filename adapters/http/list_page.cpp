#include "http/list_page.hpp"

#include <charconv>
#include <utility>

#include "http/route_table.hpp"

namespace daybook::http {

namespace {

constexpr char key_separator = '\n';

std::optional<std::uint64_t> to_number(std::string_view text) {
    std::uint64_t value = 0;
    auto const* const end = text.data() + text.size();
    auto const [at, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || at != end || value > INT64_MAX) return std::nullopt;
    return value;
}

std::uint64_t identity_of(Call const& call) {
    ListIdentity identity;
    identity.add(call.route->path);
    for (auto const& value : call.values) identity.add(value);
    for (auto const& [name, value] : call.target.parameters) {
        if (name == "limit" || name == "cursor") continue;
        identity.add(name);
        identity.add(value);
    }
    return identity.value();
}

}  // namespace

tl::expected<ListPlace, model::Malformed> list_place(Call const& call) {
    ListPlace place;
    place.list = identity_of(call);
    auto const limit = number_parameter(call, "limit", ListPlace::limit_default);
    if (!limit || *limit == 0 || *limit > ListPlace::limit_max) {
        return tl::unexpected{malformed(model::Refusal::invalid_value, "limit",
                                        "limit must be a whole number from 1 to 1000")};
    }
    place.limit = static_cast<std::size_t>(*limit);
    if (auto const cursor = parameter(call, "cursor")) {
        place.after = decode_cursor(place.list, *cursor);
        if (!place.after) return tl::unexpected{invalid_cursor()};
    }
    return place;
}

tl::expected<std::uint64_t, model::Malformed> number_after(ListPlace const& place) {
    if (!place.after) return 0;
    auto const number = to_number(*place.after);
    if (!number) return tl::unexpected{invalid_cursor()};
    return *number;
}

tl::expected<std::optional<model::InstrumentKey>, model::Malformed> instrument_after(
    ListPlace const& place) {
    if (!place.after) return std::nullopt;
    auto const separator = place.after->find(key_separator);
    if (separator == std::string::npos) return tl::unexpected{invalid_cursor()};
    model::InstrumentKey key;
    key.exchange = model::ExchangeCode{place.after->substr(0, separator)};
    key.symbol = model::Symbol{place.after->substr(separator + 1)};
    return key;
}

std::string key_text(model::InstrumentKey const& key) {
    return key.exchange.value() + key_separator + key.symbol.value();
}

model::Malformed invalid_cursor() {
    return malformed(model::Refusal::invalid_value, "cursor",
                     "cursor must be the next_cursor of a page of the same list");
}

tl::expected<std::uint64_t, model::Malformed> number_parameter(Call const& call,
                                                               std::string_view name,
                                                               std::uint64_t otherwise) {
    auto const text = parameter(call, name);
    if (!text) return otherwise;
    auto const number = to_number(*text);
    if (number) return *number;
    return tl::unexpected{malformed(model::Refusal::invalid_value, std::string{name},
                                    std::string{name} + " must be a whole number")};
}

}  // namespace daybook::http
