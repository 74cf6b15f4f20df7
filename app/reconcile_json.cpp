#include <algorithm>
#include <array>
#include <string>

#include "app/reconcile_report.hpp"
#include "json/object_writer.hpp"
#include "json/record_writer.hpp"
#include "model/command_fields.hpp"
#include "model/field_text.hpp"

namespace daybook::app {

namespace {

using json::ObjectWriter;
using services::StatementDifference;

template <class Value>
void text_or_null(ObjectWriter& object, char const* name, std::optional<Value> const& value) {
    if (value) {
        object.text(name, model::to_text(*value));
    } else {
        object.null(name);
    }
}

void append_fields(std::string& out, std::vector<services::FieldDifference> const& fields) {
    out += '[';
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i > 0) out += ',';
        ObjectWriter object{out};
        auto const value = [&](char const* name, std::string const& text) {
            if (text.empty()) {
                object.null(name);
            } else {
                object.text(name, text);
            }
        };
        object.text("field", fields[i].field);
        value("here", fields[i].here);
        value("there", fields[i].there);
    }
    out += ']';
}

void append_difference(std::string& out, std::string_view type,
                       StatementDifference const& difference) {
    ObjectWriter object{out};
    object.text("type", type);
    object.text("kind", model::name_of(difference.kind));
    object.text("record", model::name_of(difference.record));
    if (difference.line) {
        object.integer("line", *difference.line);
    } else {
        object.null("line");
    }
    auto const& names = difference.names;
    text_or_null(object, "order_id", names.order_id);
    text_or_null(object, "client_order_id", names.client_order_id);
    text_or_null(object, "exchange_order_id", names.exchange_order_id);
    std::optional<model::ExchangeCode> exchange;
    std::optional<model::Symbol> symbol;
    if (difference.instrument) {
        exchange = difference.instrument->exchange;
        symbol = difference.instrument->symbol;
    }
    object.text("exchange", exchange);
    object.text("symbol", symbol);
    text_or_null(object, "exec_id", difference.exec_id);
    text_or_null(object, "asset", difference.asset);
    object.time("occurred_at", difference.occurred_at);
    text_or_null(object, "side", difference.side);
    object.decimal("quantity_base", difference.quantity_base);
    object.decimal("price_quote", difference.price_quote);
    append_fields(object.member("fields"), difference.fields);
    if (difference.obstacle.empty()) {
        object.null("obstacle");
    } else {
        object.text("obstacle", difference.obstacle);
    }
}

void append_booked(std::string& out, BookedStep const& booked) {
    ObjectWriter object{out};
    object.text("type", "booking");
    object.integer("line", booked.step.line);
    object.verbatim("command", model::to_canonical_json(model::fields_of(booked.step.command)));
    if (booked.answer) {
        json::append_json(object.member("answer"), *booked.answer);
    } else {
        object.null("answer");
    }
}

void append_summary(std::string& out, ReconcileResult const& result) {
    ObjectWriter object{out};
    object.text("type", "summary");
    object.boolean("agrees", agrees(result));
    object.time("from", result.statement.from);
    object.time("as_of", result.statement.as_of);
    object.integer("orders", result.statement.orders.size());
    object.integer("trades", result.statement.trades.size());
    object.integer("balances", result.statement.balances.size());
    for (auto const name : model::names_of<services::DifferenceKind>) {
        auto const kind = model::from_name<services::DifferenceKind>(name);
        auto const count = std::ranges::count(result.differences, kind, &StatementDifference::kind);
        object.integer(name, static_cast<std::uint64_t>(count));
    }
    if (!result.with_booking) return;
    auto const booked = std::ranges::count_if(result.booked, is_booked);
    object.integer("commands", result.booked.size());
    object.integer("booked", static_cast<std::uint64_t>(booked));
    if (result.left) {
        object.integer("left", result.left->size());
    } else {
        object.null("left");
    }
}

}  // namespace

void print_report_json(Output& output, ReconcileResult const& result) {
    auto const end_line = [&] {
        output.buffer() += '\n';
        output.written();
    };
    for (auto const& difference : result.differences) {
        append_difference(output.buffer(), "difference", difference);
        end_line();
    }
    for (auto const& booked : result.booked) {
        append_booked(output.buffer(), booked);
        end_line();
    }
    if (result.left) {
        for (auto const& difference : *result.left) {
            append_difference(output.buffer(), "left", difference);
            end_line();
        }
    }
    append_summary(output.buffer(), result);
    end_line();
}

}  // namespace daybook::app
