#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <stdexcept>
#include <string>
#include <vector>

#include "http/list_cursor.hpp"
#include "ports/outbound/storage_error.hpp"
#include "support/api_under_test.hpp"
#include "support/sample_values.hpp"

namespace daybook::http {
namespace {

using support::ApiUnderTest;
using support::outcome;

std::string const alpha = "/v1/accounts/alpha";

/// Reads a list page after page; returns one member of every item, and checks each page's size.
std::vector<std::string> read_all(ApiUnderTest& api, std::string const& list, char const* member,
                                  std::size_t limit, std::string const& parameters = {}) {
    std::vector<std::string> values;
    std::string cursor;
    for (;;) {
        auto const page = boost::json::parse(
            api.get(list + "?limit=" + std::to_string(limit) + parameters + cursor).body);
        auto const& items = page.at("items").as_array();
        EXPECT_LE(items.size(), limit);
        for (auto const& item : items) {
            auto const& value = item.at(member);
            values.push_back(value.is_string() ? std::string{value.as_string().c_str()}
                                               : std::to_string(value.as_int64()));
        }
        if (page.at("next_cursor").is_null()) return values;
        EXPECT_EQ(items.size(), limit);
        cursor = "&cursor=" + std::string{page.at("next_cursor").as_string().c_str()};
    }
}

using Texts = std::vector<std::string>;

TEST(HttpLists, ShowEveryRowOnceWhateverThePageSize) {
    ApiUnderTest api;
    auto& book = api.queries.book;
    for (auto const* code : {"BTC", "ETH", "USD"})
        book.asset_rows.push_back(support::sample_asset(code));
    for (auto const* code : {"BTC", "ETH", "USD"}) {
        book.balance_rows.push_back(support::sample_balance("alpha", code, "1"));
        auto const key = support::instrument_key("PAPER", code);
        book.instrument_rows.push_back(support::sample_instrument(key));
        book.position_rows.push_back(support::sample_position("alpha", key));
        for (std::uint64_t number : {1, 2})
            book.lot_rows.push_back({key, support::sample_lot(number)});
    }
    for (std::uint32_t i = 1; i <= 3; ++i) {
        book.order_rows.push_back(support::sample_order("alpha", support::order_id(i)));
        book.execution_rows.push_back(
            support::sample_execution("alpha", support::order_id(i), "x", i));
        book.add_entry(support::sample_entry("alpha", i));
        book.discrepancy_rows.push_back(support::sample_discrepancy("alpha", i, "{}"));
    }
    book.account_rows = {support::sample_account("alpha"), support::sample_account("beta")};
    Texts const codes{"BTC", "ETH", "USD"};
    Texts const numbers{"1", "2", "3"};
    for (std::size_t limit : {1, 2, 3, 4}) {
        EXPECT_EQ(read_all(api, "/v1/assets", "asset", limit), codes);
        EXPECT_EQ(read_all(api, "/v1/instruments", "symbol", limit), codes);
        EXPECT_EQ(read_all(api, "/v1/accounts", "account_id", limit), (Texts{"alpha", "beta"}));
        EXPECT_EQ(read_all(api, alpha + "/balances", "asset", limit), codes);
        EXPECT_EQ(read_all(api, alpha + "/positions", "symbol", limit), codes);
        EXPECT_EQ(read_all(api, alpha + "/lots", "lot", limit),
                  (Texts{"1", "2", "1", "2", "1", "2"}));
        EXPECT_EQ(read_all(api, alpha + "/orders", "id", limit).size(), 3u);
        EXPECT_EQ(read_all(api, alpha + "/executions", "entry", limit), numbers);
        EXPECT_EQ(read_all(api, alpha + "/entries", "seq", limit), numbers);
        EXPECT_EQ(read_all(api, alpha + "/discrepancies", "discrepancy", limit), numbers);
    }
}

TEST(HttpLists, ShowTheNewestOrdersFirstWhereAsked) {
    ApiUnderTest api;
    Texts newest;
    for (std::uint32_t i = 1; i <= 3; ++i) {
        api.queries.book.order_rows.push_back(support::sample_order("alpha", support::order_id(i)));
        newest.insert(newest.begin(), support::order_id(i).to_string());
    }
    for (std::size_t limit : {1, 2, 3, 4}) {
        EXPECT_EQ(read_all(api, alpha + "/orders", "id", limit, "&order=newest"), newest);
    }
    EXPECT_EQ(outcome(api.get(alpha + "/orders?order=oldest")), "200");
    EXPECT_EQ(outcome(api.get(alpha + "/orders?order=ascending")), "400 invalid_value order");
}

TEST(HttpLists, CountOrders) {
    ApiUnderTest api;
    for (std::uint32_t i = 1; i <= 3; ++i) {
        api.queries.book.order_rows.push_back(support::sample_order("alpha", support::order_id(i)));
    }
    EXPECT_EQ(api.get(alpha + "/orders/count?status=NEW&symbol=S").body,
              R"({"count":3,"exact":true})");
    EXPECT_EQ(api.queries.book.order_filter.symbol, model::Symbol{"S"});
    EXPECT_EQ(api.queries.book.order_filter.statuses, std::vector{model::OrderStatus::NEW});
    api.queries.book.order_rows.resize(100'000, api.queries.book.order_rows.front());
    EXPECT_EQ(api.get(alpha + "/orders/count").body, R"({"count":100000,"exact":false})");
    EXPECT_EQ(outcome(api.get(alpha + "/orders/count?status=new")), "400 invalid_value status");
    EXPECT_EQ(outcome(api.get("/v1/accounts/beta/orders/count")), "404 unknown_account account_id");
}

TEST(HttpReads, AreLargeWhereTheyMayReadMuch) {
    ApiUnderTest api;
    api.queries.book.order_rows.push_back(support::sample_order("alpha", support::order_id(1)));
    auto const size_of = [&](std::string const& target) {
        EXPECT_EQ(outcome(api.get(target)), "200") << target;
        return api.queries.size();
    };
    for (auto const& target :
         {alpha, alpha + "/orders", alpha + "/orders?limit=100&order=newest", alpha + "/balances",
          alpha + "/entries?after=3", std::string{"/v1/assets"}}) {
        EXPECT_EQ(size_of(target), ports::ReadSize::small) << target;
    }
    for (auto const& target :
         {alpha + "/orders?limit=101", alpha + "/orders?status=NEW", alpha + "/orders/count",
          alpha + "/positions?symbol=S", alpha + "/executions?symbol=S",
          alpha + "/balances?as_of=2026-11-21T09:30:00.000000Z", alpha + "/discrepancies/counts"}) {
        EXPECT_EQ(size_of(target), ports::ReadSize::large) << target;
    }
}

TEST(HttpReads, ThatNobodyWaitsForAreTooLate) {
    ApiUnderTest api;
    api.queries.book.fail = [] { throw ports::ReadAbandoned{}; };
    EXPECT_EQ(outcome(api.get(alpha)), "503 not_answered_in_time");
}

TEST(HttpCursor, BelongsToOneList) {
    ApiUnderTest api;
    for (std::uint32_t i = 1; i <= 3; ++i) {
        api.queries.book.order_rows.push_back(support::sample_order("alpha", support::order_id(i)));
    }
    api.queries.book.account_rows.push_back(support::sample_account("beta"));
    auto const page = boost::json::parse(api.get(alpha + "/orders?limit=1&symbol=S").body);
    auto const cursor = std::string{page.at("next_cursor").as_string().c_str()};
    EXPECT_EQ(outcome(api.get(alpha + "/orders?limit=2&symbol=S&cursor=" + cursor)), "200");
    for (auto const& other : {alpha + "/orders?cursor=", alpha + "/orders?symbol=T&cursor=",
                              alpha + "/executions?symbol=S&cursor=",
                              std::string{"/v1/accounts/beta/orders?symbol=S&cursor="}}) {
        EXPECT_EQ(outcome(api.get(other + cursor)), "400 invalid_value cursor") << other;
    }
    for (auto const& forged : {cursor + "A", cursor.substr(1), std::string{}, std::string{"%21"}}) {
        EXPECT_EQ(outcome(api.get(alpha + "/orders?symbol=S&cursor=" + forged)),
                  "400 invalid_value cursor");
    }
}

TEST(HttpCursor, HoldsAnyKey) {
    for (auto const& key : {std::string{}, std::string{"\0\n\xFF", 3}, std::string(64, 'x')}) {
        EXPECT_EQ(decode_cursor(7, encode_cursor(7, key)), key);
        EXPECT_EQ(decode_cursor(8, encode_cursor(7, key)), std::nullopt);
    }
}

TEST(HttpCursor, WithAForgedKeyIsRefused) {
    ApiUnderTest api;
    for (auto const* list :
         {"orders", "executions", "entries", "positions", "lots", "discrepancies"}) {
        ListIdentity identity;
        identity.add(std::string{"/v1/accounts/{account}/"} + list);
        identity.add("alpha");
        for (auto const* key : {"-1", "x", "99999999999999999999"}) {
            auto const cursor = encode_cursor(identity.value(), key);
            EXPECT_EQ(outcome(api.get(alpha + "/" + list + "?cursor=" + cursor)),
                      "400 invalid_value cursor")
                << list << " " << key;
        }
    }
}

TEST(HttpOrders, AreFiltered) {
    ApiUnderTest api;
    EXPECT_EQ(outcome(api.get(alpha + "/orders?status=NEW,FILLED&status=CANCELED"
                                      "&symbol=BTC%2FUSD&exchange=PAPER")),
              "200");
    auto const& filter = api.queries.book.order_filter;
    EXPECT_EQ(filter.statuses, (std::vector{model::OrderStatus::NEW, model::OrderStatus::FILLED,
                                            model::OrderStatus::CANCELED}));
    EXPECT_EQ(filter.symbol->value(), "BTC/USD");
    EXPECT_EQ(filter.exchange->value(), "PAPER");
}

TEST(HttpBalances, AreShownAsOfAMomentOnEitherClock) {
    ApiUnderTest api;
    for (auto const* code : {"BTC", "ETH", "USD"}) {
        api.queries.book.balance_rows.push_back(support::sample_balance("alpha", code, "1"));
    }
    auto const as_of = alpha + "/balances?as_of=2026-11-21T09:30:00Z";
    auto const page = boost::json::parse(api.get(as_of + "&limit=2").body);
    EXPECT_EQ(page.at("items").as_array().size(), 2u);
    EXPECT_EQ(api.queries.book.moment, support::at_micros(0));
    EXPECT_EQ(api.queries.book.clock, ports::EntryClock::occurred);
    auto const cursor = std::string{page.at("next_cursor").as_string().c_str()};
    auto const rest = boost::json::parse(api.get(as_of + "&limit=2&cursor=" + cursor).body);
    EXPECT_EQ(rest.at("items").at(0).at("asset").as_string(), "USD");
    EXPECT_TRUE(rest.at("next_cursor").is_null());
    EXPECT_EQ(outcome(api.get(as_of + "&clock=recorded")), "200");
    EXPECT_EQ(api.queries.book.clock, ports::EntryClock::recorded);
}

TEST(HttpPositions, AreMarkedBySymbol) {
    ApiUnderTest api;
    auto& rows = api.queries.book.position_rows;
    rows = {support::sample_position("alpha", support::instrument_key("PAPER", "A:B")),
            support::sample_position("alpha", support::instrument_key("PAPER", "C")),
            support::sample_position("alpha", support::instrument_key("PAPER", "D"))};
    auto const items = [&](std::string const& query) {
        return boost::json::parse(api.get(alpha + "/positions" + query).body)
            .at("items")
            .as_array();
    };
    auto const marked = items("?mark=A:B:30,C:20");
    EXPECT_EQ(marked.at(0).at("unrealized_pnl_quote").as_string(), "10");
    EXPECT_EQ(marked.at(1).at("unrealized_pnl_quote").as_string(), "-10");
    EXPECT_FALSE(marked.at(2).as_object().contains("mark_price_quote"));
    auto const one = items("?symbol=C&mark=26");
    ASSERT_EQ(one.size(), 1u);
    EXPECT_EQ(one.at(0).at("unrealized_pnl_quote").as_string(), "2");
    EXPECT_EQ(outcome(api.get(alpha + "/positions?mark=26")), "400 invalid_value mark");
    rows.resize(1);
    EXPECT_EQ(items("?mark=25").at(0).at("unrealized_pnl_quote").as_string(), "0");
}

TEST(HttpGet, ShowsOneThing) {
    ApiUnderTest api;
    auto& book = api.queries.book;
    book.asset_rows = {support::sample_asset("USD")};
    book.instrument_rows = {support::sample_instrument(support::instrument_key("PAPER", "A/B"))};
    book.order_rows = {support::sample_order("alpha", support::order_id(1))};
    EXPECT_EQ(outcome(api.get("/v1/assets/USD")), "200");
    EXPECT_EQ(outcome(api.get("/v1/instruments/PAPER/A%2FB")), "200");
    EXPECT_EQ(outcome(api.get(alpha)), "200");
    EXPECT_EQ(outcome(api.get(alpha + "/orders/018FFF00-0000-0000-0000-000000000001")), "200");
}

struct BadRead {
    std::string target;
    std::string outcome;
};

class HttpBadRead : public testing::TestWithParam<BadRead> {};

TEST_P(HttpBadRead, IsRefused) {
    ApiUnderTest api;
    EXPECT_EQ(outcome(api.get(GetParam().target)), GetParam().outcome);
}

INSTANTIATE_TEST_SUITE_P(
    All, HttpBadRead,
    testing::Values(BadRead{"/v1/assets/EUR", "404 unknown_asset asset"},
                    BadRead{"/v1/instruments/PAPER/X", "404 unknown_instrument symbol"},
                    BadRead{"/v1/accounts/nobody", "404 unknown_account account_id"},
                    BadRead{"/v1/accounts/nobody/orders", "404 unknown_account account_id"},
                    BadRead{"/v1/accounts/nobody/entries/stream", "404 unknown_account account_id"},
                    BadRead{alpha + "/orders/018fff00-0000-0000-0000-000000000009",
                            "404 unknown_order id"},
                    BadRead{alpha + "/orders/nonsense", "404 unknown_order id"},
                    BadRead{"/v1/accounts/nobody/orders/018fff00-0000-0000-0000-000000000009",
                            "404 unknown_account account_id"},
                    BadRead{alpha + "/orders?limit=0", "400 invalid_value limit"},
                    BadRead{alpha + "/orders?limit=1001", "400 invalid_value limit"},
                    BadRead{alpha + "/orders?limit=-1", "400 invalid_value limit"},
                    BadRead{alpha + "/orders?limit=", "400 invalid_value limit"},
                    BadRead{alpha + "/orders?limit=1e2", "400 invalid_value limit"},
                    BadRead{alpha + "/orders?status=new", "400 invalid_value status"},
                    BadRead{alpha + "/orders?colour=red", "400 unknown_field colour"},
                    BadRead{alpha + "/executions?order_id=7", "400 invalid_value order_id"},
                    BadRead{alpha + "/entries?after=-1", "400 invalid_value after"},
                    BadRead{alpha + "/entries/stream?after=x", "400 invalid_value after"},
                    BadRead{alpha + "/balances?as_of=yesterday", "400 invalid_value as_of"},
                    BadRead{alpha + "/balances?clock=wall", "400 invalid_value clock"},
                    BadRead{alpha + "/positions?mark=x", "400 invalid_value mark"},
                    BadRead{alpha + "/positions?mark=A:1&mark=A:2", "400 invalid_value mark"},
                    BadRead{alpha + "/positions?mark=:1", "400 invalid_value mark"},
                    BadRead{alpha + "/positions?mark=1&mark=2", "400 invalid_value mark"}));

TEST(HttpReads, SayWhenToComeBack) {
    ApiUnderTest api;
    api.queries.result = ports::QueryService::Submitted::busy;
    EXPECT_EQ(outcome(api.get(alpha)), "429 busy");
    api.queries.result = ports::QueryService::Submitted::stopping;
    EXPECT_EQ(outcome(api.get(alpha)), "503 stopping");
}

TEST(HttpReads, FailWithoutSecrets) {
    ApiUnderTest api;
    auto& fail = api.queries.book.fail;
    fail = [] {
        throw ports::StorageError{ports::StorageError::Kind::unavailable, "password=hunter2"};
    };
    auto const away = api.get(alpha);
    EXPECT_EQ(outcome(away), "503 storage_unavailable");
    EXPECT_EQ(support::header(away, "Retry-After"), "1");
    EXPECT_EQ(away.body.find("hunter2"), std::string::npos);
    fail = [] { throw ports::StorageError{ports::StorageError::Kind::corrupt, "hunter2"}; };
    EXPECT_EQ(outcome(api.get(alpha)), "500 internal_error");
    fail = [] { throw std::runtime_error{"hunter2"}; };
    EXPECT_EQ(outcome(api.get(alpha)), "500 internal_error");
    fail = [] { throw 7; };
    EXPECT_EQ(outcome(api.get(alpha)), "500 internal_error");
}

}  // namespace
}  // namespace daybook::http
