#include "contract/storage_contract.hpp"
#include "support/sample_values.hpp"

namespace daybook::contract {
namespace {

using model::AccountId;
using model::ExchangeOrderId;
using model::Order;
using ports::ExchangeOrderKey;
using ports::OrderKey;
using ports::Repositories;
using ports::SaveStatus;
using support::complete_order_state;
using support::order_id;
using support::sample_order;
using support::sample_order_state;
using Kind = ports::StorageError::Kind;

OrderKey key(std::uint32_t number) { return {AccountId{"alpha"}, order_id(number)}; }
ExchangeOrderKey exchange_key(std::string_view id) {
    return {AccountId{"alpha"}, ExchangeOrderId{id}};
}

Order order_at_exchange(std::uint32_t number, std::string_view exchange_order_id) {
    auto state = sample_order_state("alpha", order_id(number));
    state.exchange_order_id = ExchangeOrderId{exchange_order_id};
    return Order::restore(state);
}

Order changed_order(std::uint32_t number, std::uint64_t version) {
    auto state = sample_order_state("alpha", order_id(number));
    state.version = version;
    state.acknowledged = true;
    return Order::restore(state);
}

class OrderRepositoryContract : public StorageContract {};
DAYBOOK_ON_EVERY_STORAGE(OrderRepositoryContract);

TEST_P(OrderRepositoryContract, FindAnswersInOrderAndRepeatsAnswers) {
    commit([](Repositories& r) {
        r.orders.add(std::vector{sample_order("alpha", order_id(1)),
                                 sample_order("alpha", order_id(2)),
                                 sample_order("beta", order_id(3))});
    });
    try_out([](Repositories& r) {
        auto const found = r.orders.find(std::vector{key(2), key(3), key(1), key(2)});
        ASSERT_EQ(found.size(), 4u);
        EXPECT_EQ(found[0], sample_order("alpha", order_id(2)));
        EXPECT_EQ(found[1], std::nullopt);
        EXPECT_EQ(found[2], sample_order("alpha", order_id(1)));
        EXPECT_EQ(found[3], sample_order("alpha", order_id(2)));
    });
}

TEST_P(OrderRepositoryContract, EmptySpansDoNothing) {
    commit([](Repositories& r) {
        EXPECT_TRUE(r.orders.find({}).empty());
        EXPECT_TRUE(r.orders.find_by_exchange_order_id({}).empty());
        r.orders.add({});
        EXPECT_EQ(r.orders.update({}, {}), SaveStatus::saved);
    });
}

TEST_P(OrderRepositoryContract, AnOrderKeepsEveryMember) {
    auto const order = Order::restore(complete_order_state("alpha", order_id(1)));
    commit([&](Repositories& r) { r.orders.add(std::vector{order}); });
    try_out([&](Repositories& r) { EXPECT_EQ(r.orders.find(std::vector{key(1)})[0], order); });
}

TEST_P(OrderRepositoryContract, EveryFactIsKeptApart) {
    bool model::OrderState::* const facts[] = {
        &model::OrderState::acknowledged, &model::OrderState::rejected,
        &model::OrderState::canceled,     &model::OrderState::expired,
        &model::OrderState::calculated,   &model::OrderState::done_for_day,
        &model::OrderState::stopped,      &model::OrderState::suspended,
        &model::OrderState::refused,      &model::OrderState::restated,
        &model::OrderState::traded};
    std::vector<Order> orders;
    std::vector<OrderKey> keys;
    for (std::uint32_t i = 0; i < std::size(facts); ++i) {
        auto state = sample_order_state("alpha", order_id(i + 1));
        state.*facts[i] = true;
        orders.push_back(Order::restore(state));
        keys.push_back(key(i + 1));
    }
    commit([&](Repositories& r) { r.orders.add(orders); });
    try_out([&](Repositories& r) {
        auto const found = r.orders.find(keys);
        for (std::size_t i = 0; i < orders.size(); ++i) EXPECT_EQ(found[i], orders[i]);
    });
}

TEST_P(OrderRepositoryContract, AddingAnExistingIdIsAConflictAndAddsNothing) {
    commit([](Repositories& r) { r.orders.add(std::vector{sample_order("alpha", order_id(1))}); });
    EXPECT_EQ(failure_of([](Repositories& r) {
                  r.orders.add(std::vector{sample_order("alpha", order_id(2)),
                                           sample_order("alpha", order_id(1))});
              }),
              Kind::conflict);
    try_out(
        [](Repositories& r) { EXPECT_EQ(r.orders.find(std::vector{key(2)})[0], std::nullopt); });
}

TEST_P(OrderRepositoryContract, TheSameIdInTwoAccountsIsTwoOrders) {
    commit([](Repositories& r) {
        r.orders.add(
            std::vector{sample_order("alpha", order_id(1)), sample_order("beta", order_id(1))});
    });
    try_out([](Repositories& r) {
        EXPECT_EQ(r.orders.find(std::vector{OrderKey{AccountId{"beta"}, order_id(1)}})[0],
                  sample_order("beta", order_id(1)));
    });
}

TEST_P(OrderRepositoryContract, UpdateOverwritesEveryMember) {
    commit([](Repositories& r) { r.orders.add(std::vector{sample_order("alpha", order_id(1))}); });
    auto const changed = Order::restore(complete_order_state("alpha", order_id(1)));
    commit([&](Repositories& r) {
        std::vector<std::uint64_t> const versions{1};
        EXPECT_EQ(r.orders.update(std::vector{changed}, versions), SaveStatus::saved);
        EXPECT_EQ(r.orders.find(std::vector{key(1)})[0], changed);
    });
    try_out([&](Repositories& r) { EXPECT_EQ(r.orders.find(std::vector{key(1)})[0], changed); });
}

TEST_P(OrderRepositoryContract, AVersionConflictChangesNoOrder) {
    commit([](Repositories& r) {
        r.orders.add(
            std::vector{sample_order("alpha", order_id(1)), sample_order("alpha", order_id(2))});
    });
    commit([](Repositories& r) {
        std::vector<std::uint64_t> const versions{1, 7};
        EXPECT_EQ(r.orders.update(std::vector{changed_order(1, 2), changed_order(2, 8)}, versions),
                  SaveStatus::version_conflict);
    });
    try_out([](Repositories& r) {
        auto const found = r.orders.find(std::vector{key(1), key(2)});
        EXPECT_EQ(found[0], sample_order("alpha", order_id(1)));
        EXPECT_EQ(found[1], sample_order("alpha", order_id(2)));
    });
}

TEST_P(OrderRepositoryContract, UpdatingAnUnknownOrderIsAVersionConflict) {
    commit([](Repositories& r) {
        std::vector<std::uint64_t> const versions{1};
        EXPECT_EQ(r.orders.update(std::vector{changed_order(1, 2)}, versions),
                  SaveStatus::version_conflict);
        EXPECT_EQ(r.orders.find(std::vector{key(1)})[0], std::nullopt);
    });
}

TEST_P(OrderRepositoryContract, EveryOrderWithAnExchangeOrderIdIsFoundByOrderId) {
    commit([](Repositories& r) {
        r.orders.add(std::vector{order_at_exchange(3, "E1"), order_at_exchange(1, "E1"),
                                 order_at_exchange(2, "E2"), sample_order("alpha", order_id(4))});
    });
    try_out([](Repositories& r) {
        auto const found = r.orders.find_by_exchange_order_id(
            std::vector{exchange_key("E1"), exchange_key("none"), exchange_key("E2")});
        ASSERT_EQ(found.size(), 3u);
        EXPECT_EQ(found[0], (std::vector{order_at_exchange(1, "E1"), order_at_exchange(3, "E1")}));
        EXPECT_TRUE(found[1].empty());
        EXPECT_EQ(found[2], std::vector{order_at_exchange(2, "E2")});
    });
}

TEST_P(OrderRepositoryContract, AnOrderIsFoundByItsNewestExchangeOrderId) {
    commit([](Repositories& r) { r.orders.add(std::vector{order_at_exchange(1, "E1")}); });
    std::vector<std::uint64_t> const versions{1};
    auto const find = [](Repositories& r) {
        return r.orders.find_by_exchange_order_id(
            std::vector{exchange_key("E1"), exchange_key("E2")});
    };
    try_out([&](Repositories& r) {
        EXPECT_EQ(r.orders.update(std::vector{order_at_exchange(1, "E2")}, versions),
                  SaveStatus::saved);
        EXPECT_TRUE(find(r)[0].empty());
        EXPECT_EQ(find(r)[1].size(), 1u);
    });
    try_out([&](Repositories& r) {
        EXPECT_EQ(find(r)[0].size(), 1u);
        EXPECT_TRUE(find(r)[1].empty());
    });
}

TEST_P(OrderRepositoryContract, AnOrderIsFoundByEveryIdThatItHadBefore) {
    AccountId const alpha{"alpha"};
    model::ExchangeOrderName const earlier{alpha, ExchangeOrderId{"E1"}, order_id(2)};
    auto const find = [](Repositories& r) {
        return r.orders.find_by_exchange_order_id(
            std::vector{exchange_key("E1"), exchange_key("E2")});
    };
    auto const both = std::vector{order_at_exchange(1, "E1"), order_at_exchange(2, "E2")};
    commit([&](Repositories& r) {
        r.orders.add(both);
        r.orders.add_earlier_names({});
    });
    try_out([&](Repositories& r) {
        r.orders.add_earlier_names(std::vector{earlier});
        EXPECT_EQ(find(r)[0], both);
    });
    commit([&](Repositories& r) {
        EXPECT_EQ(find(r)[0].size(), 1u) << "rolled back";
        r.orders.add_earlier_names(std::vector{earlier});
    });
    EXPECT_EQ(
        failure_of([&](Repositories& r) { r.orders.add_earlier_names(std::vector{earlier}); }),
        Kind::conflict);
    try_out([&](Repositories& r) {
        EXPECT_EQ(find(r)[0], both);
        EXPECT_EQ(find(r)[1], std::vector{both[1]});
    });
}

TEST_P(OrderRepositoryContract, OpenOrdersOfAnAccountComeById) {
    auto const ended = [](std::uint32_t number, bool model::OrderState::* fact) {
        auto state = sample_order_state("alpha", order_id(number));
        state.*fact = true;
        return Order::restore(state);
    };
    auto const suspended = ended(7, &model::OrderState::suspended);
    commit([&](Repositories& r) {
        r.orders.add(std::vector{
            sample_order("alpha", order_id(5)), sample_order("alpha", order_id(3)), suspended,
            ended(1, &model::OrderState::canceled), ended(2, &model::OrderState::rejected),
            ended(4, &model::OrderState::expired), sample_order("beta", order_id(1))});
    });
    try_out([&](Repositories& r) {
        auto const open = r.orders.find_open(std::vector{AccountId{"none"}, AccountId{"alpha"}});
        ASSERT_EQ(open.size(), 2u);
        EXPECT_TRUE(open[0].empty());
        EXPECT_EQ(open[1], (std::vector{sample_order("alpha", order_id(3)),
                                        sample_order("alpha", order_id(5)), suspended}));
    });
}

}  // namespace
}  // namespace daybook::contract
