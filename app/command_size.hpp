#pragma once

#include <cstddef>

#include "model/command.hpp"

namespace daybook::app {

/// About how much memory a batch takes. Units: bytes.
[[nodiscard]] std::size_t size_of(model::CommandBatch const& batch);

}  // namespace daybook::app
