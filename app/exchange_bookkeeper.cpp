#include "app/exchange_bookkeeper.hpp"

#include <algorithm>
#include <utility>

#include "log/log.hpp"
#include "model/assert.hpp"
#include "model/names.hpp"
#include "services/exchange_bookings.hpp"

namespace daybook::app {

using namespace model;
using services::ExchangeDispatch;
using services::StatusReading;

void ExchangeBookkeeper::advance(ExchangeDispatch& dispatch, Timestamp now) {
    while (true) {
        if (!flight_) {
            if (waiting_.empty()) return;
            auto flight = next_flight(dispatch);
            waiting_.erase(waiting_.begin(),
                           waiting_.begin() + static_cast<std::ptrdiff_t>(flight.plans.size()));
            flight_ = std::move(flight);
        }
        if (flight_->stage == Stage::unsent) submit();
        if (flight_->stage == Stage::booking && !read_outcome()) return;
        if (flight_->stage == Stage::unsent) return;
        if (keep_refused()) continue;
        answer_unbooked();
        finish(dispatch, now);
    }
}

std::size_t ExchangeBookkeeper::forget_waiting() {
    auto const count = waiting_.size();
    waiting_.clear();
    return count;
}

std::optional<Timestamp> ExchangeBookkeeper::heard_until() const {
    if (flight_) return flight_->plans.front().arrived.arrived_at;
    if (!waiting_.empty()) return waiting_.front().arrived_at;
    return std::nullopt;
}

ExchangeBookkeeper::Flight ExchangeBookkeeper::next_flight(ExchangeDispatch const& dispatch) {
    auto const count = std::min(waiting_.size(), outside_.batch_reports_max);
    std::vector<ports::ExchangeReport const*> reports;
    for (std::size_t i = 0; i < count; ++i) reports.push_back(&waiting_[i].report);
    auto const known = look_up(reports, outside_.orders);
    Flight flight;
    for (std::size_t i = 0; i < known.size(); ++i) {
        if (!plan(flight, waiting_[i], known[i], dispatch)) break;
    }
    return flight;
}

/// Adds a report to the flight; false where it has to wait for what the flight books before it:
/// what is read against the book goes alone among the reports on its order.
bool ExchangeBookkeeper::plan(Flight& flight, ArrivedReport const& arrived,
                              ReportContext const& known, ExchangeDispatch const& dispatch) {
    Plan plan;
    plan.arrived = arrived;
    plan.order = known.key;
    plan.first_command = flight.commands.size();
    auto const disturbs = [&](Plan const& other) {
        bool const reads = known.order || is_read(other.arrived.report);
        return reads && other.order == plan.order;
    };
    if (plan.order && std::ranges::any_of(flight.plans, disturbs)) return false;
    if (arrived.report.unreadable_because) {
        plan_keeping(flight, plan);
    } else if (known.was_rejected) {
        log::info("report rejected before", {{"exchange", outside_.exchange.value()},
                                             {"exec_id", arrived.report.report.exec_id.value()}});
    } else if (known.order && is_status(arrived.report)) {
        plan_status(flight, plan, known, dispatch);
    } else if (plan.order) {
        plan_report(flight, plan, known, dispatch);
    } else if (arrived.report.placed_elsewhere) {
        plan_foreign(flight, plan, arrived.report);
    } else if (known.recorded_by != nullptr) {
        plan_foreign(flight, plan, *known.recorded_by);
    } else if (!arrived.report.is_unknown_order) {
        plan_keeping(flight, plan);
    }
    plan.commands = flight.commands.size() - plan.first_command;
    flight.plans.push_back(std::move(plan));
    return true;
}

void ExchangeBookkeeper::plan_report(Flight& flight, Plan& plan, ReportContext const& known,
                                     ExchangeDispatch const& dispatch) {
    auto const& id = plan.order->id;
    auto const* sent = plan.arrived.is_ours ? nullptr : dispatch.sent_request(id);
    plan.answers = services::answers_of(plan.arrived.report, id, sent);
    Command command;
    command.account_id = plan.order->account_id;
    command.occurred_at = plan.arrived.report.occurred_at;
    auto report = services::as_booked(plan.arrived.report, id, sent);
    if (known.was_told) report = services::as_told_already(std::move(report));
    command.content = std::move(report);
    if (known.order) command.order_version = known.order->state().version;
    if (!plan.answers.empty()) command.answers = plan.answers.front();
    flight.commands.push_back(std::move(command));
}

void ExchangeBookkeeper::plan_status(Flight& flight, Plan& plan, ReportContext const& known,
                                     ExchangeDispatch const& dispatch) {
    auto const& id = plan.order->id;
    auto const* sent = dispatch.sent_request(id);
    // Another worker may have booked its answer: one of the two has stood still.
    if (sent != nullptr && !known.is_open(sent->entry_seq)) {
        plan.closed = sent->entry_seq;
        sent = nullptr;
    }
    auto reading =
        services::read_status(plan.arrived.report, *known.order, sent, dispatch.is_asked(id));
    auto version = known.order->state().version;
    if (reading.request == StatusReading::Request::accepted) {
        plan.answers.push_back({sent->entry_seq, std::nullopt});
    } else if (reading.request == StatusReading::Request::refused) {
        plan.answers.push_back({sent->entry_seq, reading.refused_because});
    }
    for (auto const& unheard : reading.unheard) {
        Command command;
        command.account_id = plan.order->account_id;
        command.occurred_at = plan.arrived.report.occurred_at;
        command.content = unheard;
        command.order_version = version++;
        if (!plan.answers.empty()) command.answers = plan.answers.front();
        flight.commands.push_back(std::move(command));
    }
    plan.status = std::move(reading);
}

void ExchangeBookkeeper::plan_keeping(Flight& flight, Plan& plan) {
    plan.is_kept_aside = true;
    open_account(flight, services::account_of_exchange(outside_.exchange));
    flight.commands.push_back(services::keeping_of(plan.arrived.report, outside_.exchange));
}

void ExchangeBookkeeper::plan_foreign(Flight& flight, Plan const& plan,
                                      ports::ExchangeReport const& recorded_by) {
    open_account(flight, recorded_by.placed_elsewhere->account_id);
    for (auto& command :
         services::booking_of_foreign(plan.arrived.report, recorded_by, outside_.exchange)) {
        flight.commands.push_back(std::move(command));
    }
}

void ExchangeBookkeeper::open_account(Flight& flight, AccountId const& account) {
    if (!opened_.contains(account)) flight.commands.push_back(services::opening_of(account));
}

void ExchangeBookkeeper::submit() {
    auto& flight = *flight_;
    if (flight.commands.empty()) {
        flight.stage = Stage::booked;
        return;
    }
    outcome_.reset();
    auto const submitted = outside_.submit({flight.commands, false});
    if (submitted == ports::CommandService::Submitted::accepted) flight.stage = Stage::booking;
}

bool ExchangeBookkeeper::read_outcome() {
    if (!outcome_) return false;
    auto& flight = *flight_;
    auto const outcome = std::exchange(outcome_, std::nullopt);
    if (auto const* unavailable = std::get_if<ports::Unavailable>(&*outcome)) {
        log::warn("reports not booked", {{"exchange", outside_.exchange.value()},
                                         {"reports", flight.plans.size()},
                                         {"reason", unavailable->detail}});
        flight.stage = Stage::unsent;
        return true;
    }
    flight.answers = std::get<std::vector<Answer>>(*outcome);
    DAYBOOK_ASSERT(flight.answers.size() == flight.commands.size());
    mark_plans();
    flight.stage = Stage::booked;
    return true;
}

void ExchangeBookkeeper::mark_plans() {
    auto& flight = *flight_;
    for (auto& plan : flight.plans) {
        for (std::size_t i = 0; i < plan.commands; ++i) {
            auto const& answer = flight.answers[plan.first_command + i];
            if (answer.status == AnswerStatus::SKIPPED) plan.is_skipped = true;
            bool const differs = answer.discrepancy == DiscrepancyKind::trades_missing ||
                                 answer.discrepancy == DiscrepancyKind::order_differs;
            if (differs && plan.order && !plan.status) plan.differs = true;
        }
    }
}

bool ExchangeBookkeeper::keep_refused() {
    auto& flight = *flight_;
    std::vector<Command> kept;
    for (std::size_t i = 0; i < flight.answers.size(); ++i) {
        auto const& command = flight.commands[i];
        auto const& answer = flight.answers[i];
        if (answer.status == AnswerStatus::DONE &&
            std::holds_alternative<OpenAccount>(command.content)) {
            log::info("account opened", {{"account_id", command.account_id.value()},
                                         {"exchange", outside_.exchange.value()}});
        }
        if (std::holds_alternative<OpenAccount>(command.content)) {
            opened_.insert(command.account_id);
            outside_.orders.add_account(command.account_id);
        }
        if (answer.order) outside_.orders.know(*answer.order);
        bool const is_report = std::holds_alternative<BookExecution>(command.content);
        if (answer.status != AnswerStatus::REFUSED || !is_report) continue;
        log::error("report refused",
                   {{"exchange", outside_.exchange.value()},
                    {"account_id", command.account_id.value()},
                    {"exec_id", std::get<BookExecution>(command.content).exec_id.value()},
                    {"reason", answer.detail}});
        bool const is_kept = command.account_id == services::account_of_exchange(outside_.exchange);
        if (is_kept) continue;  // Words are all that is left of it, and the log has them.
        kept.push_back(services::keeping_of_refused(command, outside_.exchange, answer.detail));
    }
    if (kept.empty()) return false;
    auto const account = services::account_of_exchange(outside_.exchange);
    flight.commands.clear();
    open_account(flight, account);
    flight.commands.insert(flight.commands.end(), kept.begin(), kept.end());
    flight.answers.clear();
    flight.stage = Stage::unsent;
    // What the first commands answered is written; which are whose no longer matters.
    for (auto& plan : flight.plans) plan.commands = 0;
    return true;
}

void ExchangeBookkeeper::answer_unbooked() {
    auto const now = outside_.clock.now();
    std::vector<ports::AnsweredRequest> answers;
    for (auto const& plan : flight_->done()) {
        // The first went with the command, where there was one.
        auto const first = plan.commands > 0 ? std::size_t{1} : std::size_t{0};
        for (auto i = first; i < plan.answers.size(); ++i) {
            answers.push_back({plan.order->account_id, plan.answers[i].entry_seq,
                               plan.answers[i].refused_because, now});
        }
    }
    if (!answers.empty()) outside_.answer(answers);
}

void ExchangeBookkeeper::finish(ExchangeDispatch& dispatch, Timestamp now) {
    auto flight = std::exchange(flight_, std::nullopt);
    auto const done = flight->done();
    for (auto const& plan : done) finish(plan, dispatch, now);
    // The rest is read again, what was booked of it too: reports are done with in their order.
    for (auto i = flight->plans.size(); i > done.size(); --i) {
        waiting_.push_front(std::move(flight->plans[i - 1].arrived));
    }
}

void ExchangeBookkeeper::finish(Plan const& plan, ExchangeDispatch& dispatch, Timestamp now) {
    if (plan.status) {
        auto const& id = plan.order->id;
        bool const lost = plan.status->request == StatusReading::Request::lost;
        dispatch.heard_status(id, now);
        if (plan.closed) dispatch.answered(id, *plan.closed, now);
        if (lost) dispatch.request_lost(id, now);
        if (plan.status->request == StatusReading::Request::waits) dispatch.request_waits(id, now);
    }
    for (auto const& answer : plan.answers) {
        dispatch.answered(plan.order->id, answer.entry_seq, now);
    }
    if (plan.differs && outside_.may_ask) dispatch.ask_for({&*plan.order, 1}, now);
    note(plan);
    ++totals_.reports_booked;
    outside_.on_done();
    plan.arrived.durable();
}

void ExchangeBookkeeper::note(Plan const& plan) {
    auto const& report = plan.arrived.report;
    auto const& exchange = outside_.exchange.value();
    if (plan.is_kept_aside) {
        ++totals_.reports_kept_aside;
        auto const& untold = report.order_untold_because;
        log::error("report kept aside",
                   {{"exchange", exchange},
                    {"exec_id", report.report.exec_id.value()},
                    {"reason", report.unreadable_because.value_or(
                                   "it names no order of ours" + (untold ? ": " + *untold : ""))}});
    }
    if (!plan.status) return;
    auto const order = plan.order->id.to_string();
    if (plan.status->misses_trades) {
        ++totals_.trades_missing;
        log::warn("trades missing",
                  {{"exchange", exchange},
                   {"account_id", plan.order->account_id.value()},
                   {"order_id", order},
                   {"filled_base", report.report.cumulative_base->value().to_string()}});
    }
    if (plan.status->forgot_order) {
        log::warn("order unknown to exchange", {{"exchange", exchange},
                                                {"account_id", plan.order->account_id.value()},
                                                {"order_id", order}});
    }
}

}  // namespace daybook::app
