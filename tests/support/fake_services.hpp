#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "ports/inbound/command_service.hpp"
#include "ports/inbound/exchange_control.hpp"
#include "ports/inbound/market_control.hpp"
#include "ports/inbound/query_service.hpp"
#include "support/fake_book.hpp"

namespace daybook::support {

/// Answers batches with what it is told, at once or when it is released. Threads: safe, but for
/// the public members, which are set before it is used.
class FakeCommandService final : public ports::CommandService {
  public:
    using Answerer = std::function<model::Answer(model::Command const&)>;

    Submitted result = Submitted::accepted;
    /// DONE, with an order where the command is about one.
    Answerer answer = done_with_order;
    bool unavailable = false;
    /// Keeps batches until release().
    bool holds = false;

    Submitted submit(model::CommandBatch batch,
                     std::function<void(ports::BatchOutcome)> done) override;

    /// Answers what is held, in order or backwards, and holds no more.
    void release(bool backwards = false);
    /// Waits until so many batches have come.
    void wait_for_batches(std::size_t count);
    [[nodiscard]] std::vector<model::CommandBatch> batches();

    [[nodiscard]] static model::Answer done_with_order(model::Command const& command);

  private:
    struct Held {
        model::CommandBatch batch;
        std::function<void(ports::BatchOutcome)> done;
    };
    [[nodiscard]] ports::BatchOutcome outcome_of(model::CommandBatch const& batch) const;

    std::mutex mutex_;
    std::condition_variable came_;
    std::vector<model::CommandBatch> batches_;
    std::vector<Held> held_;
};

/// Runs reads on a fake book, on the caller's thread.
class FakeQueryService final : public ports::QueryService {
  public:
    Submitted result = Submitted::accepted;
    /// How many reads have run.
    std::atomic<std::size_t> reads = 0;
    FakeBook book;
    /// Those of the last read. Threads: safe.
    [[nodiscard]] ports::ReadCaller caller();
    [[nodiscard]] ports::ReadSize size();

    Submitted submit(ports::ReadCaller read_caller, ports::ReadSize read_size,
                     std::function<void(ports::BookReader&)> read,
                     std::function<void(std::exception_ptr)> done) override;
    Submitted find_order(ports::OrderKey key, OrderFound done) override;

  private:
    std::mutex mutex_;
    ports::ReadCaller caller_;
    ports::ReadSize size_ = ports::ReadSize::small;
};

/// Notes what it is asked, and answers at once.
class FakeExchangeControl final : public ports::ExchangeControl {
  public:
    std::vector<ports::ExchangeStatus> rows;
    Outcome outcome = Outcome::done;
    /// What a pause that cancels all has asked for.
    std::uint64_t cancels = 0;
    /// `pause VENUE why`, `pause VENUE why and cancel all`, `resume VENUE`, `ask VENUE`.
    std::vector<std::string> asked;

    std::vector<ports::ExchangeStatus> exchanges() const override { return rows; }
    void ask(model::ExchangeCode const& exchange, ports::ExchangeWish wish, Done done) override;
};

/// Notes what it is told, and answers at once.
class FakeMarketControl final : public ports::MarketControl {
  public:
    Outcome outcome = Outcome::done;
    /// `VENUE BTC-USD 100 2`, `play VENUE`, `play VENUE 2026-11-21T09:30:00.000000Z`.
    std::vector<std::string> told;

    Outcome post_price(model::Instrument const& instrument, model::Price price,
                       std::optional<model::Quantity> quantity_base) override;
    Outcome play(model::ExchangeCode const& exchange,
                 std::optional<model::Timestamp> until) override;
};

}  // namespace daybook::support
