#include <array>
#include <utility>

#include "app/account_pages.hpp"
#include "app/exchange_dispatcher.hpp"
#include "log/log.hpp"
#include "model/names.hpp"
#include "services/time_arithmetic.hpp"

namespace daybook::app {

using namespace model;
using ports::ExchangeGateway;
using services::DispatchEffects;
using services::later;
using Result = ExchangeOutbox::Claim::Result;
using Turn = services::RequestTurn::Kind;

namespace {

/// Orders that the exchange works on. One that it has not acknowledged has a request that waits.
constexpr std::array working_statuses{OrderStatus::PENDING_CANCEL,
                                      OrderStatus::PENDING_REPLACE,
                                      OrderStatus::DONE_FOR_DAY,
                                      OrderStatus::STOPPED,
                                      OrderStatus::SUSPENDED,
                                      OrderStatus::PARTIALLY_FILLED,
                                      OrderStatus::NEW};

OutboxRequest never_claimed(OutboxRequest row) {
    row.state = RequestState::PENDING;
    row.attempts = 0;
    row.generation.reset();
    return row;
}

bool is_worked_on(Order const& order) {
    return order.is_live() && order.state().acknowledged &&
           order.state().origin == OrderOrigin::DAYBOOK;
}

}  // namespace

void ExchangeDispatcher::load_requests(Timestamp now) {
    if (!loaded_) {
        load(outbox_.sent(orders_.accounts()), now);
        loaded_ = true;
        woken_ = true;
        follow_pause(now);
        walk_.assign(orders_.accounts().begin(), orders_.accounts().end());
        if (is_caught_up_) dispatch_.session_up(now);
    }
    if (!woken_ && now < poll_due_) return;
    auto const began = outside_.clock.now();
    load(outbox_.due(orders_.accounts()), now);
    auto const took = std::chrono::microseconds{outside_.clock.now().micros() - began.micros()};
    // Many requests that wait make polls long: they may take a twentieth of the time.
    poll_due_ = later(now, std::max(settings_.poll_interval, 20 * took));
    woken_ = false;
}

void ExchangeDispatcher::load(std::vector<OutboxRequest> const& rows, Timestamp now) {
    for (auto const& row : rows) orders_.know(ports::OrderKey{row.account_id, row.order_id});
    dispatch_.load(rows, now);
}

void ExchangeDispatcher::walk_orders(Timestamp now) {
    if (walk_.empty() || !is_caught_up_ || !loaded_) return;
    auto const count = std::min(walk_.size(), settings_.walk_accounts_max);
    ports::OrderFilter filter;
    filter.statuses.assign(working_statuses.begin(), working_statuses.end());
    filter.exchange = settings_.exchange;
    std::vector<Order> working;
    snapshots_->read([&](ports::BookReader& book) {
        working.clear();
        for (std::size_t i = 0; i < count; ++i) {
            for_each_row<OrderId>(
                [&](auto const& after) { return book.orders(walk_[i], filter, after, page_rows); },
                [](Order const& order) { return order.state().id; },
                [&](Order const& order) {
                    if (is_worked_on(order)) working.push_back(order);
                    return true;
                });
        }
    });
    walk_.erase(walk_.begin(), walk_.begin() + static_cast<std::ptrdiff_t>(count));
    std::vector<ports::OrderKey> keys;
    for (auto const& order : working) {
        orders_.know(order);
        keys.push_back({order.state().account_id, order.state().id});
    }
    dispatch_.ask_for(keys, now);
}

void ExchangeDispatcher::dispatch(Timestamp now) {
    if (!has_session_ || !outbox_.may_speak(now)) return;
    auto const effects = dispatch_.tick(now, bookkeeper_.heard_until().value_or(now));
    if (!effects.empty()) carry_out(effects, now);
}

void ExchangeDispatcher::carry_out(DispatchEffects const& effects, Timestamp now) {
    if (!effects.claim.empty() || !effects.abandon.empty()) {
        auto const claims = outbox_.write(effects, now);
        if (!claims) return step_down("another worker has taken the lease");
        for (auto const& [row, reason] : effects.abandon) note_abandoned(row, reason);
        take_turns(*claims, now);
    }
    ask(effects.ask, now);
    for (auto const& key : effects.unanswered_orders) {
        log::error("status not answered", {{"exchange", settings_.exchange.value()},
                                           {"account_id", key.account_id.value()},
                                           {"order_id", key.id.to_string()}});
    }
}

void ExchangeDispatcher::note_abandoned(OutboxRequest const& row, std::string const& reason) {
    ++abandoned_total_;
    log::error("request abandoned", {{"exchange", settings_.exchange.value()},
                                     {"account_id", row.account_id.value()},
                                     {"order_id", row.order_id.to_string()},
                                     {"action", name_of(row.action)},
                                     {"client_order_id", row.client_order_id.value()},
                                     {"reason", reason}});
}

void ExchangeDispatcher::take_turns(std::vector<ExchangeOutbox::Claim> const& claims,
                                    Timestamp now) {
    std::vector<OutboxRequest> not_sent;
    for (auto const& claim : claims) {
        auto const& row = claim.row;
        if (claim.result == Result::paused) {
            dispatch_.pause();
            dispatch_.put_back(row, now);
        } else if (claim.result == Result::turn && claim.turn.kind == Turn::send) {
            if (!hand_over(claim, now)) not_sent.push_back(row);
        } else if (claim.result == Result::turn && claim.turn.kind == Turn::book) {
            book_unsent(claim, now);
        } else {
            note_end(claim);
            dispatch_.answered(row.order_id, row.entry_seq, now);
        }
    }
    if (!not_sent.empty()) put_back(std::move(not_sent), now);
}

void ExchangeDispatcher::note_end(ExchangeOutbox::Claim const& claim) {
    if (claim.result != Result::turn) return;
    if (claim.turn.kind == Turn::give_up) note_abandoned(claim.row, claim.turn.because.value());
    if (claim.turn.kind != Turn::withdraw) return;
    log::info("order withdrawn", {{"exchange", settings_.exchange.value()},
                                  {"account_id", claim.row.account_id.value()},
                                  {"order_id", claim.row.order_id.to_string()},
                                  {"reason", claim.turn.because.value()}});
}

/// False where it did not reach the session.
bool ExchangeDispatcher::hand_over(ExchangeOutbox::Claim const& claim, Timestamp now) {
    if (!outbox_.may_speak(outside_.clock.now())) return false;
    if (outside_.gateway.send(claim.request) == ExchangeGateway::Handed::not_connected) {
        // That it is up again, the session tells.
        dispatch_.session_down();
        return false;
    }
    ++sent_total_;
    dispatch_.sent(claim.row, now);
    return true;
}

/// What was claimed for its first attempt and did not reach the session is as good as never
/// claimed.
void ExchangeDispatcher::put_back(std::vector<OutboxRequest> rows, Timestamp now) {
    std::vector<OutboxRequest> unsent;
    for (auto& row : rows) {
        if (row.attempts != 1) continue;
        row = never_claimed(std::move(row));
        unsent.push_back(row);
    }
    if (!unsent.empty() && !outbox_.put_back(unsent, now)) {
        return step_down("another worker has taken the lease");
    }
    for (auto const& row : rows) dispatch_.put_back(row, now);
}

/// Who claimed it ended before it was handed over.
bool ExchangeDispatcher::was_never_sent(OutboxRequest const& row) const {
    if (row.attempts != 1 || !row.generation) return false;
    return outside_.gateway.was_sent({row.client_order_id, *row.generation, row.updated_at}) ==
           ports::SentBefore::no;
}

void ExchangeDispatcher::send_after_all(std::vector<OutboxRequest> rows, Timestamp now) {
    for (auto& row : rows) {
        row = never_claimed(std::move(row));
        log::info("request not sent before", {{"exchange", settings_.exchange.value()},
                                              {"account_id", row.account_id.value()},
                                              {"client_order_id", row.client_order_id.value()}});
    }
    if (!outbox_.put_back(rows, now)) return step_down("another worker has taken the lease");
    for (auto const& row : rows) dispatch_.never_sent(row, now);
}

void ExchangeDispatcher::book_unsent(ExchangeOutbox::Claim const& claim, Timestamp now) {
    auto const& turn = claim.turn;
    inbox_->count_report();
    bookkeeper_.take(
        {.report = services::unsent_report(claim.row, turn.booked_as, turn.because.value(), now),
         .durable = [] {},
         .arrived_at = now,
         .is_ours = true});
}

void ExchangeDispatcher::ask(std::vector<ports::OrderKey> const& orders, Timestamp now) {
    std::vector<OutboxRequest> unsent;
    std::vector<ExchangeOutbox::Question> questions;
    for (auto const& key : orders) {
        auto const* sent = dispatch_.sent_request(key.id);
        if (sent != nullptr && was_never_sent(*sent)) {
            unsent.push_back(*sent);
        } else {
            questions.push_back({key, sent != nullptr ? std::optional{*sent} : std::nullopt});
        }
    }
    if (!questions.empty()) put(questions, now);
    if (!unsent.empty()) send_after_all(std::move(unsent), now);
}

void ExchangeDispatcher::put(std::vector<ExchangeOutbox::Question> const& questions,
                             Timestamp now) {
    auto const requests = outbox_.status_requests(questions);
    for (std::size_t i = 0; i < requests.size(); ++i) {
        // An order that was never sent has no name to ask with.
        if (!requests[i]) {
            dispatch_.heard_status(questions[i].order.id, now);
        } else if (outside_.gateway.ask_status(*requests[i]) ==
                   ExchangeGateway::Handed::not_connected) {
            return dispatch_.session_down();
        } else {
            ++questions_total_;
        }
    }
}

}  // namespace daybook::app
