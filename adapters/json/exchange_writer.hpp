#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/names.hpp"
#include "ports/inbound/exchange_control.hpp"

namespace daybook::model {

template <>
inline constexpr auto names_of<ports::ExchangeStatus::Session> =
    std::to_array<std::string_view>({"standby", "down", "synchronizing", "up"});

static_assert(name_of(ports::ExchangeStatus::Session::up) == "up");

}  // namespace daybook::model

namespace daybook::json {

/// Appends one JSON object in the shape of docs/api.md.
/// `cancels_asked` stands there where it is given.
void append_json(std::string& out, ports::ExchangeStatus const& exchange,
                 std::optional<std::uint64_t> cancels_asked = {});

}  // namespace daybook::json
