#include "contract/storage_contract.hpp"
#include "support/sample_values.hpp"

namespace daybook::contract {
namespace {

using model::AccountId;
using model::Lot;
using ports::PositionKey;
using ports::Repositories;
using ports::StoredPosition;
using support::amount;
using support::btc_usd;
using support::complete_position;
using support::position_change;
using support::sample_lot;
using support::sample_position;

PositionKey key(std::string_view account) { return {AccountId{account}, btc_usd()}; }

class PositionRepositoryContract : public StorageContract {
  protected:
    /// The stored position of account alpha.
    std::optional<StoredPosition> stored() {
        std::optional<StoredPosition> found;
        try_out([&](Repositories& r) { found = r.positions.find(std::vector{key("alpha")})[0]; });
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
        auto const found = r.positions.find(std::vector{key("beta"), key("none"), key("alpha")});
        ASSERT_EQ(found.size(), 3u);
        ASSERT_TRUE(found[0] && found[2]);
        EXPECT_EQ(found[0]->state, sample_position("beta", btc_usd()));
        EXPECT_EQ(found[1].has_value(), false);
        EXPECT_EQ(found[2]->state, complete_position("alpha", btc_usd()));
        EXPECT_EQ(found[2]->lots, (std::vector{sample_lot(3), sample_lot(7)}));
    });
}

TEST_P(PositionRepositoryContract, EmptySpansDoNothing) {
    commit([](Repositories& r) {
        EXPECT_TRUE(r.positions.find({}).empty());
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
    ASSERT_TRUE(found);
    EXPECT_EQ(found->state, complete_position("alpha", btc_usd()));
    EXPECT_EQ(found->lots, (std::vector{smaller, sample_lot(3), sample_lot(4)}));
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
        EXPECT_EQ(r.positions.find(std::vector{key("alpha")})[0]->lots, std::vector{sample_lot(2)});
    });
    auto const found = stored();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->lots, (std::vector{sample_lot(1), sample_lot(2)}));
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
    ASSERT_TRUE(found);
    EXPECT_EQ(found->state, flat);
    EXPECT_TRUE(found->lots.empty());
}

}  // namespace
}  // namespace daybook::contract
