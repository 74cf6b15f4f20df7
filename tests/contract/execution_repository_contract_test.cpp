#include "contract/storage_contract.hpp"
#include "support/sample_values.hpp"

namespace daybook::contract {
namespace {

using model::AccountId;
using model::ExecId;
using model::Execution;
using ports::ExecutionKey;
using ports::OrderKey;
using ports::PositionKey;
using ports::Repositories;
using support::btc_usd;
using support::complete_execution;
using support::order_id;
using support::sample_execution;
using Kind = ports::StorageError::Kind;

ExecutionKey key(std::uint32_t order, std::string_view exec_id) {
    return {{AccountId{"alpha"}, order_id(order)}, ExecId{exec_id}};
}

Execution trade(std::uint32_t order, std::string_view exec_id, std::uint64_t seq,
                model::ExecType type = model::ExecType::TRADE) {
    auto execution = sample_execution("alpha", order_id(order), exec_id, seq);
    execution.exec_type = type;
    execution.last_quantity_base = support::quantity("1");
    return execution;
}

class ExecutionRepositoryContract : public StorageContract {};
DAYBOOK_ON_EVERY_STORAGE(ExecutionRepositoryContract);

TEST_P(ExecutionRepositoryContract, FindAnswersInOrderAndKeepsEveryMember) {
    auto const complete = complete_execution("alpha", order_id(1), "x-2", 2);
    commit([&](Repositories& r) {
        r.executions.add(std::vector{sample_execution("alpha", order_id(1), "x-1", 1), complete});
    });
    try_out([&](Repositories& r) {
        auto const found =
            r.executions.find(std::vector{key(1, "x-2"), key(2, "x-1"), key(1, "x-1")});
        ASSERT_EQ(found.size(), 3u);
        EXPECT_EQ(found[0], complete);
        EXPECT_EQ(found[1], std::nullopt);
        EXPECT_EQ(found[2], sample_execution("alpha", order_id(1), "x-1", 1));
    });
}

TEST_P(ExecutionRepositoryContract, EmptySpansDoNothing) {
    commit([](Repositories& r) {
        EXPECT_TRUE(r.executions.find({}).empty());
        EXPECT_TRUE(r.executions.of_orders({}).empty());
        EXPECT_TRUE(r.executions.trades_of_positions({}).empty());
        r.executions.add({});
    });
}

TEST_P(ExecutionRepositoryContract, ARepeatedExecIdOfOneOrderIsAConflict) {
    commit([](Repositories& r) { r.executions.add(std::vector{trade(1, "x-1", 1)}); });
    EXPECT_EQ(failure_of([](Repositories& r) {
                  r.executions.add(std::vector{trade(1, "x-2", 2), trade(1, "x-1", 3)});
              }),
              Kind::conflict);
    try_out([](Repositories& r) {
        EXPECT_EQ(r.executions.find(std::vector{key(1, "x-2")})[0], std::nullopt);
    });
}

TEST_P(ExecutionRepositoryContract, ExchangesMayReuseExecIdsAcrossOrders) {
    commit([](Repositories& r) {
        r.executions.add(std::vector{trade(1, "x-1", 1), trade(2, "x-1", 2)});
    });
    try_out([](Repositories& r) {
        EXPECT_EQ(r.executions.find(std::vector{key(2, "x-1")})[0], trade(2, "x-1", 2));
    });
}

TEST_P(ExecutionRepositoryContract, ExecutionsOfOrdersComeByEntry) {
    commit([](Repositories& r) {
        r.executions.add(
            std::vector{trade(1, "z", 12), trade(2, "y", 3), trade(1, "x", 9), trade(1, "a", 10)});
    });
    try_out([](Repositories& r) {
        AccountId const alpha{"alpha"};
        auto const found = r.executions.of_orders(std::vector{OrderKey{alpha, order_id(1)},
                                                              OrderKey{alpha, order_id(9)},
                                                              OrderKey{alpha, order_id(2)}});
        ASSERT_EQ(found.size(), 3u);
        EXPECT_EQ(found[0], (std::vector{trade(1, "x", 9), trade(1, "a", 10), trade(1, "z", 12)}));
        EXPECT_TRUE(found[1].empty());
        EXPECT_EQ(found[2], std::vector{trade(2, "y", 3)});
    });
}

TEST_P(ExecutionRepositoryContract, CorrectionsAndBustsOfOrdersComeByEntry) {
    auto const bust = trade(1, "b", 12, model::ExecType::TRADE_CANCEL);
    auto const correction = trade(1, "c", 9, model::ExecType::TRADE_CORRECT);
    commit([&](Repositories& r) {
        r.executions.add(std::vector{bust, trade(1, "t", 3), correction, trade(2, "t", 4)});
    });
    try_out([&](Repositories& r) {
        AccountId const alpha{"alpha"};
        auto const found = r.executions.corrections_of_orders(
            std::vector{OrderKey{alpha, order_id(2)}, OrderKey{alpha, order_id(1)}});
        ASSERT_EQ(found.size(), 2u);
        EXPECT_TRUE(found[0].empty());
        EXPECT_EQ(found[1], (std::vector{correction, bust}));
    });
}

TEST_P(ExecutionRepositoryContract, NoFeeIsKeptApartFromFeesThatWereNotTold) {
    auto told_none = trade(1, "none", 1);
    told_none.fees = model::Fees{};
    auto untold = trade(1, "untold", 2);
    untold.fees = std::nullopt;
    auto several = trade(1, "several", 3);
    several.fees = model::Fees{{model::AssetCode{"USD"}, support::amount("1")},
                               {model::AssetCode{"BNB"}, support::amount("-0.5")}};
    std::vector const all{told_none, untold, several};
    commit([&](Repositories& r) { r.executions.add(all); });
    try_out([&](Repositories& r) {
        EXPECT_EQ(r.executions.of_orders(std::vector{OrderKey{AccountId{"alpha"}, order_id(1)}})[0],
                  all);
    });
}

TEST_P(ExecutionRepositoryContract, TradesOfAPositionAreThoseThatMoveMoney) {
    auto elsewhere = trade(4, "x-5", 5);
    elsewhere.instrument = support::instrument_key("OTHER", "BTC-USD");
    commit([&](Repositories& r) {
        r.executions.add(std::vector{trade(1, "x-4", 4, model::ExecType::TRADE_CANCEL),
                                     trade(2, "x-2", 2, model::ExecType::STOPPED),
                                     trade(1, "x-3", 3, model::ExecType::TRADE_CORRECT),
                                     trade(3, "x-1", 1), elsewhere});
    });
    try_out([&](Repositories& r) {
        AccountId const alpha{"alpha"};
        auto const found = r.executions.trades_of_positions(
            std::vector{PositionKey{alpha, btc_usd()}, PositionKey{AccountId{"beta"}, btc_usd()},
                        PositionKey{alpha, elsewhere.instrument}});
        ASSERT_EQ(found.size(), 3u);
        EXPECT_EQ(found[0], (std::vector{trade(3, "x-1", 1),
                                         trade(1, "x-3", 3, model::ExecType::TRADE_CORRECT),
                                         trade(1, "x-4", 4, model::ExecType::TRADE_CANCEL)}));
        EXPECT_TRUE(found[1].empty());
        EXPECT_EQ(found[2], std::vector{elsewhere});
    });
}

TEST_P(ExecutionRepositoryContract, RolledBackExecutionsCanBeAddedAgain) {
    auto const add = [](Repositories& r) {
        r.executions.add(std::vector{trade(1, "x-1", 1), trade(1, "x-2", 2)});
    };
    try_out(add);
    commit(add);
    try_out([](Repositories& r) {
        auto const found =
            r.executions.of_orders(std::vector{OrderKey{AccountId{"alpha"}, order_id(1)}});
        EXPECT_EQ(found[0].size(), 2u);
    });
}

}  // namespace
}  // namespace daybook::contract
