#include "paper/paper_order.hpp"

namespace daybook::paper {

using model::OrderStatus;

OrderStatus PaperOrder::status() const {
    bool const is_gone =
        stage == Stage::rejected || stage == Stage::canceled || stage == Stage::expired;
    if (!is_gone && pending_cancels > 0) return OrderStatus::PENDING_CANCEL;
    if (!is_gone && pending_replaces > 0) return OrderStatus::PENDING_REPLACE;
    if (is_filled()) return OrderStatus::FILLED;
    switch (stage) {
        case Stage::pending:
            return OrderStatus::PENDING_NEW;
        case Stage::rejected:
            return OrderStatus::REJECTED;
        case Stage::canceled:
            return OrderStatus::CANCELED;
        case Stage::expired:
            return OrderStatus::EXPIRED;
        case Stage::working:
            break;
    }
    return filled_base.is_positive() ? OrderStatus::PARTIALLY_FILLED : OrderStatus::NEW;
}

}  // namespace daybook::paper
