#pragma once

#include "model/names.hpp"
#include "ports/outbound/migrator.hpp"

/// As the history's column `state` keeps them.
template <>
inline constexpr auto daybook::model::names_of<daybook::ports::MigrationState> =
    std::to_array<std::string_view>({"applied", "baseline", "running", "failed"});
