#include "app/report_context.hpp"

#include <cstddef>

#include "services/exchange_answers.hpp"

namespace daybook::app {

using namespace model;
using ports::ExchangeReport;

namespace {

using Reports = std::span<ExchangeReport const* const>;

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

}  // namespace

bool is_status(ExchangeReport const& report) {
    return report.report.exec_type == ExecType::ORDER_STATUS && !report.unreadable_because;
}

bool is_read(ExchangeReport const& report) {
    return is_status(report) || services::id_told_before(report).has_value();
}

std::vector<ReportContext> look_up(Reports reports, ExchangeOrders& orders) {
    orders.look_up(reports);
    std::vector<ReportContext> contexts(reports.size());
    for (std::size_t i = 0; i < reports.size(); ++i) contexts[i].key = orders.find(*reports[i]);
    // The orders first: what is booked between this and the others makes them another version.
    load_orders(reports, orders, contexts);
    load_open_requests(reports, orders, contexts);
    load_told(reports, orders, contexts);
    return contexts;
}

}  // namespace daybook::app
