#pragma once

namespace daybook::model {

/// Why a command was refused, spelled as the broken rule, in order of precedence: where several
/// rules are broken the first of this list is the answer.
enum class Refusal {
    // The text is not a command.
    malformed_json,
    unknown_command,
    missing_field,
    unknown_field,
    duplicate_field,
    wrong_type,
    invalid_value,
    group_spans_accounts,
    // The key.
    idempotency_key_reused,
    // What the command names.
    unknown_account,
    unknown_asset,
    unknown_instrument,
    unknown_order,
    ambiguous_order,
    unknown_discrepancy,
    unknown_request,
    already_defined_differently,
    assets_must_differ,
    // The command's own numbers against the instrument's rules.
    quantity_must_be_positive,
    quantity_must_be_multiple_of_increment,
    quantity_below_minimum,
    price_required,
    price_not_allowed,
    price_must_be_positive,
    price_must_be_multiple_of_increment,
    stop_price_required,
    stop_price_not_allowed,
    stop_price_must_be_positive,
    stop_price_must_be_multiple_of_increment,
    notional_below_minimum,
    expiry_required,
    expiry_not_allowed,
    expiry_must_be_in_the_future,
    budget_required,
    budget_not_allowed,
    budget_must_be_positive,
    increment_must_be_positive,
    amount_must_be_positive,
    amount_out_of_range,
    // The state of the book. Of a new order, these are decisions and are recorded.
    account_closed,
    instrument_halted,
    insufficient_funds,
    order_closed,
    already_resolved,
    request_not_uncertain,
    order_placed_elsewhere,
    account_not_empty,
    account_overdrawn
};

}  // namespace daybook::model
