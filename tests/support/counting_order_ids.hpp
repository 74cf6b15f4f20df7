#pragma once

#include "ports/outbound/order_id_source.hpp"

namespace daybook::support {

/// Ids that count up from one: the same in every run.
class CountingOrderIds final : public ports::OrderIdSource {
  public:
    std::vector<model::OrderId> next(std::size_t count) override {
        std::vector<model::OrderId> ids;
        for (std::size_t i = 0; i < count; ++i) {
            ++last_;
            model::OrderId::Bytes bytes{};
            for (std::size_t byte = 0; byte < 8; ++byte) {
                bytes[15 - byte] = static_cast<std::uint8_t>(last_ >> (8 * byte));
            }
            ids.emplace_back(bytes);
        }
        return ids;
    }

  private:
    std::uint64_t last_ = 0;
};

}  // namespace daybook::support
