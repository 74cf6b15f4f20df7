#include "services/exchange_answers.hpp"

#include "model/names.hpp"

namespace daybook::services {

using namespace model;
using ports::ExchangeReport;

namespace {

/// The entry of the request of `order_id` that an id names.
std::optional<std::uint64_t> entry_named(std::optional<ClientOrderId> const& id,
                                         OrderId const& order_id) {
    if (!id) return std::nullopt;
    auto const name = read_client_order_id(*id);
    if (!name || name->order_id != order_id) return std::nullopt;
    return name->entry_seq;
}

std::string reason_of(ExchangeReport const& report) {
    return report.report.reason.value_or("the exchange gave no reason");
}

/// The request that a report on requests of one kind means: the one it names, or, where it names
/// only the order, the one that waits.
std::optional<std::uint64_t> request_meant(ExchangeReport const& report, OrderId const& order_id,
                                           OutboxRequest const* sent, ExchangeAction action) {
    auto const named = entry_named(report.client_order_id, order_id);
    auto const original = entry_named(report.original_client_order_id, order_id);
    bool const is_explicit = named && original && *named != *original;
    bool const waits = sent != nullptr && sent->action == action;
    if (is_explicit || !waits) return named;
    return sent->entry_seq;
}

/// Whether a rejection under the name of a request that waits says that the order itself is
/// rejected. Source: FIX 4.4, OrdStatus (39) of ExecutionReport: that of the order.
bool rejects_order(ExchangeReport const& report) {
    auto const& booked = report.report;
    return booked.order_status == OrderStatus::REJECTED &&
           booked.leaves_base.value_or(Quantity{}).is_zero();
}

/// The cancel or replace that a report is about, if it is about one.
std::optional<std::uint64_t> request_concerned(ExchangeReport const& report,
                                               OrderId const& order_id, OutboxRequest const* sent) {
    switch (report.report.exec_type) {
        case ExecType::PENDING_CANCEL:
        case ExecType::CANCEL_REJECTED:
            return request_meant(report, order_id, sent, ExchangeAction::CANCEL);
        case ExecType::PENDING_REPLACE:
        case ExecType::REPLACED:
        case ExecType::REPLACE_REJECTED:
            return request_meant(report, order_id, sent, ExchangeAction::REPLACE);
        default:
            return std::nullopt;
    }
}

bool is_life(ExecType type) {
    switch (type) {
        case ExecType::PENDING_NEW:
        case ExecType::PENDING_CANCEL:
        case ExecType::PENDING_REPLACE:
        case ExecType::ORDER_STATUS:
        case ExecType::REJECTED:
        case ExecType::CANCEL_REJECTED:
        case ExecType::REPLACE_REJECTED:
            return false;
        default:
            return true;
    }
}

/// What the end of an order says of the request that waits.
std::optional<RequestAnswer> answer_by_end(ExecType type, OutboxRequest const& sent) {
    bool const ends =
        type == ExecType::CANCELED || type == ExecType::EXPIRED || type == ExecType::CALCULATED;
    if (!ends) return std::nullopt;
    if (sent.action == ExchangeAction::CANCEL && type == ExecType::CANCELED) {
        return RequestAnswer{sent.entry_seq, std::nullopt};
    }
    return RequestAnswer{sent.entry_seq, "the order is " + std::string{name_of(type)}};
}

void answer_by_life(ExchangeReport const& report, OrderId const& order_id,
                    OutboxRequest const* sent, std::vector<RequestAnswer>& answers) {
    auto const type = report.report.exec_type;
    if (sent != nullptr && sent->action == ExchangeAction::PLACE) {
        answers.push_back({sent->entry_seq, std::nullopt});
    } else if (sent != nullptr) {
        if (auto answer = answer_by_end(type, *sent)) answers.push_back(std::move(*answer));
    }
    // These name the request that they confirm, also one that was given up.
    bool const confirms = type == ExecType::NEW || type == ExecType::CANCELED;
    auto const named = entry_named(report.client_order_id, order_id);
    bool const is_told = !answers.empty() && named == answers.front().entry_seq;
    if (confirms && named && !is_told) answers.push_back({*named, std::nullopt});
}

}  // namespace

std::optional<OrderId> order_named_by(ExchangeReport const& report) {
    for (auto const* id : {&report.client_order_id, &report.original_client_order_id}) {
        if (!*id) continue;
        if (auto const name = read_client_order_id(**id)) return name->order_id;
    }
    return std::nullopt;
}

std::vector<RequestAnswer> answers_of(ExchangeReport const& report, OrderId const& order_id,
                                      OutboxRequest const* sent) {
    std::vector<RequestAnswer> answers;
    auto const type = report.report.exec_type;
    auto const add = [&](std::optional<std::uint64_t> entry, std::optional<std::string> refusal) {
        if (entry) answers.push_back({*entry, std::move(refusal)});
    };
    if (type == ExecType::CANCEL_REJECTED) {
        add(request_meant(report, order_id, sent, ExchangeAction::CANCEL), reason_of(report));
    } else if (type == ExecType::REPLACE_REJECTED) {
        add(request_meant(report, order_id, sent, ExchangeAction::REPLACE), reason_of(report));
    } else if (type == ExecType::REPLACED) {
        add(request_meant(report, order_id, sent, ExchangeAction::REPLACE), std::nullopt);
    } else if (type == ExecType::REJECTED) {
        auto const named = entry_named(report.client_order_id, order_id);
        bool const places = sent != nullptr && sent->action == ExchangeAction::PLACE;
        add(named || !places ? named : std::optional{sent->entry_seq}, reason_of(report));
        // An order that is rejected takes with it what waits on it.
        bool const ends = sent != nullptr && !places && named != sent->entry_seq;
        if (ends) add(sent->entry_seq, "the order is REJECTED");
    }
    if (is_life(type)) answer_by_life(report, order_id, sent, answers);
    return answers;
}

BookExecution as_booked(ExchangeReport const& report, OrderId const& order_id,
                        OutboxRequest const* sent) {
    auto booked = report.report;
    booked.order = order_id;
    if (auto const request = request_concerned(report, order_id, sent)) {
        booked.client_order_id = client_order_id_of({order_id, *request});
    }
    bool const names_sent =
        sent != nullptr && entry_named(report.client_order_id, order_id) == sent->entry_seq;
    if (booked.exec_type == ExecType::REJECTED && names_sent && !rejects_order(report)) {
        if (sent->action == ExchangeAction::CANCEL) booked.exec_type = ExecType::CANCEL_REJECTED;
        if (sent->action == ExchangeAction::REPLACE) booked.exec_type = ExecType::REPLACE_REJECTED;
    }
    return booked;
}

BookExecution as_told_already(BookExecution report) {
    report.exec_type = ExecType::ORDER_STATUS;
    report.order_status.reset();
    report.leaves_base.reset();
    report.quantity_base.reset();
    report.price_quote.reset();
    report.stop_price_quote.reset();
    return report;
}

}  // namespace daybook::services
