#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>

#include "model/names.hpp"
#include "paper/paper_market.hpp"
#include "support/naive_market.hpp"
#include "support/paper_market_bench.hpp"
#include "support/sample_values.hpp"

namespace daybook::paper {
namespace {

using namespace model;
using ports::ClientOrderId;
using ports::ExchangeAction;
using ports::ExchangeReport;
using ports::ExchangeRequest;
using support::MarketAction;
using support::NaiveMarket;

/// rapidcheck reads its seed from RC_PARAMS, once; DAYBOOK_TEST_SEED sets it.
void seed_rapidcheck() {
    auto const* text = std::getenv("DAYBOOK_TEST_SEED");
    auto const seed = text != nullptr ? std::string{text} : std::to_string(std::random_device{}());
    ::setenv("DAYBOOK_TEST_SEED", seed.c_str(), 0);
    ::setenv("RC_PARAMS", ("seed=" + seed + " max_success=1000").c_str(), 0);
    std::cout << "DAYBOOK_TEST_SEED=" << seed << '\n';
}

rc::Gen<MarketAction> any_action() {
    return rc::gen::exec([] {
        MarketAction action;
        auto const kind = *rc::gen::inRange(0, 10);
        action.kind = kind < 4   ? MarketAction::Kind::place
                      : kind < 5 ? MarketAction::Kind::cancel
                      : kind < 6 ? MarketAction::Kind::replace
                                 : MarketAction::Kind::trade;
        action.buys = *rc::gen::arbitrary<bool>();
        action.quantity = *rc::gen::inRange(1, 20);
        action.price = *rc::gen::inRange(97, 104);
        action.stop = *rc::gen::inRange(97, 104);
        action.target = *rc::gen::inRange(0, 50);
        action.type = *rc::gen::inRange(0, 5);
        action.time_in_force = *rc::gen::inRange(0, 4);
        return action;
    });
}

/// A case: what happens, and the rules of the market.
struct Case {
    std::vector<MarketAction> actions;
    int queue_ahead = 0;
    std::optional<int> depth;
};

Case any_case() {
    Case all;
    all.actions = *rc::gen::container<std::vector<MarketAction>>(any_action());
    all.queue_ahead = *rc::gen::element(0, 0, 3, 11);
    auto const depth = *rc::gen::inRange(-1, 12);
    if (depth >= 0) all.depth = depth;
    return all;
}

Quantity whole(int count) { return Quantity{Decimal::from_integer(count)}; }

/// The real market, told the same.
class RealMarket {
  public:
    explicit RealMarket(Case const& rules) : market_{rules_of(rules), support::bench_start()} {
        market_.define(support::sample_instrument(support::btc_usd()));
    }

    std::vector<ExchangeReport> run(MarketAction const& action) {
        if (action.kind == MarketAction::Kind::trade) {
            MarketTrade trade{market_.now(), Price{Decimal::from_integer(action.price)},
                              whole(action.quantity), std::nullopt};
            if (action.type <= 1) trade.taker_side = action.type == 1 ? Side::BUY : Side::SELL;
            market_.trade(support::btc_usd(), trade);
        } else {
            auto const request = request_of(action);
            if (request && market_.receive(*request)) market_.decide(*request);
        }
        return market_.take_reports();
    }
    [[nodiscard]] ExchangeRequest const& placed(std::string const& id) const {
        return placed_.at(id);
    }

  private:
    static PaperRules rules_of(Case const& rules) {
        PaperRules real;
        real.queue_ahead_base = whole(rules.queue_ahead);
        if (rules.depth) real.depth_base = whole(*rules.depth);
        return real;
    }

    std::optional<ExchangeRequest> request_of(MarketAction const& action) {
        if (action.kind == MarketAction::Kind::place) return place(action);
        if (placed_.empty()) return std::nullopt;
        auto const name =
            "o" + std::to_string(static_cast<std::size_t>(action.target) % placed_.size());
        auto request = placed_.at(name);
        request.action = action.kind == MarketAction::Kind::cancel ? ExchangeAction::CANCEL
                                                                   : ExchangeAction::REPLACE;
        request.client_order_id = ClientOrderId{"r" + std::to_string(++changes_)};
        request.original_client_order_id = ClientOrderId{name};
        if (request.action == ExchangeAction::REPLACE) {
            request.terms.quantity_base = whole(action.quantity);
            if (has_limit(request.terms.type)) {
                request.terms.price_quote = Price{Decimal::from_integer(action.price)};
            }
        }
        return request;
    }
    ExchangeRequest place(MarketAction const& action) {
        constexpr OrderType types[] = {OrderType::LIMIT, OrderType::LIMIT, OrderType::MARKET,
                                       OrderType::STOP, OrderType::STOP_LIMIT};
        constexpr TimeInForce times[] = {TimeInForce::GTC, TimeInForce::GTC, TimeInForce::IOC,
                                         TimeInForce::FOK};
        auto const name = "o" + std::to_string(placed_.size());
        auto request = support::paper_order(name + (action.buys ? " BUY 1" : " SELL 1"));
        request.terms.type = types[action.type];
        request.terms.time_in_force = times[action.time_in_force];
        request.terms.quantity_base = whole(action.quantity);
        if (has_limit(request.terms.type)) {
            request.terms.price_quote = Price{Decimal::from_integer(action.price)};
        }
        if (has_stop(request.terms.type)) {
            request.terms.stop_price_quote = Price{Decimal::from_integer(action.stop)};
        }
        placed_.emplace(name, request);
        return request;
    }

    PaperMarket market_;
    std::map<std::string, ExchangeRequest> placed_;
    int changes_ = 0;
};

/// What the naive market tells too: trades, refusals of orders, and what is canceled unasked.
std::string told(std::vector<ExchangeReport> const& reports) {
    std::vector<ExchangeReport> both;
    for (auto const& report : reports) {
        auto const type = report.report.exec_type;
        bool const is_unasked = type == ExecType::CANCELED && !report.original_client_order_id;
        if (type == ExecType::TRADE || type == ExecType::REJECTED || is_unasked) {
            both.push_back(report);
        }
    }
    return support::said(both);
}

TEST(PaperMarketRandom, AgreesWithANaiveMarketOnEveryFill) {
    seed_rapidcheck();
    EXPECT_TRUE(rc::check([] {
        auto const all = any_case();
        NaiveMarket naive{all.queue_ahead, all.depth};
        RealMarket real{all};
        for (auto const& action : all.actions)
            RC_ASSERT(told(real.run(action)) == naive.run(action));
    }));
}

TEST(PaperMarketRandom, NeverGivesMoreThanATradeHasNorAWorsePriceThanTheLimit) {
    seed_rapidcheck();
    EXPECT_TRUE(rc::check([] {
        auto const all = any_case();
        RealMarket real{all};
        std::map<std::string, Price> limits;
        std::map<std::string, Quantity> filled;
        for (auto const& action : all.actions) {
            Quantity made;
            Quantity taken[2];
            for (auto const& said : real.run(action)) {
                auto const& report = said.report;
                auto const id = report.exchange_order_id->value().substr(2);
                auto const& terms = real.placed(id).terms;
                if (report.exec_type == ExecType::NEW && terms.price_quote) {
                    limits[id] = *terms.price_quote;
                }
                if (report.exec_type == ExecType::REPLACED && report.price_quote) {
                    limits[id] = *report.price_quote;
                }
                if (report.exec_type != ExecType::TRADE) continue;
                filled[id] += *report.last_quantity_base;
                RC_ASSERT(said.report.cumulative_base == filled[id]);
                auto const side = static_cast<std::size_t>(terms.side);
                bool const is_maker = report.liquidity == Liquidity::MAKER;
                (is_maker ? made : taken[side]) += *report.last_quantity_base;
                if (!terms.price_quote) continue;
                bool const is_within = terms.side == Side::BUY
                                           ? *report.last_price_quote <= limits[id]
                                           : *report.last_price_quote >= limits[id];
                RC_ASSERT(is_within);
            }
            if (action.kind == MarketAction::Kind::trade) RC_ASSERT(made <= whole(action.quantity));
            if (action.kind != MarketAction::Kind::trade) RC_ASSERT(made.is_zero());
            if (all.depth) RC_ASSERT(std::max(taken[0], taken[1]) <= whole(*all.depth));
        }
    }));
}

TEST(PaperMarketRandom, FillsFillOrKillWhollyOrNotAtAll) {
    seed_rapidcheck();
    EXPECT_TRUE(rc::check([] {
        auto const all = any_case();
        RealMarket real{all};
        for (auto const& action : all.actions) {
            for (auto const& said : real.run(action)) {
                auto const id = said.report.exchange_order_id->value().substr(2);
                auto const& terms = real.placed(id).terms;
                if (terms.time_in_force != TimeInForce::FOK) continue;
                if (said.report.exec_type == ExecType::TRADE) {
                    RC_ASSERT(said.report.order_status == OrderStatus::FILLED);
                }
            }
        }
    }));
}

TEST(PaperMarketRandom, TellsTheSameAgainToTheLastId) {
    seed_rapidcheck();
    EXPECT_TRUE(rc::check([] {
        auto const all = any_case();
        RealMarket one{all};
        RealMarket two{all};
        for (auto const& action : all.actions) {
            auto const first = one.run(action);
            auto const second = two.run(action);
            RC_ASSERT(first.size() == second.size());
            for (std::size_t i = 0; i < first.size(); ++i) {
                RC_ASSERT(first[i].report.exec_id == second[i].report.exec_id);
                RC_ASSERT(first[i].report.fees == second[i].report.fees);
                RC_ASSERT(support::said(first[i]) == support::said(second[i]));
            }
        }
    }));
}

}  // namespace
}  // namespace daybook::paper
