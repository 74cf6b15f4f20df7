#include "support/paper_market_bench.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "model/names.hpp"
#include "support/sample_values.hpp"

namespace daybook::support {

using namespace model;
using ports::ClientOrderId;
using ports::ExchangeAction;
using ports::ExchangeReport;
using ports::ExchangeRequest;

namespace {

std::vector<std::string> words_of(std::string_view text) {
    std::istringstream in{std::string{text}};
    std::vector<std::string> words;
    for (std::string word; in >> word;) words.push_back(word);
    return words;
}

void set_terms(std::string const& text, OrderTerms& terms) {
    auto const at = text.find('@');
    terms.quantity_base = quantity(text.substr(0, at));
    if (at != std::string::npos) terms.price_quote = price(text.substr(at + 1));
}

Timestamp after_seconds(std::string const& seconds) {
    return Timestamp::from_micros(bench_start().micros() + std::stoll(seconds) * 1'000'000);
}

void set_option(std::string const& text, OrderTerms& terms) {
    auto const equals = text.find('=');
    auto const name = text.substr(0, equals);
    auto const value = text.substr(equals + 1);
    if (name == "type") terms.type = from_name<OrderType>(value).value();
    if (name == "tif") terms.time_in_force = from_name<TimeInForce>(value).value();
    if (name == "stop") terms.stop_price_quote = price(value);
    if (name == "expires") terms.expires_at = after_seconds(value);
    if (name == "symbol") terms.instrument.symbol = Symbol{value};
}

std::string text_of(std::optional<Quantity> const& quantity, std::optional<Price> const& price) {
    if (!quantity) return {};
    return " " + quantity->value().to_string() + (price ? "@" + price->value().to_string() : "");
}

}  // namespace

Timestamp bench_start() { return at_micros(0); }

ExchangeRequest paper_order(std::string_view text) {
    auto const words = words_of(text);
    ExchangeRequest request;
    request.client_order_id = ClientOrderId{words.at(0)};
    request.account_id = AccountId{"alpha"};
    request.requested_at = bench_start();
    auto& terms = request.terms;
    terms.instrument = btc_usd();
    terms.side = from_name<Side>(words.at(1)).value();
    terms.time_in_force = TimeInForce::GTC;
    set_terms(words.at(2), terms);
    for (std::size_t i = 3; i < words.size(); ++i) set_option(words[i], terms);
    return request;
}

std::string said(ExchangeReport const& answer) {
    auto const& report = answer.report;
    auto const id = report.exchange_order_id ? report.exchange_order_id->value().substr(2)
                                             : answer.client_order_id->value();
    if (answer.is_unknown_order) return id + " UNKNOWN";
    auto text = id + " " + std::string{name_of(report.exec_type)};
    if (report.exec_type == ExecType::TRADE) {
        text += text_of(report.last_quantity_base, report.last_price_quote);
        if (report.liquidity) text += " " + std::string{name_of(*report.liquidity)};
    } else {
        text += text_of(report.quantity_base, report.price_quote);
    }
    return text;
}

std::string said(std::vector<ExchangeReport> const& reports) {
    std::string text;
    for (auto const& report : reports) text += (text.empty() ? "" : "; ") + said(report);
    return text;
}

PaperMarketBench::PaperMarketBench(paper::PaperRules rules)
    : market_{std::move(rules), bench_start()} {
    market_.define(sample_instrument(btc_usd()));
}

ExchangeRequest PaperMarketBench::change(std::string const& order, ExchangeAction action) {
    ExchangeRequest request;
    request.action = action;
    auto const number = ++changes_[order];
    request.client_order_id = ClientOrderId{order + "-" + std::to_string(number)};
    request.original_client_order_id = ClientOrderId{order};
    auto const known = placed_.find(order);
    if (known != placed_.end()) request.terms = known->second.terms;
    return request;
}

std::string PaperMarketBench::run(std::string_view line) {
    auto const words = words_of(line);
    auto const& verb = words.at(0);
    std::optional<ExchangeRequest> request;
    if (verb == "place") {
        request = paper_order(line.substr(line.find("place") + 6));
        placed_.emplace(words.at(1), *request);
    } else if (verb == "cancel") {
        request = change(words.at(1), ExchangeAction::CANCEL);
    } else if (verb == "replace") {
        request = change(words.at(1), ExchangeAction::REPLACE);
        set_terms(words.at(2), request->terms);
        if (words.size() > 3) {
            auto const stop = paper_order("stop BUY 1 type=STOP " + words[3]).terms;
            request->terms.stop_price_quote = stop.stop_price_quote;
        }
    } else if (verb == "at") {
        market_.advance_to(after_seconds(words.at(1)));
    } else {
        OrderTerms terms;
        set_terms(verb == "price" ? "0@" + words.at(1) : words.at(1), terms);
        paper::MarketTrade trade{market_.now(), *terms.price_quote, {}, {}};
        if (verb == "trade") trade.quantity_base = terms.quantity_base;
        if (words.size() > 2) trade.taker_side = words[2] == "buy" ? Side::BUY : Side::SELL;
        market_.trade(btc_usd(), trade);
    }
    if (request && market_.receive(*request)) market_.decide(*request);
    return said(market_.take_reports());
}

void PaperMarketBench::story(std::string_view lines) {
    std::string story;
    for (auto const c : lines) story += c;
    for (auto at = story.find("\n"); at != std::string::npos; at = story.find("\n", at + 1)) {
        auto const next = story.find_first_not_of(" \n", at);
        if (next != std::string::npos && story.compare(next, 2, "->") == 0) story[at] = ' ';
    }
    std::istringstream in{story};
    for (std::string line; std::getline(in, line);) {
        if (line.find_first_not_of(' ') == std::string::npos) continue;
        auto const arrow = line.find("->");
        std::string expected;
        if (arrow != std::string::npos) {
            for (auto const& word : words_of(line.substr(arrow + 2))) {
                expected += (expected.empty() ? "" : " ") + word;
            }
        }
        EXPECT_EQ(run(line.substr(0, arrow)), expected) << "after: " << line;
    }
}

}  // namespace daybook::support
