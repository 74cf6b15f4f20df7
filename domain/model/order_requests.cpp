#include "model/order_requests.hpp"

#include <algorithm>
#include <utility>

namespace daybook::model {
namespace {

using Requests = std::vector<OrderRequest>;
using Place = Requests::iterator;

Place find_named(Requests& requests, RequestKind kind, std::optional<std::uint64_t> name) {
    return std::ranges::find_if(requests, [&](OrderRequest const& request) {
        return request.kind == kind && request.entry_seq == name;
    });
}

Place find_oldest(Requests& requests, RequestKind kind, bool is_pending) {
    return std::ranges::find_if(requests, [&](OrderRequest const& request) {
        return request.kind == kind && request.is_pending == is_pending;
    });
}

Place find_newest(Requests& requests, RequestKind kind, bool is_pending) {
    auto found = requests.end();
    for (auto request = requests.begin(); request != requests.end(); ++request) {
        if (request->kind == kind && request->is_pending == is_pending) found = request;
    }
    return found;
}

/// The request that a REPLACED without a name answers: the one with its terms, else the oldest.
Place find_replaced(Requests& requests, ReplaceTerms const& told) {
    auto const has_terms = [&](OrderRequest const& request) {
        return request.terms && request.terms->quantity_base == told.quantity_base &&
               (!told.price_quote || request.terms->price_quote == told.price_quote);
    };
    auto const found = std::ranges::find_if(requests, has_terms);
    if (found != requests.end()) return found;
    return std::ranges::find(requests, RequestKind::REPLACE, &OrderRequest::kind);
}

/// Moves a request from the outstanding to the answered ones.
void settle(OrderRequests& requests, Place request) {
    auto& answered = requests.answered;
    if (request->entry_seq != 0) {
        if (answered.size() == OrderRequests::answered_max) answered.erase(answered.begin());
        answered.push_back({request->kind, request->entry_seq});
    }
    requests.outstanding.erase(request);
}

}  // namespace

void OrderRequests::add_cancel(std::uint64_t entry_seq) {
    outstanding.push_back({RequestKind::CANCEL, entry_seq, std::nullopt, false});
}

void OrderRequests::add_replace(std::uint64_t entry_seq, ReplaceTerms terms) {
    outstanding.push_back({RequestKind::REPLACE, entry_seq, terms, false});
}

void OrderRequests::mark_pending(RequestKind kind, std::optional<std::uint64_t> name,
                                 bool may_be_unsolicited) {
    if (name && has_answered(kind, *name)) return;
    auto found = find_named(outstanding, kind, name);
    if (found == outstanding.end()) found = find_oldest(outstanding, kind, false);
    if (found != outstanding.end()) {
        found->is_pending = true;
        return;
    }
    if (has_pending(kind)) return;
    auto& late = kind == RequestKind::CANCEL ? late_cancels : late_replaces;
    if (late > 0) {
        --late;
    } else if (may_be_unsolicited) {
        outstanding.push_back({kind, 0, std::nullopt, true});
    }
}

void OrderRequests::reject(RequestKind kind, std::optional<std::uint64_t> name) {
    if (name && has_answered(kind, *name)) return;
    auto found = find_named(outstanding, kind, name);
    bool const is_named = found != outstanding.end();
    if (!is_named) found = find_newest(outstanding, kind, false);
    if (found == outstanding.end()) found = find_newest(outstanding, kind, true);
    bool const was_pending = found != outstanding.end() && found->is_pending;
    if (!is_named && !was_pending) ++(kind == RequestKind::CANCEL ? late_cancels : late_replaces);
    if (found != outstanding.end()) settle(*this, found);
}

OrderRequests::Replaced OrderRequests::replace(std::optional<std::uint64_t> name,
                                               ReplaceTerms const& told) {
    if (name && has_answered(RequestKind::REPLACE, *name)) {
        return {std::nullopt, *name < replaced_by};
    }
    auto found = find_named(outstanding, RequestKind::REPLACE, name);
    bool const is_named = found != outstanding.end();
    if (!is_named) found = find_replaced(outstanding, told);
    if (found == outstanding.end()) return {};
    Replaced const replaced{found->terms, found->entry_seq != 0 && found->entry_seq < replaced_by};
    replaced_by = std::max(replaced_by, found->entry_seq);
    if (!is_named && !found->is_pending) ++late_replaces;
    settle(*this, found);
    return replaced;
}

void OrderRequests::clear() {
    outstanding.clear();
    answered.clear();
    late_cancels = 0;
    late_replaces = 0;
}

bool OrderRequests::has(RequestKind kind) const {
    return std::ranges::find(outstanding, kind, &OrderRequest::kind) != outstanding.end();
}

bool OrderRequests::has_pending(RequestKind kind) const {
    return std::ranges::any_of(outstanding, [kind](OrderRequest const& request) {
        return request.kind == kind && request.is_pending;
    });
}

bool OrderRequests::has_answered(RequestKind kind, std::uint64_t entry_seq) const {
    return std::ranges::find(answered, AnsweredOrderRequest{kind, entry_seq}) != answered.end();
}

}  // namespace daybook::model
