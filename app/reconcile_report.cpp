#include "app/reconcile_report.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "app/figures.hpp"
#include "app/table.hpp"
#include "model/command_fields.hpp"
#include "model/field_text.hpp"

namespace daybook::app {

namespace {

using services::DifferenceKind;
using services::StatementDifference;

std::string record_of(StatementDifference const& difference) {
    return std::string{model::name_of(difference.record)};
}

template <class Value>
std::string cell(std::optional<Value> const& value) {
    return value ? model::to_text(*value) : std::string{};
}

std::string line_of(StatementDifference const& difference) {
    return difference.line ? std::to_string(*difference.line) : std::string{};
}

/// The name by which people find an order where it is: at the exchange, or here.
std::string order_of(StatementDifference const& difference) {
    auto const& names = difference.names;
    bool const is_here = difference.kind != DifferenceKind::missing_here;
    if (is_here && names.order_id) return names.order_id->to_string();
    if (names.exchange_order_id) return names.exchange_order_id->value();
    if (names.client_order_id) return names.client_order_id->value();
    return cell(names.order_id);
}

std::string note_of(StatementDifference const& difference) {
    if (!difference.obstacle.empty()) return "cannot be booked: " + difference.obstacle;
    std::string note;
    for (auto const& [field, here, there] : difference.fields) note += field + ' ' + here;
    return note;
}

std::size_t count_of(std::vector<StatementDifference> const& differences, DifferenceKind kind) {
    return static_cast<std::size_t>(
        std::ranges::count(differences, kind, &StatementDifference::kind));
}

void print_missing(Output& output, std::vector<StatementDifference> const& differences,
                   DifferenceKind kind) {
    using Align = Table::Align;
    Table table{output,
                {{"line", Align::right},
                 {"record"},
                 {"occurred_at"},
                 {"exchange"},
                 {"symbol"},
                 {"order"},
                 {"exec_id"},
                 {"asset"},
                 {"side"},
                 {"quantity_base", Align::right},
                 {"price_quote", Align::right},
                 {"note"}}};
    for (auto const& each : differences) {
        if (each.kind != kind) continue;
        auto const& instrument = each.instrument;
        table.add({line_of(each), record_of(each), cell(each.occurred_at),
                   instrument ? instrument->exchange.value() : "",
                   instrument ? instrument->symbol.value() : "", order_of(each), cell(each.exec_id),
                   cell(each.asset), cell(each.side), cell(each.quantity_base),
                   cell(each.price_quote), note_of(each)});
    }
    table.finish();
}

/// A row for each field.
void print_different(Output& output, std::vector<StatementDifference> const& differences) {
    using Align = Table::Align;
    Table table{output,
                {{"line", Align::right},
                 {"record"},
                 {"occurred_at"},
                 {"order"},
                 {"exec_id"},
                 {"asset"},
                 {"field"},
                 {"here", Align::right},
                 {"there", Align::right}}};
    for (auto const& each : differences) {
        if (each.kind != DifferenceKind::different) continue;
        for (auto const& [field, here, there] : each.fields) {
            table.add({line_of(each), record_of(each), cell(each.occurred_at), order_of(each),
                       cell(each.exec_id), cell(each.asset), field, here, there});
        }
    }
    table.finish();
}

void print_differences(Output& output, std::vector<StatementDifference> const& differences,
                       std::string const& when) {
    auto const heading = [&](DifferenceKind kind, std::string const& name) {
        bool const any = count_of(differences, kind) > 0;
        if (any) output.write(name + when + ":\n");
        return any;
    };
    if (heading(DifferenceKind::missing_here, "missing here")) {
        print_missing(output, differences, DifferenceKind::missing_here);
        output.write("\n");
    }
    if (heading(DifferenceKind::missing_there, "missing there")) {
        print_missing(output, differences, DifferenceKind::missing_there);
        output.write("\n");
    }
    if (heading(DifferenceKind::different, "different")) {
        print_different(output, differences);
        output.write("\n");
    }
}

std::string member_of(model::Fields const& fields, std::string_view name) {
    auto const found = std::ranges::find(fields, name, &model::Field::name);
    return found == fields.end() ? std::string{} : found->value;
}

std::string order_of(model::Fields const& fields) {
    for (auto const* name : {"order.id", "order.idempotency_key", "order.exchange_order_id"}) {
        auto const value = member_of(fields, name);
        if (!value.empty()) return value;
    }
    return {};
}

void print_booked(Output& output, std::vector<BookedStep> const& booked) {
    if (booked.empty()) return;
    using Align = Table::Align;
    output.write("booked:\n");
    Table table{output,
                {{"line", Align::right},
                 {"command"},
                 {"exec_type"},
                 {"order"},
                 {"id"},
                 {"answer"},
                 {"entry", Align::right},
                 {"detail"}}};
    for (auto const& [step, answer] : booked) {
        auto const fields = model::fields_of(step.command);
        auto const exec_id = member_of(fields, "exec_id");
        auto detail = answer ? answer->detail : "its order was refused";
        if (answer && answer->refusal) {
            detail = model::to_text(*answer->refusal) + (detail.empty() ? "" : ": ") + detail;
        }
        table.add({std::to_string(step.line), member_of(fields, "command"),
                   member_of(fields, "exec_type"), order_of(fields),
                   exec_id.empty() ? member_of(fields, "idempotency_key") : exec_id,
                   answer ? model::to_text(answer->status) : "SKIPPED",
                   answer && answer->entry_seq ? std::to_string(*answer->entry_seq) : "",
                   std::move(detail)});
    }
    table.finish();
    output.write("\n");
}

std::string counts(std::vector<StatementDifference> const& differences) {
    if (differences.empty()) return "no differences";
    auto const count = [&](DifferenceKind kind) {
        return with_separators(count_of(differences, kind));
    };
    return counted(differences.size(), "difference", "differences") + ": " +
           count(DifferenceKind::missing_here) + " missing here, " +
           count(DifferenceKind::missing_there) + " missing there, " +
           count(DifferenceKind::different) + " different";
}

}  // namespace

bool agrees(ReconcileResult const& result) {
    if (!result.with_booking) return result.differences.empty();
    return result.left && result.left->empty() && std::ranges::all_of(result.booked, is_booked);
}

void print_report(Output& output, ReconcileResult const& result) {
    print_differences(output, result.differences, "");
    print_booked(output, result.booked);
    if (result.left && !result.booked.empty()) {
        print_differences(output, *result.left, ", after booking");
    }
    auto const& statement = result.statement;
    output.write(counts(result.differences) + " in " +
                 counted(statement.orders.size(), "order", "orders") + ", " +
                 counted(statement.trades.size(), "trade", "trades") + " and " +
                 counted(statement.balances.size(), "balance", "balances") + " from " +
                 statement.from.to_string() + " to " + statement.as_of.to_string());
    if (result.with_booking) {
        auto const booked = std::ranges::count_if(result.booked, is_booked);
        output.write("; booked " + with_separators(static_cast<std::uint64_t>(booked)) + " of " +
                     counted(result.booked.size(), "command", "commands") +
                     (result.left ? ", left: " + counts(*result.left) : ", then cut off"));
    }
    output.write("\n");
}

}  // namespace daybook::app
