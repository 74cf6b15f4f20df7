#pragma once

#include "ports/inbound/exchange_control.hpp"
#include "ports/inbound/market_control.hpp"

namespace daybook::app {

/// What a worker without an exchange has to say about exchanges.
class NoExchanges final : public ports::ExchangeControl, public ports::MarketControl {
  public:
    [[nodiscard]] std::vector<ports::ExchangeStatus> exchanges() const override { return {}; }
    void ask(model::ExchangeCode const&, ports::ExchangeWish, Done done) override {
        done({ports::ExchangeControl::Outcome::unknown_exchange});
    }
    [[nodiscard]] ports::MarketControl::Outcome post_price(
        model::Instrument const&, model::Price, std::optional<model::Quantity>) override {
        return ports::MarketControl::Outcome::unknown_exchange;
    }
    [[nodiscard]] ports::MarketControl::Outcome play(model::ExchangeCode const&,
                                                     std::optional<model::Timestamp>) override {
        return ports::MarketControl::Outcome::unknown_exchange;
    }
};

}  // namespace daybook::app
