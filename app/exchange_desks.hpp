#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "app/exchange_desk.hpp"
#include "app/lane.hpp"
#include "ports/inbound/exchange_control.hpp"

namespace daybook::app {

/// The desks of a worker, one an exchange, as operators see them. Threads: safe.
class ExchangeDesks final : public ports::ExchangeControl {
  public:
    explicit ExchangeDesks(std::vector<std::unique_ptr<ExchangeDesk>> desks);

    [[nodiscard]] std::vector<ports::ExchangeStatus> exchanges() const override;
    void ask(model::ExchangeCode const& exchange, ports::ExchangeWish wish, Done done) override;

    /// Tells every desk that requests may have been committed for these accounts.
    void wake(std::span<model::AccountId const> accounts) const;
    void stop();

  private:
    [[nodiscard]] ExchangeDesk* find(model::ExchangeCode const& exchange) const;

    std::vector<std::unique_ptr<ExchangeDesk>> desks_;
};

/// Runs batches, and tells whose of them may have left requests to exchanges behind, after they are
/// committed. Threads: as the runner within.
class RequestingRunner final : public BatchRunner {
  public:
    /// `tell` is called on the lane's thread and must not block.
    RequestingRunner(std::unique_ptr<BatchRunner> runner,
                     std::function<void(std::span<model::AccountId const>)> tell)
        : runner_{std::move(runner)}, tell_{std::move(tell)} {}

    [[nodiscard]] std::vector<std::vector<model::Answer>> run(
        std::span<model::CommandBatch const> batches) override;

  private:
    std::unique_ptr<BatchRunner> runner_;
    std::function<void(std::span<model::AccountId const>)> tell_;
};

}  // namespace daybook::app
