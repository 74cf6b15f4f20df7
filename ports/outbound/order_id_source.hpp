#pragma once

#include <cstddef>
#include <vector>

#include "model/order_id.hpp"

namespace daybook::ports {

/// Draws ids for new orders. Threads: safe.
class OrderIdSource {
  public:
    virtual ~OrderIdSource() = default;
    /// Shape: `count` ids, ascending, never drawn before by anyone.
    [[nodiscard]] virtual std::vector<model::OrderId> next(std::size_t count) = 0;
};

}  // namespace daybook::ports
