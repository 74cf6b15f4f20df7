#pragma once

#include <string>
#include <vector>

#include "model/execution.hpp"
#include "model/instrument.hpp"
#include "paper/paper_order.hpp"
#include "ports/outbound/exchange_gateway.hpp"

namespace daybook::paper {

/// Writes what the market says, in the order in which it happened.
///
/// Exec ids are the exchange order id and the number of the report on that order, so that they do
/// not depend on what happens to other orders.
class PaperReports {
  public:
    explicit PaperReports(std::string id_prefix) : id_prefix_{std::move(id_prefix)} {}

    void set_time(model::Timestamp now) { now_ = now; }
    [[nodiscard]] model::ExchangeOrderId order_id_for(ports::ClientOrderId const& placed_by) const;

    /// A change of the order that nobody asked for: NEW, EXPIRED, CANCELED.
    void tell(PaperOrder& order, model::ExecType type, std::string reason = {});
    /// The answer to a request that concerns a known order. `order.client_order_id` is still that
    /// of the request accepted before. REPLACED carries the order's terms.
    void answer(PaperOrder& order, ports::ExchangeRequest const& request, model::ExecType type,
                std::string reason = {});
    void fill(PaperOrder& order, model::Instrument const& instrument, model::Quantity quantity,
              model::Price price, model::Liquidity liquidity);
    /// The refusal of a request that concerns no order that is known.
    void refuse(ports::ExchangeRequest const& request, std::string reason);
    void status(PaperOrder& order, ports::ExchangeRequest const& request);
    void unknown(ports::ExchangeRequest const& request);

    /// What was written since the last call.
    [[nodiscard]] std::vector<ports::ExchangeReport> take();

  private:
    ports::ExchangeReport& write(PaperOrder& order, model::ExecType type);

    std::string id_prefix_;
    model::Timestamp now_;
    std::vector<ports::ExchangeReport> reports_;
};

}  // namespace daybook::paper
