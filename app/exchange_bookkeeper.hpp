#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "app/exchange_inbox.hpp"
#include "app/exchange_orders.hpp"
#include "app/report_context.hpp"
#include "model/command.hpp"
#include "ports/inbound/command_service.hpp"
#include "ports/outbound/clock.hpp"
#include "services/exchange_answers.hpp"
#include "services/exchange_dispatch.hpp"

namespace daybook::app {

/// Books what an exchange reports, in the order in which it came: some reports at once, and the
/// next when these are in the book. Only then the exchange is told so, and the dispatch what they
/// answer.
///
/// A report that names no order of ours, or that cannot be read, and one that the book refuses, is
/// kept as a discrepancy in an account of the exchange's own. Status reports are not booked: only
/// what they tell that the book has not heard is. Whatever is not booked because the store is away
/// stays, and is tried again with the same commands.
///
/// Threads: not safe. Throws: StorageError from advance(), which may be called again then.
class ExchangeBookkeeper {
  public:
    struct Outside {
        model::ExchangeCode exchange;
        ExchangeOrders& orders;
        /// Called with what is to be booked; the outcome comes by take_outcome(), on this thread.
        std::function<ports::CommandService::Submitted(model::CommandBatch)> submit;
        ports::Clock& clock;
        /// Makes requests answered that no report answers which is booked. Throws: StorageError.
        std::function<void(std::span<ports::AnsweredRequest const>)> answer;
        /// Told of each report that is done with.
        std::function<void()> on_done;
        std::size_t batch_reports_max = 1'000;
        /// Whether the exchange can be asked how an order stands.
        bool may_ask = true;
    };
    struct Totals {
        std::uint64_t reports_booked = 0;
        std::uint64_t reports_kept_aside = 0;
        /// Status reports that told of trades that the book does not have.
        std::uint64_t trades_missing = 0;
    };

    explicit ExchangeBookkeeper(Outside outside) : outside_{std::move(outside)} {}

    void take(ArrivedReport report) {
        ++taken_;
        waiting_.push_back(std::move(report));
    }
    void take_outcome(ports::BatchOutcome outcome) { outcome_ = std::move(outcome); }
    /// Books the next reports, or goes on with those that are being booked. `now`: as of
    /// ExchangeDispatch.
    void advance(services::ExchangeDispatch& dispatch, model::Timestamp now);
    /// Forgets what waits and is not being booked; returns how many.
    std::size_t forget_waiting();

    /// Everything that arrived before is booked; nullopt: everything is.
    [[nodiscard]] std::optional<model::Timestamp> heard_until() const;
    /// How many reports were taken so far, and how many of them, in that order, are done with.
    [[nodiscard]] std::uint64_t taken() const { return taken_; }
    [[nodiscard]] std::uint64_t finished() const {
        return taken_ - waiting_.size() - (flight_ ? flight_->plans.size() : 0);
    }
    /// Whether advance() has something to begin with.
    [[nodiscard]] bool wants_turn() const { return !flight_ && !waiting_.empty(); }
    [[nodiscard]] bool is_idle() const { return !flight_ && waiting_.empty(); }
    /// Whether something failed that is to be tried again soon.
    [[nodiscard]] bool wants_retry() const { return flight_ && flight_->stage == Stage::unsent; }
    [[nodiscard]] Totals const& totals() const { return totals_; }

  private:
    /// One report, and what follows from it once its commands are booked.
    struct Plan {
        ArrivedReport arrived;
        std::optional<ports::OrderKey> order;
        std::size_t first_command = 0;
        std::size_t commands = 0;
        std::vector<model::RequestAnswer> answers;
        std::optional<services::StatusReading> status;
        /// The request that waits here, where the store has it closed.
        std::optional<std::uint64_t> closed;
        /// Nobody knows its order, or what it says.
        bool is_kept_aside = false;
        /// It was read against an order that had changed when it was to be booked.
        bool is_skipped = false;
        /// It differs from the book: the exchange is to be asked how the order stands.
        bool differs = false;
    };
    /// unsent: to be submitted. booking: waits for its outcome. booked: what it answers is to be
    /// told.
    enum class Stage { unsent, booking, booked };
    struct Flight {
        Stage stage = Stage::unsent;
        std::vector<Plan> plans;
        std::vector<model::Command> commands;
        std::vector<model::Answer> answers;

        /// The plans before the first that was skipped.
        [[nodiscard]] std::span<Plan const> done() const {
            return {plans.begin(), std::ranges::find(plans, true, &Plan::is_skipped)};
        }
    };

    [[nodiscard]] Flight next_flight(services::ExchangeDispatch const& dispatch);
    [[nodiscard]] bool plan(Flight& flight, ArrivedReport const& arrived,
                            ReportContext const& known, services::ExchangeDispatch const& dispatch);
    void plan_report(Flight& flight, Plan& plan, ReportContext const& known,
                     services::ExchangeDispatch const& dispatch);
    void plan_status(Flight& flight, Plan& plan, ReportContext const& known,
                     services::ExchangeDispatch const& dispatch);
    void plan_keeping(Flight& flight, Plan& plan);
    void plan_foreign(Flight& flight, Plan const& plan, ports::ExchangeReport const& recorded_by);
    void open_account(Flight& flight, model::AccountId const& account);

    void submit();
    [[nodiscard]] bool read_outcome();
    void mark_plans();
    /// Books in words what was refused; false where nothing was.
    [[nodiscard]] bool keep_refused();
    void answer_unbooked();
    void finish(services::ExchangeDispatch& dispatch, model::Timestamp now);
    void finish(Plan const& plan, services::ExchangeDispatch& dispatch, model::Timestamp now);
    void note(Plan const& plan);

    Outside outside_;
    std::deque<ArrivedReport> waiting_;
    std::uint64_t taken_ = 0;
    std::optional<Flight> flight_;
    std::optional<ports::BatchOutcome> outcome_;
    /// Accounts that are open for certain.
    std::unordered_set<model::AccountId> opened_;
    Totals totals_;
};

}  // namespace daybook::app
