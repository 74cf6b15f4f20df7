#include <algorithm>

#include "contract/all_pages.hpp"
#include "contract/storage_contract.hpp"
#include "support/sample_values.hpp"

namespace daybook::contract {
namespace {

using model::AccountId;
using model::OrderStatus;
using ports::BookReader;
using ports::Repositories;
using support::instrument_key;
using support::order_id;

AccountId const alpha{"alpha"};

model::Order order_with(std::uint32_t number, std::string_view symbol,
                        bool model::OrderState::* fact) {
    auto state = support::sample_order_state("alpha", order_id(number));
    state.terms.instrument = instrument_key("PAPER", symbol);
    if (fact) state.*fact = true;
    return model::Order::restore(state);
}

/// The lists of orders and of their executions.
class BookOrdersContract : public StorageContract {};
DAYBOOK_ON_EVERY_STORAGE(BookOrdersContract);

TEST_P(BookOrdersContract, OrdersComeInPagesAndByFilter) {
    std::vector<model::Order> const orders{
        order_with(1, "BTC-USD", nullptr),
        order_with(2, "ETH-USD", &model::OrderState::acknowledged),
        order_with(3, "BTC-USD", &model::OrderState::canceled),
        order_with(256, "BTC-USD", &model::OrderState::acknowledged),
        order_with(257, "BTC-USD", &model::OrderState::done_for_day),
    };
    commit([&](Repositories& r) { r.orders.add(orders); });
    read([&](BookReader& book) {
        auto const list = [&](ports::OrderFilter const& filter, std::size_t limit) {
            return all_pages(
                std::optional<model::OrderId>{}, limit,
                [&](auto const& after, std::size_t n) {
                    return book.orders(alpha, filter, after, n);
                },
                [](model::Order const& row) { return row.state().id; });
        };
        using Orders = std::vector<model::Order>;
        for (std::size_t limit = 1; limit <= 6; ++limit) {
            EXPECT_EQ(list({}, limit), orders);
            EXPECT_EQ(list({.statuses = {OrderStatus::NEW}, .exchange = {}, .symbol = {}}, limit),
                      (Orders{orders[1], orders[3]}));
            EXPECT_EQ(list({.statuses = {OrderStatus::CANCELED, OrderStatus::PENDING_NEW},
                            .exchange = {},
                            .symbol = {}},
                           limit),
                      (Orders{orders[0], orders[2]}));
            EXPECT_EQ(list({.statuses = {OrderStatus::DONE_FOR_DAY, OrderStatus::NEW},
                            .exchange = model::ExchangeCode{"PAPER"},
                            .symbol = model::Symbol{"BTC-USD"}},
                           limit),
                      (Orders{orders[3], orders[4]}));
            EXPECT_EQ(list({.statuses = {}, .exchange = model::ExchangeCode{"OTHER"}, .symbol = {}},
                           limit),
                      Orders{});
        }
    });
}

TEST_P(BookOrdersContract, OrdersComeFromTheNewestAndAreCounted) {
    std::vector<model::Order> const orders{
        order_with(1, "BTC-USD", nullptr),
        order_with(2, "ETH-USD", &model::OrderState::acknowledged),
        order_with(3, "BTC-USD", &model::OrderState::canceled),
        order_with(256, "BTC-USD", &model::OrderState::acknowledged),
    };
    commit([&](Repositories& r) { r.orders.add(orders); });
    read([&](BookReader& book) {
        auto const newest = [&](ports::OrderFilter filter, std::size_t limit) {
            filter.order = ports::ListOrder::newest_first;
            return all_pages(
                std::optional<model::OrderId>{}, limit,
                [&](auto const& after, std::size_t n) {
                    return book.orders(alpha, filter, after, n);
                },
                [](model::Order const& row) { return row.state().id; });
        };
        ports::OrderFilter const open{
            .statuses = {OrderStatus::NEW, OrderStatus::PENDING_NEW}, .exchange = {}, .symbol = {}};
        ports::OrderFilter const bitcoin{
            .statuses = {}, .exchange = {}, .symbol = model::Symbol{"BTC-USD"}};
        using Orders = std::vector<model::Order>;
        for (std::size_t limit = 1; limit <= 5; ++limit) {
            EXPECT_EQ(newest({}, limit), (Orders{orders[3], orders[2], orders[1], orders[0]}));
            EXPECT_EQ(newest(open, limit), (Orders{orders[3], orders[1], orders[0]}));
            EXPECT_EQ(newest(bitcoin, limit), (Orders{orders[3], orders[2], orders[0]}));
            EXPECT_EQ(book.count_orders(alpha, {}, limit), std::min(limit, std::size_t{4}));
            EXPECT_EQ(book.count_orders(alpha, open, limit), std::min(limit, std::size_t{3}));
            EXPECT_EQ(book.count_orders(alpha, bitcoin, limit), std::min(limit, std::size_t{3}));
        }
        EXPECT_EQ(book.count_orders(AccountId{"beta"}, {}, 9), 0u);
    });
}

TEST_P(BookOrdersContract, AnOrderLeavesTheOpenOnesWithItsStatus) {
    auto const open = order_with(1, "BTC-USD", &model::OrderState::acknowledged);
    commit([&](Repositories& r) { r.orders.add(std::vector{open}); });
    auto state = open.state();
    state.canceled = true;
    state.version = 2;
    commit([&](Repositories& r) {
        std::vector<std::uint64_t> const versions{1};
        EXPECT_EQ(r.orders.update(std::vector{model::Order::restore(state)}, versions),
                  ports::SaveStatus::saved);
    });
    read([](BookReader& book) {
        ports::OrderFilter const is_new{
            .statuses = {OrderStatus::NEW}, .exchange = {}, .symbol = {}};
        ports::OrderFilter const is_canceled{
            .statuses = {OrderStatus::CANCELED}, .exchange = {}, .symbol = {}};
        EXPECT_TRUE(book.orders(alpha, is_new, std::nullopt, 9).empty());
        EXPECT_EQ(book.orders(alpha, is_canceled, std::nullopt, 9).size(), 1u);
    });
}

TEST_P(BookOrdersContract, ExecutionsComeInPagesAndByFilter) {
    std::vector<model::Execution> executions;
    for (std::uint64_t seq = 1; seq <= 7; ++seq) {
        auto execution = support::complete_execution(
            "alpha", order_id(static_cast<std::uint32_t>(seq % 2)), std::to_string(10 - seq), seq);
        if (seq == 5) execution.instrument = instrument_key("PAPER", "ETH-USD");
        executions.push_back(execution);
    }
    commit([&](Repositories& r) { r.executions.add(executions); });
    read([&](BookReader& book) {
        auto const list = [&](ports::ExecutionFilter const& filter, std::size_t limit) {
            return all_pages(
                std::uint64_t{0}, limit,
                [&](std::uint64_t after, std::size_t n) {
                    return book.executions(alpha, filter, after, n);
                },
                [](model::Execution const& row) { return row.entry_seq; });
        };
        for (std::size_t limit = 1; limit <= 8; ++limit) {
            EXPECT_EQ(list({}, limit), executions);
            EXPECT_EQ(list({.order_id = order_id(0), .symbol = {}}, limit),
                      (std::vector{executions[1], executions[3], executions[5]}));
            EXPECT_EQ(list({.order_id = {}, .symbol = model::Symbol{"ETH-USD"}}, limit),
                      std::vector{executions[4]});
            EXPECT_EQ(list({.order_id = order_id(1), .symbol = model::Symbol{"BTC-USD"}}, limit),
                      (std::vector{executions[0], executions[2], executions[6]}));
        }
    });
}

}  // namespace
}  // namespace daybook::contract
