#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "services/trade_tree.hpp"
#include "support/random_commands.hpp"
#include "support/reconciliation_bench.hpp"
#include "support/sample_values.hpp"

namespace daybook::tests {
namespace {

using namespace model;
using namespace services;
using namespace support;

/// DAYBOOK_TEST_SEED repeats a run; without it every run is another.
std::uint64_t first_seed() {
    auto const* text = std::getenv("DAYBOOK_TEST_SEED");
    auto const seed = text != nullptr ? std::strtoull(text, nullptr, 10) : std::random_device{}();
    std::cout << "DAYBOOK_TEST_SEED=" << seed << '\n';
    return seed;
}

/// Everything that an account has, as an exchange with the same book would state it.
Statement statement_of_all(ReconciliationBench& bench, AccountId const& account) {
    Statement statement;
    statement.as_of = Timestamp::from_micros(9'000'000'000'000'000);
    bench.storage().open_snapshots()->read([&](ports::BookReader& book) {
        std::map<OrderId, ExecutionsOfOrder> executions;
        for (auto const& each : book.executions(account, {}, 0, 1'000'000)) {
            executions[each.order_id].emplace(each.exec_id, each);
        }
        for (auto const& order : book.orders(account, {}, std::nullopt, 1'000'000)) {
            auto const& state = order.state();
            StatementOrder told;
            told.names.order_id = state.id;
            told.instrument = state.terms.instrument;
            told.side = state.terms.side;
            told.type = state.terms.type;
            told.time_in_force = state.terms.time_in_force;
            told.quantity_base = state.terms.quantity_base;
            told.price_quote = state.terms.price_quote;
            told.stop_price_quote = state.terms.stop_price_quote;
            told.status = order.status();
            told.filled_base = state.filled_base;
            statement.orders.push_back(told);
            auto const& all = executions[state.id];
            for (auto const& [exec_id, execution] : all) {
                if (execution.exec_type != ExecType::TRADE) continue;
                auto const terms = effective_terms(execution, all);
                if (!terms) continue;
                StatementTrade trade;
                trade.names.order_id = state.id;
                trade.instrument = state.terms.instrument;
                trade.occurred_at = execution.occurred_at;
                trade.quantity_base = terms->quantity_base;
                trade.price_quote = terms->price_quote;
                trade.exec_id = exec_id;
                trade.side = state.terms.side;
                if (!terms->fees.empty()) trade.fee = terms->fees.front();
                trade.liquidity = execution.liquidity;
                statement.trades.push_back(trade);
            }
        }
        for (auto const& balance : book.balances(account, std::nullopt, 1'000)) {
            StatementBalance told;
            told.asset = balance.asset;
            told.occurred_at = statement.as_of;
            told.available = balance.available;
            told.held = balance.held;
            statement.balances.push_back(told);
        }
    });
    std::uint64_t line = 1;
    for (auto& order : statement.orders) order.line = ++line;
    for (auto& trade : statement.trades) trade.line = ++line;
    for (auto& balance : statement.balances) balance.line = ++line;
    return statement;
}

/// One kind of change to a statement, and what has to be found of it: by text.
class Tampering {
  public:
    Tampering(Statement& statement, RecordedAccount const& account, std::uint64_t seed)
        : statement_{statement}, account_{account}, random_{seed} {}

    std::multiset<std::string> run() {
        tamper_with_trades();
        tamper_with_orders();
        tamper_with_balances();
        return std::move(expected_);
    }

  private:
    bool one_in(std::uint64_t count) { return random_() % count == 0; }

    static std::string name_of(StatementTrade const& trade) {
        return trade.exec_id->value() + " of " + trade.names.order_id->to_string();
    }

    void tamper_with_trades() {
        // Whatever shares its order and terms could be taken for one that is removed or changed.
        std::map<std::tuple<OrderId, Quantity, Price>, int> twins;
        for (auto const& each : statement_.trades) {
            ++twins[{*each.names.order_id, each.quantity_base, each.price_quote}];
        }
        std::vector<StatementTrade> kept;
        for (auto trade : statement_.trades) {
            // One stays, or trades would not be told at all.
            if (kept.empty()) {
                kept.push_back(trade);
                continue;
            }
            bool const is_alone =
                twins[{*trade.names.order_id, trade.quantity_base, trade.price_quote}] == 1;
            if (is_alone && one_in(5)) {
                expected_.insert("missing_there trade " + name_of(trade));
                continue;
            }
            if (is_alone && one_in(5)) {
                trade.fee = Money{AssetCode{"USD"}, amount("12345")};
                expected_.insert("different trade " + name_of(trade) + " fee");
            } else if (is_alone && one_in(5)) {
                trade.quantity_base = trade.quantity_base + quantity("7");
                expected_.insert("different trade " + name_of(trade) + " quantity_base");
            } else if (is_alone && one_in(5)) {
                // Known by its terms.
                if (one_in(2)) {
                    trade.exec_id = ExecId{"elsewhere-" + std::to_string(trade.line)};
                } else {
                    trade.exec_id.reset();
                }
            }
            kept.push_back(trade);
            if (one_in(5)) {
                trade.exec_id = ExecId{"new-" + std::to_string(trade.line)};
                trade.quantity_base = trade.quantity_base + quantity("11");
                trade.line += 1'000'000;
                expected_.insert("missing_here trade " + name_of(trade));
                kept.push_back(trade);
            }
        }
        statement_.trades = std::move(kept);
    }

    void tamper_with_orders() {
        std::vector<StatementOrder> kept;
        for (auto order : statement_.orders) {
            auto const& ours = account_.orders.at(*order.names.order_id);
            auto const name = order.names.order_id->to_string();
            if (!kept.empty() && one_in(4)) {
                if (ours.is_live()) expected_.insert("missing_there order " + name);
                continue;
            }
            if (one_in(4)) {
                order.filled_base = *order.filled_base + quantity("1");
                expected_.insert("different order " + name + " filled_base");
            }
            kept.push_back(order);
        }
        statement_.orders = std::move(kept);
    }

    void tamper_with_balances() {
        for (auto& balance : statement_.balances) {
            if (!one_in(2)) continue;
            balance.available = *balance.available + amount("1");
            expected_.insert("different balance " + balance.asset.value() + " available");
        }
    }

    Statement& statement_;
    RecordedAccount const& account_;
    std::mt19937_64 random_;
    std::multiset<std::string> expected_;
};

std::multiset<std::string> found_in(std::vector<StatementDifference> const& differences) {
    constexpr std::array kinds{"missing_here", "missing_there", "different"};
    constexpr std::array records{"order", "trade", "balance"};
    std::multiset<std::string> found;
    for (auto const& each : differences) {
        auto text = std::string{kinds[static_cast<std::size_t>(each.kind)]} + ' ' +
                    records[static_cast<std::size_t>(each.record)] + ' ';
        if (each.record == RecordKind::trade) text += each.exec_id->value() + " of ";
        text += each.asset ? each.asset->value() : each.names.order_id->to_string();
        std::string last;
        for (auto const& field : each.fields) {
            auto const name = field.field.starts_with("fee_") ? "fee" : field.field;
            if (name != last) text += ' ' + name;
            last = name;
        }
        found.insert(text);
    }
    return found;
}

TEST(RandomReconciliation, FindsExactlyWhatWasChanged) {
    auto const first = first_seed();
    std::size_t found_in_all = 0;
    for (std::uint64_t seed = first; seed < first + 20; ++seed) {
        SCOPED_TRACE("DAYBOOK_TEST_SEED=" + std::to_string(seed));
        ReconciliationBench bench;
        RandomCommands commands{seed};
        bench.run({CommandBatch{commands.setup(), false}});
        for (int i = 0; i < 120; ++i) bench.run({commands.next_batch(8)});
        auto statement = statement_of_all(bench, AccountId{"alpha"});
        auto const account = bench.recorded(statement);
        ASSERT_THAT(said(reconcile(account, statement, bench.ids())), testing::IsEmpty());
        auto const expected = Tampering{statement, account, seed}.run();
        std::shuffle(statement.trades.begin(), statement.trades.end(), std::mt19937_64{seed});
        EXPECT_EQ(found_in(bench.differences(statement)), expected);
        found_in_all += expected.size();
    }
    EXPECT_GT(found_in_all, 100u);
}

/// A desk of one account whose orders trade in pieces, at times that grow.
class Flow {
  public:
    explicit Flow(std::uint64_t seed) : random_{seed} {}

    /// The commands, and which of them are trades.
    std::vector<std::string> commands() {
        std::vector<std::string> lines{
            "define_asset asset=USD display_decimals=2",
            "define_asset asset=BTC display_decimals=8",
            "market PAPER BTC-USD BTC/USD 0.01 0.00000001 maker_fee_rate=0.01 taker_fee_rate=0.01",
            std::string{"open_account funding="} + (below(2) ? "PREFUNDED" : "MARGIN") +
                " cost_basis=" + bases[below(bases.size())],
            "deposit 1000000 USD key=d-1 at=0",
            "deposit 1000 BTC key=d-2 at=0"};
        for (int order = 1; order <= 12; ++order) {
            auto const name = std::to_string(order);
            auto const price = std::to_string(90 + below(20));
            lines.push_back("place o" + name + (below(2) ? " BUY 8@" : " SELL 8@") + price);
            lines.push_back("report o" + name + " n NEW eoid=E" + name + time());
            for (std::size_t trades = below(5); trades > 0; --trades) {
                auto const traded = std::to_string(1 + below(2)) + "@" + price;
                lines.push_back("report o" + name + " x" + std::to_string(++exec_ids_) + " TRADE " +
                                traded + " fee=0.0" + std::to_string(below(9)) + ":USD" + time());
            }
        }
        return lines;
    }
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }

  private:
    static constexpr std::array bases{"AVERAGE", "FIFO", "LIFO", "HIFO"};

    std::string time() { return " at=" + std::to_string(++seconds_); }

    std::mt19937_64 random_;
    int exec_ids_ = 0;
    int seconds_ = 0;
};

struct Position {
    std::vector<PositionState> state;
    std::vector<ports::LotRow> lots;
    std::vector<Balance> balances;
};

Position position_of(ReconciliationBench& bench) {
    Position position;
    AccountId const account{"alpha"};
    bench.storage().open_snapshots()->read([&](ports::BookReader& book) {
        position.state = book.positions(account, std::nullopt, 100);
        position.lots = book.lots(account, std::nullopt, 0, 1'000);
        position.balances = book.balances(account, std::nullopt, 100);
    });
    return position;
}

bool is_trade(std::string const& line) { return line.find(" TRADE ") != std::string::npos; }

TEST(RandomReconciliation, BooksTheTradesThatWereLost) {
    auto const first = first_seed();
    for (std::uint64_t seed = first; seed < first + 40; ++seed) {
        SCOPED_TRACE("DAYBOOK_TEST_SEED=" + std::to_string(seed));
        Flow flow{seed};
        auto const lines = flow.commands();
        // A book that lost its newest trades, or some in between.
        bool const lost_the_newest = seed % 2 == 0;
        auto const cut = flow.below(lines.size());
        ReconciliationBench whole;
        ReconciliationBench cut_off;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            ASSERT_EQ(whole.run({lines[i]}), std::vector<std::string>{"DONE"}) << lines[i];
            bool const is_lost =
                is_trade(lines[i]) && (lost_the_newest ? i >= cut : flow.below(3) == 0);
            if (!is_lost) cut_off.run({lines[i]});
        }
        // Orders have other ids in another book: the statement names them as the exchange does.
        auto statement = statement_of_all(whole, AccountId{"alpha"});
        auto const named = whole.recorded(statement);
        auto const rename = [&](auto& record) {
            record.names.exchange_order_id =
                named.orders.at(*record.names.order_id).state().exchange_order_id;
            record.names.order_id.reset();
        };
        for (auto& order : statement.orders) rename(order);
        for (auto& trade : statement.trades) {
            rename(trade);
            if (seed % 3 == 0) trade.exec_id.reset();
        }
        for (auto const& answer : cut_off.book(statement)) {
            EXPECT_THAT(answer, testing::EndsWith("TRADE DONE"));
        }
        EXPECT_THAT(cut_off.compare(statement), testing::IsEmpty());
        auto const entries = cut_off.entries().size();
        EXPECT_THAT(cut_off.book(statement), testing::IsEmpty());
        EXPECT_EQ(cut_off.entries().size(), entries);
        EXPECT_EQ(cut_off.verify(), "");

        auto const wanted = position_of(whole);
        auto const got = position_of(cut_off);
        EXPECT_EQ(got.balances, wanted.balances);
        ASSERT_EQ(got.state.size(), wanted.state.size());
        for (std::size_t i = 0; i < got.state.size(); ++i) {
            auto const& a = got.state[i];
            auto const& b = wanted.state[i];
            EXPECT_EQ(a.quantity_base, b.quantity_base);
            EXPECT_EQ(a.fees_quote, b.fees_quote);
            EXPECT_EQ(a.realized_pnl_quote - a.cost_quote, b.realized_pnl_quote - b.cost_quote);
            // Lots are consumed in the order of the book, which only the newest trades keep.
            if (lost_the_newest) {
                EXPECT_EQ(a.cost_quote, b.cost_quote);
            }
        }
        if (!lost_the_newest) continue;
        ASSERT_EQ(got.lots.size(), wanted.lots.size());
        for (std::size_t i = 0; i < got.lots.size(); ++i) {
            EXPECT_EQ(got.lots[i].lot.quantity_base, wanted.lots[i].lot.quantity_base);
            EXPECT_EQ(got.lots[i].lot.cost_quote, wanted.lots[i].lot.cost_quote);
        }
    }
}

}  // namespace
}  // namespace daybook::tests
