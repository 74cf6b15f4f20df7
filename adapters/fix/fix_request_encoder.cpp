#include "fix/fix_request_encoder.hpp"

#include <string_view>

#include "fix/fix_codes.hpp"
#include "fix/fix_values.hpp"

namespace daybook::fix {
namespace {

using ports::ExchangeAction;
using ports::ExchangeRequest;

class Body {
  public:
    Body(OutgoingMessage& message, FixDialect const& dialect)
        : message_{message}, dialect_{dialect} {}

    void add(int tag, std::string_view value) {
        message_.body.push_back({tag, std::string{value}});
    }
    void price(int tag, std::optional<model::Price> price) {
        if (price) add(tag, write_decimal(price->value(), dialect_.price_decimals));
    }
    void quantity(model::Quantity quantity) {
        add(38, write_decimal(quantity.value(), dialect_.quantity_decimals));
    }
    void account(model::AccountId const& account) {
        if (!dialect_.sends_account) return;
        auto const spelling = dialect_.account_spellings.find(account);
        add(1, spelling == dialect_.account_spellings.end() ? account.value() : spelling->second);
    }
    /// Which order: Account, OrderID, Symbol, Side.
    void order(ExchangeRequest const& request) {
        account(request.account_id);
        if (request.exchange_order_id) add(37, request.exchange_order_id->value());
        add(55, request.terms.instrument.symbol.value());
        add(54, code_of(request.terms.side));
    }
    void terms(model::OrderTerms const& terms) {
        quantity(terms.quantity_base);
        add(40, code_of(terms.type));
        price(44, terms.price_quote);
        price(99, terms.stop_price_quote);
        add(59, code_of(terms.time_in_force));
        if (terms.expires_at) add(126, write_time(*terms.expires_at));
    }

  private:
    OutgoingMessage& message_;
    FixDialect const& dialect_;
};

std::string_view type_of(ExchangeAction action) {
    switch (action) {
        case ExchangeAction::PLACE:
            return "D";
        case ExchangeAction::CANCEL:
            return "F";
        default:
            return "G";
    }
}

}  // namespace

OutgoingMessage encode_request(ExchangeRequest const& request, FixDialect const& dialect) {
    OutgoingMessage message;
    message.type = type_of(request.action);
    message.may_be_known = request.may_be_known;
    Body body{message, dialect};
    body.add(11, request.client_order_id.value());
    if (request.original_client_order_id) body.add(41, request.original_client_order_id->value());
    body.order(request);
    body.add(60, write_time(request.requested_at));
    if (request.action == ExchangeAction::CANCEL) {
        body.quantity(request.terms.quantity_base);
        return message;
    }
    body.add(21, "1");  // HandlInst: automated, private. FIX 4.2 requires it.
    body.terms(request.terms);
    return message;
}

OutgoingMessage encode_status_request(ExchangeRequest const& request, FixDialect const& dialect) {
    OutgoingMessage message;
    message.type = "H";
    Body body{message, dialect};
    body.add(11, request.original_client_order_id.value_or(request.client_order_id).value());
    // Which request is asked of, where the version has a field for it.
    if (dialect.version == FixVersion::FIX_4_4) body.add(790, request.client_order_id.value());
    body.order(request);
    return message;
}

OutgoingMessage encode_mass_status_request(std::string const& id) {
    OutgoingMessage message;
    message.type = "AF";
    message.body = {{584, id}, {585, "7"}};  // MassStatusReqType: all orders.
    return message;
}

}  // namespace daybook::fix
