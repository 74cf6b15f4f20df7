#include "memory/memory_outbox_repository.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace daybook::memory {
namespace {

using model::OutboxRequest;
using model::RequestState;

bool is_unanswered(OutboxRequest const& request) { return request.state != RequestState::ANSWERED; }

/// The stored request unless it is ANSWERED; nullptr otherwise.
OutboxRequest* find_open(MemoryAccount* account, std::uint64_t entry_seq) {
    if (!account) return nullptr;
    auto const at = account->requests.find(entry_seq);
    if (at == account->requests.end()) return nullptr;
    return at->second.state == RequestState::ANSWERED ? nullptr : &at->second;
}

}  // namespace

void MemoryOutboxRepository::add(std::span<OutboxRequest const> requests) {
    for (auto const& request : requests) {
        auto& account = transaction_.of(request.account_id);
        auto const seq = request.entry_seq;
        transaction_.insert(account.requests, seq, request, "request");
        account.requests_of_order.emplace(request.order_id, seq);
        if (is_unanswered(request)) account.unanswered_requests.insert(seq);
        transaction_.on_rollback([&account, seq, order_id = request.order_id] {
            account.requests_of_order.erase({order_id, seq});
            account.unanswered_requests.erase(seq);
        });
    }
}

std::vector<OutboxRequest> MemoryOutboxRepository::pending(
    model::ExchangeCode const& exchange, std::span<model::AccountId const> accounts,
    std::size_t limit) {
    return in_state(RequestState::PENDING, exchange, accounts, limit);
}

std::vector<OutboxRequest> MemoryOutboxRepository::sent(model::ExchangeCode const& exchange,
                                                        std::span<model::AccountId const> accounts,
                                                        std::size_t limit) {
    return in_state(RequestState::SENT, exchange, accounts, limit);
}

std::vector<OutboxRequest> MemoryOutboxRepository::sent_by_hand(
    model::ExchangeCode const& exchange, std::span<model::AccountId const> accounts,
    std::size_t limit) {
    auto found =
        in_state(RequestState::SENT, exchange, accounts, std::numeric_limits<std::size_t>::max());
    std::erase_if(found, [](OutboxRequest const& request) { return !request.detail; });
    found.resize(std::min(found.size(), limit));
    return found;
}

std::vector<std::vector<OutboxRequest>> MemoryOutboxRepository::of_orders(
    std::span<ports::OrderKey const> orders) {
    std::vector<std::vector<OutboxRequest>> found;
    found.reserve(orders.size());
    for (auto const& order : orders) {
        auto& answer = found.emplace_back();
        auto const* const account = transaction_.find(order.account_id);
        if (!account) continue;
        auto const& names = account->requests_of_order;
        auto at = names.lower_bound({order.id, 0});
        for (; at != names.end() && at->first == order.id; ++at) {
            answer.push_back(account->requests.find(at->second)->second);
        }
    }
    return found;
}

void MemoryOutboxRepository::update(std::span<OutboxRequest const> requests) {
    for (auto const& request : requests) {
        auto* const account = transaction_.find(request.account_id);
        auto const* const stored = find_open(account, request.entry_seq);
        if (!stored) continue;
        auto changed = *stored;
        changed.state = request.state;
        changed.attempts = request.attempts;
        changed.detail = request.detail;
        changed.generation = request.generation;
        changed.updated_at = request.updated_at;
        overwrite(*account, changed);
    }
}

void MemoryOutboxRepository::answer(std::span<ports::AnsweredRequest const> answers) {
    for (auto const& answer : answers) {
        auto* const account = transaction_.find(answer.account_id);
        auto const* const stored = find_open(account, answer.entry_seq);
        if (!stored) continue;
        auto changed = *stored;
        changed.state = RequestState::ANSWERED;
        changed.detail = answer.refused_because;
        changed.updated_at = answer.answered_at;
        overwrite(*account, changed);
    }
}

std::vector<OutboxRequest> MemoryOutboxRepository::in_state(
    RequestState state, model::ExchangeCode const& exchange,
    std::span<model::AccountId const> accounts, std::size_t limit) {
    std::vector<OutboxRequest> found;
    for (auto const& id : accounts) {
        auto const* const account = transaction_.find(id);
        if (!account) continue;
        for (auto const seq : account->unanswered_requests) {
            if (found.size() == limit) return found;
            auto const& request = account->requests.find(seq)->second;
            if (request.state == state && request.exchange == exchange) found.push_back(request);
        }
    }
    return found;
}

void MemoryOutboxRepository::overwrite(MemoryAccount& account, OutboxRequest const& request) {
    auto const seq = request.entry_seq;
    auto& stored = account.requests.find(seq)->second;
    auto& unanswered = account.unanswered_requests;
    auto const keep = [&unanswered, seq](bool is_kept) {
        if (is_kept) {
            unanswered.insert(seq);
        } else {
            unanswered.erase(seq);
        }
    };
    transaction_.on_rollback([keep, was_kept = is_unanswered(stored)] { keep(was_kept); });
    transaction_.overwrite(stored, request);
    keep(is_unanswered(stored));
}

}  // namespace daybook::memory
