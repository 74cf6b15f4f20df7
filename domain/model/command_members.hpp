#pragma once

#include "model/command.hpp"

namespace daybook::model {

/// The members of each command, declared once: whatever reads, writes or checks commands visits
/// them here. A visitor has required(), optional(), defaulted(), omitted_default(),
/// reference(), optional_reference() and fees(), each taking a name and the member. A default that
/// is omitted is not written: so members can be added without changing what is booked already.

template <class Visitor>
void visit_members(Visitor& v, DefineAsset& c) {
    v.required("asset", c.asset.code);
    v.required("display_decimals", c.asset.display_decimals);
}

template <class Visitor>
void visit_members(Visitor& v, DefineInstrument& c) {
    auto& i = c.instrument;
    v.required("exchange", i.key.exchange);
    v.required("symbol", i.key.symbol);
    v.defaulted("kind", i.kind);
    v.required("base_asset", i.base_asset);
    v.required("quote_asset", i.quote_asset);
    v.required("price_increment_quote", i.price_increment_quote);
    v.required("quantity_increment_base", i.quantity_increment_base);
    v.optional("min_quantity_base", i.min_quantity_base);
    v.optional("min_notional_quote", i.min_notional_quote);
    v.defaulted("maker_fee_rate", i.maker_fee_rate);
    v.defaulted("taker_fee_rate", i.taker_fee_rate);
    v.optional("state", c.state);
    v.omitted_default("negative_prices", i.negative_prices);
}

template <class Visitor>
void visit_members(Visitor& v, OpenAccount& c) {
    v.required("funding", c.funding);
    v.required("cost_basis", c.cost_basis);
}

template <class Visitor>
void visit_members(Visitor&, CloseAccount&) {}

template <class Visitor>
void visit_members(Visitor& v, Deposit& c) {
    v.required("asset", c.asset);
    v.required("amount", c.amount);
    v.optional("exchange", c.exchange);
    v.optional("symbol", c.symbol);
    v.optional("cost_quote", c.cost_quote);
}

template <class Visitor>
void visit_members(Visitor& v, Withdraw& c) {
    v.required("asset", c.asset);
    v.required("amount", c.amount);
}

template <class Visitor>
void visit_members(Visitor& v, PlaceOrder& c) {
    auto& t = c.terms;
    v.required("exchange", t.instrument.exchange);
    v.required("symbol", t.instrument.symbol);
    v.required("side", t.side);
    v.required("type", t.type);
    v.defaulted("time_in_force", t.time_in_force);
    v.required("quantity_base", t.quantity_base);
    v.optional("price_quote", t.price_quote);
    v.optional("stop_price_quote", t.stop_price_quote);
    v.optional("budget_quote", t.budget_quote);
    v.optional("expires_at", t.expires_at);
    v.omitted_default("origin", c.origin);
}

template <class Visitor>
void visit_members(Visitor& v, CancelOrder& c) {
    v.reference("order", c.order);
}

template <class Visitor>
void visit_members(Visitor& v, ReplaceOrder& c) {
    v.reference("order", c.order);
    v.optional("quantity_base", c.quantity_base);
    v.optional("price_quote", c.price_quote);
    v.optional("stop_price_quote", c.stop_price_quote);
}

template <class Visitor>
void visit_members(Visitor& v, BookExecution& c) {
    v.reference("order", c.order);
    v.optional("client_order_id", c.client_order_id);
    v.required("exec_id", c.exec_id);
    v.required("exec_type", c.exec_type);
    v.optional("exchange_order_id", c.exchange_order_id);
    v.optional("last_quantity_base", c.last_quantity_base);
    v.optional("last_price_quote", c.last_price_quote);
    v.fees("fee", "fees", c.fees);
    v.optional("liquidity", c.liquidity);
    v.optional("exec_ref_id", c.exec_ref_id);
    v.optional("quantity_base", c.quantity_base);
    v.optional("price_quote", c.price_quote);
    v.optional("stop_price_quote", c.stop_price_quote);
    v.optional("reason", c.reason);
    v.optional("side", c.side);
    v.optional("symbol", c.symbol);
    v.optional("order_status", c.order_status);
    v.optional("cumulative_base", c.cumulative_base);
    v.optional("leaves_base", c.leaves_base);
}

template <class Visitor>
void visit_members(Visitor& v, ResolveDiscrepancy& c) {
    v.required("discrepancy", c.discrepancy);
    v.required("resolution", c.resolution);
    v.required("reason", c.reason);
    v.optional("order_account_id", c.order_account_id);
    v.optional_reference("order", c.order);
}

template <class Visitor>
void visit_members(Visitor& v, Checkpoint& c) {
    v.required("heads", c.heads);
    v.optional("accounts", c.accounts);
    v.optional("digest", c.digest);
}

template <class Visitor>
void visit_members(Visitor&, Malformed&) {}

}  // namespace daybook::model
