#include "fix/foreign_order_decoder.hpp"

#include "fix/fix_codes.hpp"
#include "fix/fix_reading.hpp"
#include "fix/fix_report_decoder.hpp"
#include "fix/fix_values.hpp"

namespace daybook::fix {
namespace {

using model::OrderTerms;
using model::OrderType;
using model::TimeInForce;

model::AccountId account_of(FixMessage const& message, FixDialect const& dialect) {
    auto const text = message.get(1);
    if (auto const mapped = dialect.accounts.find(text); mapped != dialect.accounts.end()) {
        return mapped->second;
    }
    model::AccountId account;
    if (!text.empty() && model::read_text(text, account) && text != model::definitions_account) {
        return account;
    }
    if (dialect.account) return *dialect.account;
    refuse_field("Account", 1, text,
                 "must name an account or be mapped by Account.*, or Account must be configured");
}

model::Quantity quantity_of(FixMessage const& message) {
    auto const quantity = order_quantity(message);
    if (!quantity || !quantity->is_positive()) {
        refuse_field("OrderQty", 38, message.get(38), "must be greater than zero");
    }
    return *quantity;
}

bool is_zero(std::optional<model::Price> price) { return price && price->is_zero(); }

OrderType type_by_prices(OrderTerms const& terms) {
    if (terms.stop_price_quote) return terms.price_quote ? OrderType::STOP_LIMIT : OrderType::STOP;
    return terms.price_quote ? OrderType::LIMIT : OrderType::MARKET;
}

/// The day's last microsecond where only ExpireDate (432) is given.
std::optional<model::Timestamp> expiry_of(FixMessage const& message) {
    if (auto const time = read_time(message.get(126))) return time;
    return read_time(std::string{message.get(432)} + "-23:59:59.999999");
}

void read_time_in_force(FixMessage const& message, OrderTerms& terms) {
    terms.time_in_force = time_in_force_of(message.get(59)).value_or(TimeInForce::DAY);
    if (terms.time_in_force != TimeInForce::GTD) return;
    terms.expires_at = expiry_of(message);
    if (!terms.expires_at) terms.time_in_force = TimeInForce::GTC;
}

OrderTerms terms_of(FixMessage const& message, FixDialect const& dialect) {
    OrderTerms terms;
    auto const symbol = id_of<model::Symbol>(message, 55, "Symbol");
    if (!symbol) refuse_field("Symbol", 55, "", "is missing");
    terms.instrument = {dialect.exchange, *symbol};
    auto const side = side_of(message.get(54));
    if (!side) refuse_field("Side", 54, message.get(54), "must be one of 1 to 6");
    terms.side = *side;
    terms.quantity_base = quantity_of(message);
    // A market order has no price, whatever some write there.
    bool const is_market = message.get(40) == "1";
    bool const is_limit = message.get(40) == "2";
    if (!is_market) terms.price_quote = measure_of<model::Price>(message, 44, "Price");
    if (!is_market && !is_limit) {
        terms.stop_price_quote = measure_of<model::Price>(message, 99, "StopPx");
    }
    if (is_limit && !terms.price_quote) refuse_field("Price", 44, "", "is missing");
    // Zero is no price where the type is not said to have one.
    bool const has_price = is_limit || message.get(40) == "4";
    bool const has_stop_price = message.get(40) == "3" || message.get(40) == "4";
    if (!has_price && is_zero(terms.price_quote)) terms.price_quote.reset();
    if (!has_stop_price && is_zero(terms.stop_price_quote)) terms.stop_price_quote.reset();
    terms.type = type_by_prices(terms);
    read_time_in_force(message, terms);
    return terms;
}

}  // namespace

std::optional<ports::OrderPlacedElsewhere> decode_foreign_order(FixMessage const& message,
                                                                FixDialect const& dialect,
                                                                std::string& why) {
    try {
        ports::OrderPlacedElsewhere order;
        order.account_id = account_of(message, dialect);
        order.terms = terms_of(message, dialect);
        auto const id = message.get(11);
        if (!id.empty() && id.size() <= 255) order.client_order_id = printable_text(id, 255);
        return order;
    } catch (Unreadable const& because) {
        why = because.what();
        return std::nullopt;
    }
}

ports::ExchangeReport decode_drop_copy(FixMessage const& message, FixDialect const& dialect) {
    auto report = decode_report(message, dialect);
    if (report.unreadable_because) return report;
    std::string why;
    report.placed_elsewhere = decode_foreign_order(message, dialect, why);
    if (report.placed_elsewhere) return report;
    bool const names_order = report.client_order_id || report.report.exchange_order_id;
    if (!names_order) return unreadable(message, std::move(why));
    report.order_untold_because = std::move(why);
    return report;
}

}  // namespace daybook::fix
