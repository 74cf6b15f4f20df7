#include "contract/storage_contract.hpp"
#include "support/sample_values.hpp"

namespace daybook::contract {
namespace {

using model::AccountId;
using model::Lot;
using ports::PositionKey;
using ports::Repositories;
using support::amount;
using support::btc_usd;
using support::complete_position;
using support::position_change;
using support::sample_lot;
using support::sample_position;

PositionKey key(std::string_view account) { return {AccountId{account}, btc_usd()}; }

class PositionRepositoryContract : public StorageContract {
  protected:
    struct Stored {
        std::optional<model::PositionState> state;
        std::vector<Lot> lots;
    };

    /// The stored position of account alpha.
    Stored stored() {
        Stored found;
        try_out([&](Repositories& r) {
            found.state = r.positions.find(std::vector{key("alpha")})[0];
            found.lots = r.positions.lots_of(std::vector{key("alpha")})[0];
        });
        return found;
    }
};
DAYBOOK_ON_EVERY_STORAGE(PositionRepositoryContract);

TEST_P(PositionRepositoryContract, FindAnswersInOrderWithLotsByNumber) {
    commit([](Repositories& r) {
        r.positions.save(std::vector{
            position_change(complete_position("alpha", btc_usd()), {sample_lot(7), sample_lot(3)}),
            position_change(sample_position("beta", btc_usd()), {sample_lot(1)})});
    });
    try_out([](Repositories& r) {
        std::vector const keys{key("beta"), key("none"), key("alpha")};
        auto const found = r.positions.find(keys);
        ASSERT_EQ(found.size(), 3u);
        EXPECT_EQ(found[0], sample_position("beta", btc_usd()));
        EXPECT_EQ(found[1], std::nullopt);
        EXPECT_EQ(found[2], complete_position("alpha", btc_usd()));
        auto const lots = r.positions.lots_of(keys);
        ASSERT_EQ(lots.size(), 3u);
        EXPECT_EQ(lots[0], std::vector{sample_lot(1)});
        EXPECT_TRUE(lots[1].empty());
        EXPECT_EQ(lots[2], (std::vector{sample_lot(3), sample_lot(7)}));
    });
}

TEST_P(PositionRepositoryContract, EmptySpansDoNothing) {
    commit([](Repositories& r) {
        EXPECT_TRUE(r.positions.find({}).empty());
        EXPECT_TRUE(r.positions.lots_of({}).empty());
        r.positions.save({});
    });
}

TEST_P(PositionRepositoryContract, SaveTouchesOnlyTheLotsItNames) {
    auto const state = sample_position("alpha", btc_usd());
    commit([&](Repositories& r) {
        r.positions.save(
            std::vector{position_change(state, {sample_lot(1), sample_lot(2), sample_lot(3)})});
    });
    auto smaller = sample_lot(2);
    smaller.quantity_base = support::quantity(support::decimal_min_text);
    smaller.cost_quote = amount(support::decimal_tiny_text);
    smaller.opened_at = support::at_micros(99);
    commit([&](Repositories& r) {
        r.positions.save(std::vector{
            position_change(complete_position("alpha", btc_usd()), {smaller, sample_lot(4)}, {1})});
    });
    auto const found = stored();
    EXPECT_EQ(found.state, complete_position("alpha", btc_usd()));
    EXPECT_EQ(found.lots, (std::vector{smaller, sample_lot(3), sample_lot(4)}));
}

TEST_P(PositionRepositoryContract, RollingBackRestoresChangedAndRemovedLots) {
    auto const state = sample_position("alpha", btc_usd());
    commit([&](Repositories& r) {
        r.positions.save(std::vector{position_change(state, {sample_lot(1), sample_lot(2)})});
    });
    try_out([&](Repositories& r) {
        auto changed = sample_lot(1);
        changed.cost_quote = amount("1");
        r.positions.save(std::vector{position_change(state, {changed, sample_lot(3)}, {2})});
        r.positions.save(std::vector{position_change(state, {sample_lot(2)}, {1, 3})});
        EXPECT_EQ(r.positions.lots_of(std::vector{key("alpha")})[0], std::vector{sample_lot(2)});
    });
    auto const found = stored();
    EXPECT_EQ(found.lots, (std::vector{sample_lot(1), sample_lot(2)}));
}

TEST_P(PositionRepositoryContract, AFlatPositionStaysKnown) {
    auto flat = sample_position("alpha", btc_usd());
    commit([&](Repositories& r) {
        r.positions.save(std::vector{position_change(flat, {sample_lot(1)})});
    });
    flat.quantity_base = {};
    flat.cost_quote = {};
    commit([&](Repositories& r) { r.positions.save(std::vector{position_change(flat, {}, {1})}); });
    auto const found = stored();
    EXPECT_EQ(found.state, flat);
    EXPECT_TRUE(found.lots.empty());
}

TEST_P(PositionRepositoryContract, AllOfAnAccountComeByInstrument) {
    auto const other = support::instrument_key("OTHER", "BTC-USD");
    commit([&](Repositories& r) {
        r.positions.save(
            std::vector{position_change(complete_position("alpha", btc_usd()), {sample_lot(1)}),
                        position_change(sample_position("alpha", other), {}),
                        position_change(sample_position("beta", btc_usd()), {})});
    });
    try_out([&](Repositories& r) {
        auto const found =
            r.positions.of_accounts(std::vector{AccountId{"none"}, AccountId{"alpha"}});
        ASSERT_EQ(found.size(), 2u);
        EXPECT_TRUE(found[0].empty());
        EXPECT_EQ(found[1], (std::vector{sample_position("alpha", other),
                                         complete_position("alpha", btc_usd())}));
    });
}

}  // namespace
}  // namespace daybook::contract
