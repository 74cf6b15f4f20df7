#include "paper/paper_reports.hpp"

#include <utility>

#include "paper/paper_fee.hpp"

namespace daybook::paper {

using namespace model;
using ports::ClientOrderId;
using ports::ExchangeAction;
using ports::ExchangeReport;
using ports::ExchangeRequest;

namespace {

std::optional<std::string> optional_text(std::string text) {
    if (text.empty()) return std::nullopt;
    return text;
}

ExecType refusal_of(ExchangeAction action) {
    switch (action) {
        case ExchangeAction::PLACE:
            return ExecType::REJECTED;
        case ExchangeAction::CANCEL:
            return ExecType::CANCEL_REJECTED;
        case ExchangeAction::REPLACE:
            break;
    }
    return ExecType::REPLACE_REJECTED;
}

}  // namespace

ExchangeOrderId PaperReports::order_id_for(ClientOrderId const& placed_by) const {
    return ExchangeOrderId{id_prefix_ + "-" + placed_by.value()};
}

ExchangeReport& PaperReports::write(PaperOrder& order, ExecType type) {
    auto& written = reports_.emplace_back();
    written.client_order_id = order.client_order_id;
    written.report.exec_type = type;
    written.report.exec_id = ExecId{order.id.value() + "-" + std::to_string(++order.reports)};
    written.report.exchange_order_id = order.id;
    written.occurred_at = now_;
    written.report.order_status = order.status();
    written.report.cumulative_base = order.filled_base;
    return written;
}

void PaperReports::tell(PaperOrder& order, ExecType type, std::string reason) {
    write(order, type).report.reason = optional_text(std::move(reason));
}

void PaperReports::answer(PaperOrder& order, ExchangeRequest const& request, ExecType type,
                          std::string reason) {
    auto& written = write(order, type);
    if (request.action != ExchangeAction::PLACE) {
        written.original_client_order_id = written.client_order_id;
    }
    written.client_order_id = request.client_order_id;
    if (type == ExecType::REPLACED) {
        written.report.quantity_base = order.terms.quantity_base;
        written.report.price_quote = order.terms.price_quote;
        written.report.stop_price_quote = order.terms.stop_price_quote;
    }
    written.report.reason = optional_text(std::move(reason));
}

void PaperReports::fill(PaperOrder& order, Instrument const& instrument, Quantity quantity,
                        Price price, Liquidity liquidity) {
    auto& report = write(order, ExecType::TRADE).report;
    report.last_quantity_base = quantity;
    report.last_price_quote = price;
    report.liquidity = liquidity;
    auto const fee = fee_of(instrument, quantity, price, liquidity);
    report.fees = fee ? Fees{*fee} : Fees{};
}

void PaperReports::refuse(ExchangeRequest const& request, std::string reason) {
    auto& written = reports_.emplace_back();
    written.client_order_id = request.client_order_id;
    written.original_client_order_id = request.original_client_order_id;
    written.report.exec_type = refusal_of(request.action);
    written.report.exec_id = ExecId{order_id_for(request.client_order_id).value() + "-refused"};
    written.report.reason = optional_text(std::move(reason));
    written.occurred_at = now_;
    written.report.order_status = OrderStatus::REJECTED;
}

void PaperReports::status(PaperOrder& order, ExchangeRequest const& request) {
    auto& written = write(order, ExecType::ORDER_STATUS);
    // Questions must not change the ids of what happens after them.
    --order.reports;
    written.report.exec_id =
        ExecId{order.id.value() + "-status-" + std::to_string(++order.status_reports)};
    written.original_client_order_id = written.client_order_id;
    written.client_order_id = request.client_order_id;
    written.report.quantity_base = order.terms.quantity_base;
    written.report.price_quote = order.terms.price_quote;
    written.report.stop_price_quote = order.terms.stop_price_quote;
}

void PaperReports::unknown(ExchangeRequest const& request) {
    auto& written = reports_.emplace_back();
    written.client_order_id = request.client_order_id;
    written.original_client_order_id = request.original_client_order_id;
    written.report.exec_type = ExecType::ORDER_STATUS;
    written.occurred_at = now_;
    written.is_unknown_order = true;
}

std::vector<ExchangeReport> PaperReports::take() { return std::exchange(reports_, {}); }

}  // namespace daybook::paper
