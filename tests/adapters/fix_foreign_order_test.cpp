#include <gtest/gtest.h>

#include <string>

#include "fix/foreign_order_decoder.hpp"
#include "support/fix_fixture.hpp"

namespace daybook::fix {
namespace {

using model::OrderType;
using model::TimeInForce;
using support::fix_text;

FixDialect dialect() {
    FixDialect dialect;
    dialect.exchange = model::ExchangeCode{"VENUE"};
    dialect.account = model::AccountId{"house"};
    dialect.accounts.emplace("ACME-7", model::AccountId{"alpha"});
    return dialect;
}

ports::ExchangeReport decoded(std::string const& text, FixDialect const& with = dialect()) {
    FixMessage const message{
        fix_text("35=8|37=E1|11=their order/1|17=1|150=0|39=0|55=BTC-USD|" + text)};
    return decode_drop_copy(message, with);
}

std::string const limit = "54=2|38=5|40=2|44=99.5|";

TEST(ForeignOrderDecoderDecode, AReportCarriesWhatItTakesToRecordItsOrder) {
    auto const report = decoded(limit + "1=ACME-7|59=1|");
    ASSERT_TRUE(report.placed_elsewhere);
    auto const& order = *report.placed_elsewhere;
    EXPECT_EQ(order.account_id.value(), "alpha");
    EXPECT_EQ(order.client_order_id, "their order/1");
    EXPECT_EQ(order.terms.instrument.exchange.value(), "VENUE");
    EXPECT_EQ(order.terms.instrument.symbol.value(), "BTC-USD");
    EXPECT_EQ(order.terms.side, model::Side::SELL);
    EXPECT_EQ(order.terms.type, OrderType::LIMIT);
    EXPECT_EQ(order.terms.time_in_force, TimeInForce::GTC);
    EXPECT_EQ(order.terms.quantity_base.value().to_string(), "5");
    EXPECT_EQ(order.terms.price_quote->value().to_string(), "99.5");
    EXPECT_EQ(report.client_order_id, std::nullopt);
}

TEST(ForeignOrderDecoderDecode, TheAccountIsMappedOrNamedOrConfigured) {
    EXPECT_EQ(decoded(limit + "1=beta|").placed_elsewhere->account_id.value(), "beta");
    EXPECT_EQ(decoded(limit).placed_elsewhere->account_id.value(), "house");
    EXPECT_EQ(decoded(limit + "1=NOT MAPPED|").placed_elsewhere->account_id.value(), "house");
    auto without = dialect();
    without.account.reset();
    auto const report = decoded(limit + "1=NOT MAPPED|", without);
    EXPECT_EQ(report.placed_elsewhere, std::nullopt);
    ASSERT_TRUE(report.order_untold_because);
    EXPECT_TRUE(report.order_untold_because->starts_with("Account (1) must name an account"));
}

TEST(ForeignOrderDecoderDecode, TheTypeIsWhatThePricesMakeIt) {
    EXPECT_EQ(decoded("54=1|38=5|40=1|44=0|").placed_elsewhere->terms.type, OrderType::MARKET);
    EXPECT_EQ(decoded("54=1|38=5|40=3|99=9|").placed_elsewhere->terms.type, OrderType::STOP);
    EXPECT_EQ(decoded("54=1|38=5|40=4|44=9|99=8|").placed_elsewhere->terms.type,
              OrderType::STOP_LIMIT);
    // Zero is a price where the type has one: instruments may trade at it.
    EXPECT_EQ(decoded("54=1|38=5|40=2|44=0|").placed_elsewhere->terms.type, OrderType::LIMIT);
    EXPECT_EQ(decoded("54=1|38=5|40=2|44=0|99=0|").placed_elsewhere->terms.type, OrderType::LIMIT);
    EXPECT_EQ(decoded("54=1|38=5|40=4|44=-1|99=0|").placed_elsewhere->terms.type,
              OrderType::STOP_LIMIT);
    EXPECT_EQ(decoded("54=1|38=5|40=3|44=0|99=0|").placed_elsewhere->terms.type, OrderType::STOP);
    EXPECT_EQ(decoded("54=1|38=5|40=P|44=9|99=0|").placed_elsewhere->terms.type, OrderType::LIMIT);
    EXPECT_EQ(decoded("54=1|38=5|40=P|44=9|").placed_elsewhere->terms.type, OrderType::LIMIT);
    EXPECT_EQ(decoded("54=5|14=2|151=3|").placed_elsewhere->terms.quantity_base.value().to_string(),
              "5");
    EXPECT_NE(decoded("54=1|38=5|40=2|").order_untold_because, std::nullopt);
}

TEST(ForeignOrderDecoderDecode, AnExpiryIsATimeOrTheEndOfADay) {
    auto const timed = decoded(limit + "59=6|126=20261224-12:00:00|").placed_elsewhere->terms;
    EXPECT_EQ(timed.expires_at->to_string(), "2026-12-24T12:00:00.000000Z");
    auto const dated = decoded(limit + "59=6|432=20261224|").placed_elsewhere->terms;
    EXPECT_EQ(dated.expires_at->to_string(), "2026-12-24T23:59:59.999999Z");
    EXPECT_EQ(decoded(limit + "59=6|").placed_elsewhere->terms.time_in_force, TimeInForce::GTC);
    EXPECT_EQ(decoded(limit).placed_elsewhere->terms.time_in_force, TimeInForce::DAY);
}

TEST(ForeignOrderDecoderDecode, WhatSaysTooLittleOfItsOrderIsBookedWhereThatIsKnown) {
    for (auto const& [text, because] :
         {std::pair{"54=9|38=5|", "Side (54) must be one of 1 to 6"},
          std::pair{"54=1|", "OrderQty (38) must be greater than zero"},
          std::pair{"54=1|38=x|", "OrderQty (38) must be a decimal"}}) {
        auto const report = decoded(text);
        EXPECT_FALSE(report.unreadable_because) << text;
        EXPECT_EQ(report.report.exchange_order_id, model::ExchangeOrderId{"E1"});
        ASSERT_TRUE(report.order_untold_because) << text;
        EXPECT_TRUE(report.order_untold_because->starts_with(because))
            << *report.order_untold_because;
    }
}

TEST(ForeignOrderDecoderDecode, WhatNamesNoOrderEitherIsForTheOperator) {
    FixMessage const message{fix_text("35=8|17=1|150=0|39=0|55=BTC-USD|54=1|")};
    auto const report = decode_drop_copy(message, dialect());
    ASSERT_TRUE(report.unreadable_because);
    EXPECT_TRUE(report.unreadable_because->starts_with("OrderQty (38) must be greater than zero"));
}

}  // namespace
}  // namespace daybook::fix
