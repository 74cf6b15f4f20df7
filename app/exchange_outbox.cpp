#include "app/exchange_outbox.hpp"

#include <algorithm>
#include <utility>

#include "model/assert.hpp"
#include "ports/outbound/storage_error.hpp"

namespace daybook::app {

using namespace model;
using ports::Commit;
using ports::OrderKey;
using ports::Repositories;
using services::LeaseStep;
using Turn = services::RequestTurn::Kind;

namespace {

constexpr int conflicts_max = 20;
constexpr std::size_t rows_max = ports::UnitOfWork::batch_rows_max;

/// The row as it is when its turn is taken.
void change_row(ExchangeOutbox::Claim& claim, std::uint64_t generation, Timestamp now) {
    auto& row = claim.row;
    if (claim.turn.kind == Turn::send) {
        row.state = RequestState::SENT;
        row.generation = generation;
        row.detail.reset();
        ++row.attempts;
    } else if (claim.turn.kind == Turn::give_up) {
        row.state = RequestState::ABANDONED;
        row.detail = claim.turn.because;
    } else if (claim.turn.kind == Turn::withdraw) {
        // The exchange has never had it.
        row.attempts = 0;
    }
    row.updated_at = now;
}

}  // namespace

ExchangeOutbox::ExchangeOutbox(ports::UnitOfWork& unit_of_work, ExchangeCode exchange,
                               std::string owner, services::LeaseTiming timing)
    : unit_of_work_{unit_of_work},
      exchange_{std::move(exchange)},
      owner_{std::move(owner)},
      timing_{timing} {}

void ExchangeOutbox::run(std::function<Commit(Repositories&)> const& work) {
    for (int conflicts = 0;; ++conflicts) {
        try {
            return unit_of_work_.run(work);
        } catch (ports::StorageError const& error) {
            bool const is_conflict = error.kind() == ports::StorageError::Kind::conflict;
            if (!is_conflict || conflicts == conflicts_max) throw;
        }
    }
}

bool ExchangeOutbox::keep_lease(Timestamp now) {
    services::LeaseDecision decision;
    run([&](Repositories& repositories) {
        auto& leases = repositories.exchange_leases;
        decision = services::decide_lease(exchange_, leases.lock(exchange_), {owner_, generation_},
                                          now, timing_);
        if (decision.step == LeaseStep::wait) return Commit::no;
        if (decision.step == LeaseStep::add) {
            leases.add(decision.lease);
        } else {
            leases.update(decision.lease);
        }
        return Commit::yes;
    });
    generation_ = decision.step == LeaseStep::wait ? 0 : decision.lease.generation;
    lease_ = std::move(decision.lease);
    return generation_ != 0;
}

void ExchangeOutbox::release_lease() {
    if (generation_ == 0) return;
    run([&](Repositories& repositories) {
        auto const stored = repositories.exchange_leases.lock(exchange_);
        bool const is_mine = stored && stored->owner == owner_ && stored->generation == generation_;
        if (!is_mine) return Commit::no;
        repositories.exchange_leases.update(services::released(*stored));
        return Commit::yes;
    });
    generation_ = 0;
}

bool ExchangeOutbox::may_speak(Timestamp now) const {
    return generation_ != 0 && now < services::speaks_until(*lease_, timing_);
}

void ExchangeOutbox::change_lease(std::function<void(ports::ExchangeLease&)> const& change) {
    std::optional<ports::ExchangeLease> changed;
    run([&](Repositories& repositories) {
        changed = repositories.exchange_leases.lock(exchange_);
        if (!changed) return Commit::no;
        change(*changed);
        repositories.exchange_leases.update(*changed);
        return Commit::yes;
    });
    if (changed) lease_ = std::move(changed);
}

void ExchangeOutbox::set_paused(std::optional<std::string> because, bool cancels_all) {
    change_lease([&](ports::ExchangeLease& lease) {
        lease.paused_because = because;
        if (cancels_all) lease.cancel_all_because = because;
    });
}

void ExchangeOutbox::end_cancel_all(std::string const& because) {
    change_lease([&](ports::ExchangeLease& lease) {
        if (lease.cancel_all_because == because) lease.cancel_all_because.reset();
    });
}

std::vector<OutboxRequest> ExchangeOutbox::due(std::span<AccountId const> accounts) {
    std::vector<OutboxRequest> rows;
    if (accounts.empty()) return rows;
    run([&](Repositories& repositories) {
        rows = repositories.outbox.pending(exchange_, accounts, rows_max);
        auto const settled = repositories.outbox.sent_by_hand(exchange_, accounts, rows_max);
        rows.insert(rows.end(), settled.begin(), settled.end());
        return Commit::no;
    });
    return rows;
}

std::vector<OutboxRequest> ExchangeOutbox::sent(std::span<AccountId const> accounts) {
    std::vector<OutboxRequest> rows;
    if (accounts.empty()) return rows;
    run([&](Repositories& repositories) {
        rows = repositories.outbox.sent(exchange_, accounts, rows_max);
        return Commit::no;
    });
    return rows;
}

bool ExchangeOutbox::renew(Repositories& repositories, Timestamp now) {
    auto& leases = repositories.exchange_leases;
    auto const decision = services::decide_lease(exchange_, leases.lock(exchange_),
                                                 {owner_, generation_}, now, timing_);
    if (decision.step != LeaseStep::renew) return false;
    leases.update(decision.lease);
    lease_ = decision.lease;
    return true;
}

std::optional<std::vector<ExchangeOutbox::Claim>> ExchangeOutbox::write(
    services::DispatchEffects const& effects, Timestamp now) {
    std::optional<std::vector<Claim>> claims;
    auto const before = lease_;
    try {
        run([&](Repositories& repositories) {
            claims.reset();
            if (!renew(repositories, now)) return Commit::no;
            abandon(repositories, effects, now);
            claims = claim(repositories, effects.claim, now);
            write_claims(repositories, *claims, now);
            return Commit::yes;
        });
    } catch (ports::StorageError const&) {
        lease_ = before;
        throw;
    }
    if (!claims) generation_ = 0;
    return claims;
}

std::vector<ExchangeOutbox::Claim> ExchangeOutbox::claim(
    Repositories& repositories, std::span<services::DispatchEffects::Claimed const> wanted,
    Timestamp now) const {
    std::vector<Claim> claims(wanted.size());
    if (wanted.empty()) return claims;
    std::vector<OrderKey> keys;
    for (auto const& [row, is_lost] : wanted) keys.push_back({row.account_id, row.order_id});
    auto const histories = repositories.outbox.of_orders(keys);
    auto const orders = repositories.orders.find(keys);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        auto& claim = claims[i];
        auto const& history = histories[i];
        claim.row = wanted[i].request;
        auto const stored =
            std::ranges::find(history, claim.row.entry_seq, &OutboxRequest::entry_seq);
        bool const is_open = stored != history.end() && (stored->state == RequestState::PENDING ||
                                                         stored->state == RequestState::SENT);
        if (!is_open) continue;
        DAYBOOK_ASSERT(orders[i].has_value());
        claim.row = *stored;
        claim.turn = services::decide_turn(*stored, *orders[i], history, wanted[i].is_lost);
        bool const is_sent = claim.turn.kind == Turn::send;
        bool const waits = lease_->paused_because && stored->action != ExchangeAction::CANCEL;
        claim.result = is_sent && waits ? Claim::Result::paused : Claim::Result::turn;
        if (claim.result == Claim::Result::paused) continue;
        change_row(claim, generation_, now);
        if (is_sent) claim.request = services::request_of(claim.row, *orders[i], history);
    }
    return claims;
}

void ExchangeOutbox::write_claims(Repositories& repositories, std::vector<Claim> const& claims,
                                  Timestamp now) const {
    std::vector<OutboxRequest> changed;
    std::vector<ports::AnsweredRequest> answered;
    for (auto const& [result, turn, row, request] : claims) {
        if (result != Claim::Result::turn || turn.kind == Turn::book) continue;
        if (turn.kind != Turn::answer) changed.push_back(row);
        bool const is_answered = turn.kind == Turn::answer || turn.kind == Turn::withdraw;
        if (is_answered) answered.push_back({row.account_id, row.entry_seq, turn.because, now});
    }
    if (!changed.empty()) repositories.outbox.update(changed);
    if (!answered.empty()) repositories.outbox.answer(answered);
}

void ExchangeOutbox::abandon(Repositories& repositories, services::DispatchEffects const& effects,
                             Timestamp now) const {
    std::vector<OutboxRequest> abandoned;
    for (auto const& [row, reason] : effects.abandon) {
        auto& changed = abandoned.emplace_back(row);
        changed.state = RequestState::ABANDONED;
        changed.detail = reason;
        changed.updated_at = now;
    }
    if (!abandoned.empty()) repositories.outbox.update(abandoned);
}

bool ExchangeOutbox::put_back(std::span<OutboxRequest const> rows, Timestamp now) {
    bool done = false;
    run([&](Repositories& repositories) {
        done = renew(repositories, now);
        if (!done) return Commit::no;
        repositories.outbox.update(rows);
        return Commit::yes;
    });
    if (!done) generation_ = 0;
    return done;
}

void ExchangeOutbox::answer(std::span<ports::AnsweredRequest const> answers) {
    if (answers.empty()) return;
    run([&](Repositories& repositories) {
        repositories.outbox.answer(answers);
        return Commit::yes;
    });
}

std::vector<std::optional<ports::ExchangeRequest>> ExchangeOutbox::status_requests(
    std::span<Question const> questions) {
    std::vector<OrderKey> keys;
    for (auto const& question : questions) keys.push_back(question.order);
    std::vector<std::optional<ports::ExchangeRequest>> requests(questions.size());
    run([&](Repositories& repositories) {
        auto const histories = repositories.outbox.of_orders(keys);
        auto const orders = repositories.orders.find(keys);
        for (std::size_t i = 0; i < keys.size(); ++i) {
            if (!orders[i]) continue;
            auto const& sent = questions[i].sent;
            requests[i] = sent ? services::request_of(*sent, *orders[i], histories[i])
                               : services::status_request_of(*orders[i], histories[i]);
        }
        return Commit::no;
    });
    return requests;
}

}  // namespace daybook::app
