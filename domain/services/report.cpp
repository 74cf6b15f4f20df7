#include "services/report.hpp"

namespace daybook::services {

using namespace model;

Execution execution_of(BookExecution const& report, Order const& order, Timestamp occurred_at) {
    Execution execution;
    execution.account_id = order.state().account_id;
    execution.order_id = order.state().id;
    execution.instrument = order.state().terms.instrument;
    execution.exec_id = report.exec_id;
    execution.exec_type = report.exec_type;
    execution.last_quantity_base = report.last_quantity_base;
    execution.last_price_quote = report.last_price_quote;
    execution.fees = report.fees;
    execution.liquidity = report.liquidity;
    execution.exec_ref_id = report.exec_ref_id;
    if (tells_terms(report.exec_type)) {
        execution.quantity_base = report.quantity_base;
        execution.price_quote = report.price_quote;
        execution.stop_price_quote = report.stop_price_quote;
    }
    execution.reason = report.reason;
    execution.occurred_at = occurred_at;
    return execution;
}

std::string_view first_difference(Execution const& known, Execution const& again) {
    if (known.exec_type != again.exec_type) return "exec_type";
    if (known.last_quantity_base != again.last_quantity_base) return "last_quantity_base";
    if (known.last_price_quote != again.last_price_quote) return "last_price_quote";
    if (known.liquidity != again.liquidity) return "liquidity";
    if (known.exec_ref_id != again.exec_ref_id) return "exec_ref_id";
    if (known.quantity_base != again.quantity_base) return "quantity_base";
    if (known.price_quote != again.price_quote) return "price_quote";
    if (known.stop_price_quote != again.stop_price_quote) return "stop_price_quote";
    if (known.fees.value_or(Fees{}) != again.fees.value_or(Fees{})) return "fees";
    return {};
}

ExecId late_fees_id(ExecId const& trade) { return ExecId{trade.value() + "~fees"}; }

ExecId kept_apart_id(ExecId const& used, std::uint64_t discrepancy) {
    return ExecId{used.value() + "~" + std::to_string(discrepancy)};
}

}  // namespace daybook::services
