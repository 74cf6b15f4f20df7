#include "contract/storage_contract.hpp"
#include "support/sample_values.hpp"

namespace daybook::contract {
namespace {

using model::AssetCode;
using ports::Repositories;
using support::btc_usd;
using support::complete_instrument;
using support::instrument_key;
using support::sample_asset;
using support::sample_instrument;
using Kind = ports::StorageError::Kind;

class ReferenceRepositoryContract : public StorageContract {
  protected:
    void define_assets() {
        commit([](Repositories& r) {
            r.reference.add_assets(std::vector{sample_asset("USD"), sample_asset("BTC")});
        });
    }
};
DAYBOOK_ON_EVERY_STORAGE(ReferenceRepositoryContract);

TEST_P(ReferenceRepositoryContract, FindAssetsAnswersInOrderAndRepeatsAnswers) {
    define_assets();
    try_out([](Repositories& r) {
        auto const found = r.reference.find_assets(
            std::vector{AssetCode{"USD"}, AssetCode{"EUR"}, AssetCode{"BTC"}, AssetCode{"USD"}});
        ASSERT_EQ(found.size(), 4u);
        EXPECT_EQ(found[0], sample_asset("USD"));
        EXPECT_EQ(found[1], std::nullopt);
        EXPECT_EQ(found[2], sample_asset("BTC"));
        EXPECT_EQ(found[3], sample_asset("USD"));
    });
}

TEST_P(ReferenceRepositoryContract, EmptySpansDoNothing) {
    commit([](Repositories& r) {
        EXPECT_TRUE(r.reference.find_assets({}).empty());
        EXPECT_TRUE(r.reference.find_instruments({}).empty());
        r.reference.add_assets({});
        r.reference.save_instruments({});
    });
}

TEST_P(ReferenceRepositoryContract, AddingAnExistingAssetIsAConflict) {
    define_assets();
    EXPECT_EQ(failure_of([](Repositories& r) {
                  r.reference.add_assets(std::vector{sample_asset("EUR"), sample_asset("USD")});
              }),
              Kind::conflict);
    try_out([](Repositories& r) {
        EXPECT_EQ(r.reference.find_assets(std::vector{AssetCode{"EUR"}})[0], std::nullopt);
    });
}

TEST_P(ReferenceRepositoryContract, InstrumentsKeepEveryMember) {
    define_assets();
    auto const other = instrument_key("PAPER", "XBT-USD");
    commit([&](Repositories& r) {
        r.reference.save_instruments(
            std::vector{sample_instrument(btc_usd()), complete_instrument(other)});
    });
    try_out([&](Repositories& r) {
        auto const found = r.reference.find_instruments(
            std::vector{other, instrument_key("OTHER", "BTC-USD"), btc_usd()});
        ASSERT_EQ(found.size(), 3u);
        EXPECT_EQ(found[0], complete_instrument(other));
        EXPECT_EQ(found[1], std::nullopt);
        EXPECT_EQ(found[2], sample_instrument(btc_usd()));
    });
}

TEST_P(ReferenceRepositoryContract, OfAStoredInstrumentTheRulesChange) {
    define_assets();
    commit([](Repositories& r) {
        r.reference.save_instruments(std::vector{sample_instrument(btc_usd())});
    });
    commit([](Repositories& r) {
        r.reference.save_instruments(std::vector{complete_instrument(btc_usd())});
    });
    try_out([&](Repositories& r) {
        EXPECT_EQ(r.reference.find_instruments(std::vector{btc_usd()})[0],
                  complete_instrument(btc_usd()));
    });
}

}  // namespace
}  // namespace daybook::contract
