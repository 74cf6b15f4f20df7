#include "app/report_context.hpp"

#include <cstddef>
#include <set>
#include <unordered_map>

#include "services/exchange_answers.hpp"

namespace daybook::app {

using namespace model;
using ports::ExchangeReport;

namespace {

using Reports = std::span<ExchangeReport const* const>;

/// An id of the exchange, as the reports that came first tell of it.
struct IdTold {
    ports::OrderKey const* key = nullptr;
    ExchangeReport const* recorded_by = nullptr;
    /// Several orders were told to have it: it names none.
    bool is_shared = false;
};

/// An order and what comes of it are often told in one go: the book has not heard of the first when
/// the others are looked up.
void follow_ids_told(Reports reports, std::set<ExchangeOrderId> const& shared,
                     std::vector<ReportContext>& contexts) {
    std::unordered_map<ExchangeOrderId, IdTold> told;
    for (std::size_t i = 0; i < reports.size(); ++i) {
        auto const& report = *reports[i];
        auto const& id = report.report.exchange_order_id;
        if (!id || report.unreadable_because || shared.contains(*id)) continue;
        auto& [key, recorded_by, is_shared] = told[*id];
        auto& context = contexts[i];
        if (context.key) {
            is_shared = is_shared || (key != nullptr && *key != *context.key);
            if (key == nullptr) key = &*context.key;
        } else if (key != nullptr && !is_shared) {
            context.key = *key;
        } else if (report.placed_elsewhere) {
            if (recorded_by == nullptr) recorded_by = &report;
        } else if (!is_shared) {
            context.recorded_by = recorded_by;
        }
    }
}

void load_orders(Reports reports, ExchangeOrders& orders, std::vector<ReportContext>& contexts) {
    std::vector<ports::OrderKey> keys;
    for (std::size_t i = 0; i < reports.size(); ++i) {
        if (contexts[i].key && is_read(*reports[i])) keys.push_back(*contexts[i].key);
    }
    std::ranges::sort(keys);
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    auto const found = orders.load(keys);
    for (std::size_t i = 0; i < reports.size(); ++i) {
        if (!contexts[i].key || !is_read(*reports[i])) continue;
        auto const at = std::ranges::lower_bound(keys, *contexts[i].key) - keys.begin();
        contexts[i].order = found[static_cast<std::size_t>(at)];
    }
}

void load_open_requests(Reports reports, ExchangeOrders& orders,
                        std::vector<ReportContext>& contexts) {
    std::vector<ports::OrderKey> keys;
    std::vector<ReportContext*> statuses;
    for (std::size_t i = 0; i < reports.size(); ++i) {
        if (!contexts[i].order || !is_status(*reports[i])) continue;
        keys.push_back(*contexts[i].key);
        statuses.push_back(&contexts[i]);
    }
    auto const requests = orders.load_requests(keys);
    for (std::size_t i = 0; i < statuses.size(); ++i) {
        for (auto const& request : requests[i]) {
            bool const is_open = request.state == RequestState::SENT;
            if (is_open) statuses[i]->open_requests.push_back(request.entry_seq);
        }
    }
}

void load_told(Reports reports, ExchangeOrders& orders, std::vector<ReportContext>& contexts) {
    std::vector<ports::ExecutionKey> keys;
    std::vector<ReportContext*> counting;
    for (std::size_t i = 0; i < reports.size(); ++i) {
        auto const id = services::id_told_before(*reports[i]);
        if (!id || !contexts[i].key) continue;
        keys.push_back({*contexts[i].key, *id});
        keys.push_back({*contexts[i].key, reports[i]->report.exec_id});
        counting.push_back(&contexts[i]);
    }
    auto const booked = orders.load(keys);
    for (std::size_t i = 0; i < counting.size(); ++i) {
        auto const& told = booked[2 * i];
        auto const& itself = booked[2 * i + 1];
        // A repeat is what it was booked as, whatever a status has told since.
        counting[i]->was_told =
            itself ? itself->exec_type == ExecType::ORDER_STATUS : told.has_value();
    }
}

/// What nobody knew the order of, an operator may have decided about.
void load_rejected(Reports reports, ExchangeOrders& orders, std::vector<ReportContext>& contexts) {
    std::vector<ExchangeReport const*> known;
    std::vector<ReportContext*> rejected;
    for (std::size_t i = 0; i < reports.size(); ++i) {
        if (!contexts[i].key || reports[i]->unreadable_because || is_status(*reports[i])) continue;
        known.push_back(reports[i]);
        rejected.push_back(&contexts[i]);
    }
    auto const kept = orders.load_kept(known);
    for (std::size_t i = 0; i < kept.size(); ++i) {
        rejected[i]->was_rejected = kept[i] && kept[i]->resolution == Resolution::REJECT;
    }
}

}  // namespace

bool is_status(ExchangeReport const& report) {
    return report.report.exec_type == ExecType::ORDER_STATUS && !report.unreadable_because;
}

bool is_read(ExchangeReport const& report) {
    return is_status(report) || services::id_told_before(report).has_value();
}

std::vector<ReportContext> look_up(Reports reports, ExchangeOrders& orders) {
    auto const shared = orders.look_up(reports);
    std::vector<ReportContext> contexts(reports.size());
    for (std::size_t i = 0; i < reports.size(); ++i) contexts[i].key = orders.find(*reports[i]);
    follow_ids_told(reports, shared, contexts);
    // The orders first: what is booked between this and the others makes them another version.
    load_orders(reports, orders, contexts);
    load_open_requests(reports, orders, contexts);
    load_told(reports, orders, contexts);
    load_rejected(reports, orders, contexts);
    return contexts;
}

}  // namespace daybook::app
