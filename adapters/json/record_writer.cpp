#include "json/record_writer.hpp"

#include "json/object_writer.hpp"
#include "model/names.hpp"

namespace daybook::json {

namespace {

void write_instrument_key(ObjectWriter& object, model::InstrumentKey const& key) {
    object.text("exchange", key.exchange.value());
    object.text("symbol", key.symbol.value());
}

std::string hex(model::Hash const& hash) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(2 * hash.size());
    for (auto const byte : hash) {
        text += digits[byte >> 4];
        text += digits[byte & 0x0F];
    }
    return text;
}

template <class Enum>
void write_name(ObjectWriter& object, std::string_view name, Enum value) {
    object.text(name, model::name_of(value));
}

template <class Enum>
void write_name(ObjectWriter& object, std::string_view name, std::optional<Enum> value) {
    if (value) {
        object.text(name, model::name_of(*value));
    } else {
        object.null(name);
    }
}

void append_money(std::string& out, model::Money const& money) {
    ObjectWriter object{out};
    object.text("asset", money.asset.value());
    object.decimal("amount", money.amount);
}

/// The fee where there is one, and all of them as a list.
void write_fees(ObjectWriter& object, model::Fees const& fees) {
    if (fees.size() == 1) {
        append_money(object.member("fee"), fees.front());
    } else {
        object.null("fee");
    }
    auto& out = object.member("fees");
    out += '[';
    for (auto const& fee : fees) {
        if (&fee != &fees.front()) out += ',';
        append_money(out, fee);
    }
    out += ']';
}

void write_order_id(ObjectWriter& object, std::optional<model::OrderId> const& id) {
    if (id) {
        object.text("order_id", id->to_string());
    } else {
        object.null("order_id");
    }
}

void write_number(ObjectWriter& object, std::string_view name,
                  std::optional<std::uint64_t> number) {
    if (number) {
        object.integer(name, *number);
    } else {
        object.null(name);
    }
}

/// Writes null where the calculation has no value.
void write_result(ObjectWriter& object, std::string_view name, model::DecimalResult const& result) {
    if (result) {
        object.decimal(name, *result);
    } else {
        object.null(name);
    }
}

model::DecimalResult unrealized(model::PositionState const& position, model::Price mark) {
    auto const value = model::multiply(position.quantity_base.value(), mark.value());
    return value ? model::subtract(*value, position.cost_quote.value()) : value;
}

void append_postings(std::string& out, std::vector<model::Posting> const& postings) {
    out += '[';
    for (auto const& posting : postings) {
        if (&posting != &postings.front()) out += ',';
        ObjectWriter object{out};
        write_name(object, "bucket", posting.bucket);
        object.text("asset", posting.asset.value());
        if (posting.instrument) {
            write_instrument_key(object, *posting.instrument);
        } else {
            object.null("exchange");
            object.null("symbol");
        }
        object.decimal("amount", posting.amount);
    }
    out += ']';
}

}  // namespace

void append_json(std::string& out, model::Asset const& asset) {
    ObjectWriter object{out};
    object.text("asset", asset.code.value());
    object.integer("display_decimals", static_cast<std::uint64_t>(asset.display_decimals));
}

void append_json(std::string& out, model::Instrument const& instrument) {
    ObjectWriter object{out};
    write_instrument_key(object, instrument.key);
    write_name(object, "kind", instrument.kind);
    object.text("base_asset", instrument.base_asset.value());
    object.text("quote_asset", instrument.quote_asset.value());
    object.decimal("price_increment_quote", instrument.price_increment_quote);
    object.decimal("quantity_increment_base", instrument.quantity_increment_base);
    object.decimal("min_quantity_base", instrument.min_quantity_base);
    object.decimal("min_notional_quote", instrument.min_notional_quote);
    object.decimal("maker_fee_rate", instrument.maker_fee_rate);
    object.decimal("taker_fee_rate", instrument.taker_fee_rate);
    write_name(object, "state", instrument.state);
    object.boolean("negative_prices", instrument.negative_prices);
}

void append_json(std::string& out, model::Account const& account) {
    ObjectWriter object{out};
    object.text("account_id", account.id.value());
    write_name(object, "funding", account.funding);
    write_name(object, "cost_basis", account.cost_basis);
    write_name(object, "state", account.state);
    object.integer("last_seq", account.last_seq);
    object.text("last_hash", hex(account.last_hash));
    object.integer("discrepancies", account.discrepancies);
}

void append_json(std::string& out, model::Order const& order) {
    auto const& state = order.state();
    auto const& terms = state.terms;
    ObjectWriter object{out};
    object.text("id", state.id.to_string());
    object.text("account_id", state.account_id.value());
    write_instrument_key(object, terms.instrument);
    write_name(object, "side", terms.side);
    write_name(object, "type", terms.type);
    write_name(object, "time_in_force", terms.time_in_force);
    object.decimal("quantity_base", terms.quantity_base);
    object.decimal("price_quote", terms.price_quote);
    object.decimal("stop_price_quote", terms.stop_price_quote);
    object.decimal("budget_quote", terms.budget_quote);
    write_name(object, "status", order.status());
    object.decimal("filled_base", state.filled_base);
    object.decimal("filled_quote", state.filled_quote);
    object.decimal("leaves_base", order.leaves_base());
    object.decimal("average_price_quote", order.average_price_quote());
    object.boolean("cancel_requested", state.requests.has(model::RequestKind::CANCEL));
    object.boolean("replace_requested", state.requests.has(model::RequestKind::REPLACE));
    object.text("exchange_order_id", state.exchange_order_id);
    object.text("idempotency_key", state.idempotency_key);
    object.text("reject_reason", state.reject_reason);
    object.integer("version", state.version);
    object.time("created_at", state.created_at);
    object.time("recorded_at", state.recorded_at);
    object.time("updated_at", state.updated_at);
    object.time("expires_at", terms.expires_at);
}

void append_json(std::string& out, model::Execution const& execution) {
    ObjectWriter object{out};
    object.text("order_id", execution.order_id.to_string());
    write_instrument_key(object, execution.instrument);
    object.text("exec_id", execution.exec_id.value());
    write_name(object, "exec_type", execution.exec_type);
    object.decimal("last_quantity_base", execution.last_quantity_base);
    object.decimal("last_price_quote", execution.last_price_quote);
    write_fees(object, execution.fees.value_or(model::Fees{}));
    write_name(object, "liquidity", execution.liquidity);
    object.text("exec_ref_id", execution.exec_ref_id);
    object.decimal("quantity_base", execution.quantity_base);
    object.decimal("price_quote", execution.price_quote);
    object.decimal("stop_price_quote", execution.stop_price_quote);
    object.text("reason", execution.reason);
    object.time("occurred_at", execution.occurred_at);
    object.integer("entry", execution.entry_seq);
}

void append_json(std::string& out, model::Entry const& entry) {
    ObjectWriter object{out};
    object.integer("seq", entry.seq);
    write_name(object, "kind", entry.kind);
    object.time("occurred_at", entry.occurred_at);
    object.time("recorded_at", entry.recorded_at);
    object.text("idempotency_key", entry.idempotency_key);
    object.verbatim("payload", entry.payload);
    append_postings(object.member("postings"), entry.postings);
    // Not of the contract's shape, but without them nobody else could check the chain.
    write_order_id(object, entry.order_id);
    write_name(object, "refusal", entry.refusal);
    write_number(object, "instrument_entry", entry.instrument_entry);
    object.text("hash", hex(entry.hash));
}

void append_json(std::string& out, model::Balance const& balance) {
    ObjectWriter object{out};
    object.text("asset", balance.asset.value());
    object.decimal("available", balance.available);
    object.decimal("held", balance.held);
    object.decimal("fees", balance.fees);
    object.decimal("external", balance.external);
    write_number(object, "overdrawn", balance.overdrawn);
}

void append_json(std::string& out, model::PositionState const& position,
                 std::optional<model::Price> mark) {
    ObjectWriter object{out};
    write_instrument_key(object, position.instrument);
    object.decimal("quantity_base", position.quantity_base);
    object.decimal("cost_quote", position.cost_quote);
    write_result(object, "average_price_quote",
                 model::divide(position.cost_quote.value(), position.quantity_base.value()));
    object.decimal("realized_pnl_quote", position.realized_pnl_quote);
    object.decimal("fees_quote", position.fees_quote);
    {
        ObjectWriter fees{object.member("fees_other")};
        for (auto const& [asset, amount] : position.fees_other) {
            fees.decimal(asset.value(), amount);
        }
    }
    if (mark) {
        object.decimal("mark_price_quote", *mark);
        write_result(object, "unrealized_pnl_quote", unrealized(position, *mark));
    }
}

void append_json(std::string& out, model::InstrumentKey const& instrument, model::Lot const& lot) {
    ObjectWriter object{out};
    write_instrument_key(object, instrument);
    object.integer("lot", lot.number);
    object.decimal("quantity_base", lot.quantity_base);
    object.decimal("cost_quote", lot.cost_quote);
    object.time("opened_at", lot.opened_at);
}

void append_json(std::string& out, model::Discrepancy const& discrepancy) {
    ObjectWriter object{out};
    object.integer("discrepancy", discrepancy.number);
    write_name(object, "kind", discrepancy.kind);
    object.time("opened_at", discrepancy.opened_at);
    object.integer("entry", discrepancy.entry_seq);
    object.text("detail", discrepancy.detail);
    object.verbatim("payload", discrepancy.payload);
    write_name(object, "state", discrepancy.state);
    write_name(object, "resolution", discrepancy.resolution);
    object.text("reason", discrepancy.reason);
    write_order_id(object, discrepancy.order_id);
}

void append_json(std::string& out, model::OutboxRequest const& request) {
    ObjectWriter object{out};
    object.text("request", request.client_order_id.value());
    object.text("account_id", request.account_id.value());
    object.text("exchange", request.exchange.value());
    object.text("order_id", request.order_id.to_string());
    object.integer("entry", request.entry_seq);
    write_name(object, "action", request.action);
    object.decimal("quantity_base", request.quantity_base);
    object.decimal("price_quote", request.price_quote);
    object.decimal("stop_price_quote", request.stop_price_quote);
    write_name(object, "state", request.state);
    object.time("since", request.updated_at);
    object.integer("attempts", request.attempts);
    object.text("reason", request.detail);
    object.time("created_at", request.created_at);
}

void append_json(std::string& out, model::Answer const& answer) {
    ObjectWriter object{out};
    write_name(object, "status", answer.status);
    if (answer.refusal) write_name(object, "refusal", *answer.refusal);
    if (answer.discrepancy) write_name(object, "discrepancy", *answer.discrepancy);
    if (!answer.field.empty()) object.text("field", answer.field);
    if (!answer.detail.empty()) object.text("detail", answer.detail);
    if (answer.entry_seq) {
        ObjectWriter entry{object.member("entry")};
        entry.integer("seq", *answer.entry_seq);
    }
    if (answer.order) append_json(object.member("order"), *answer.order);
}

}  // namespace daybook::json
