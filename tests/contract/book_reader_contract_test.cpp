#include "contract/all_pages.hpp"
#include "contract/storage_contract.hpp"
#include "support/sample_values.hpp"

namespace daybook::contract {
namespace {

using model::AccountId;
using ports::BookReader;
using ports::Repositories;
using support::btc_usd;
using support::instrument_key;
using support::order_id;

AccountId const alpha{"alpha"};

class BookReaderContract : public StorageContract {};
DAYBOOK_ON_EVERY_STORAGE(BookReaderContract);

TEST_P(BookReaderContract, AnEmptyBookHasEmptyLists) {
    read([](BookReader& book) {
        EXPECT_TRUE(book.assets(std::nullopt, 9).empty());
        EXPECT_TRUE(book.instruments(std::nullopt, 9).empty());
        EXPECT_TRUE(book.accounts(std::nullopt, 9).empty());
        EXPECT_TRUE(book.orders(alpha, {}, std::nullopt, 9).empty());
        EXPECT_TRUE(book.executions(alpha, {}, 0, 9).empty());
        EXPECT_TRUE(book.entries(alpha, 0, 9).empty());
        EXPECT_TRUE(book.balances(alpha, std::nullopt, 9).empty());
        EXPECT_TRUE(
            book.balances_as_of(alpha, support::at_micros(0), ports::EntryClock::occurred).empty());
        EXPECT_TRUE(book.positions(alpha, std::nullopt, 9).empty());
        EXPECT_TRUE(book.lots(alpha, std::nullopt, 0, 9).empty());
        EXPECT_TRUE(book.discrepancies(alpha, 0, 9).empty());
        EXPECT_EQ(book.asset(model::AssetCode{"USD"}), std::nullopt);
        EXPECT_EQ(book.instrument(btc_usd()), std::nullopt);
        EXPECT_EQ(book.account(alpha), std::nullopt);
        EXPECT_EQ(book.order(alpha, order_id(1)), std::nullopt);
    });
}

TEST_P(BookReaderContract, SingleRowsAreFoundByTheirKeys) {
    commit([](Repositories& r) {
        r.accounts.add(std::vector{support::sample_account("alpha"),
                                   support::sample_account(model::definitions_account)});
        r.reference.add_assets(
            std::vector{support::sample_asset("BTC"), support::sample_asset("USD")});
        r.reference.save_instruments(std::vector{support::complete_instrument(btc_usd())});
        r.orders.add(std::vector{support::sample_order("alpha", order_id(1))});
    });
    read([](BookReader& book) {
        EXPECT_EQ(book.asset(model::AssetCode{"USD"}), support::sample_asset("USD"));
        EXPECT_EQ(book.instrument(btc_usd()), support::complete_instrument(btc_usd()));
        EXPECT_EQ(book.account(alpha), support::sample_account("alpha"));
        AccountId const definitions{model::definitions_account};
        EXPECT_EQ(book.account(definitions)->id, definitions);
        EXPECT_EQ(book.order(alpha, order_id(1)), support::sample_order("alpha", order_id(1)));
        EXPECT_EQ(book.order(AccountId{"beta"}, order_id(1)), std::nullopt);
    });
}

TEST_P(BookReaderContract, AccountsComeInPagesWithoutTheDefinitions) {
    std::vector<model::Account> accounts;
    for (auto const* id : {"a", "a-1", "a.1", "a_1", "b"}) {
        accounts.push_back(support::complete_account(id));
    }
    commit([&](Repositories& r) {
        r.accounts.add(accounts);
        r.accounts.add(std::vector{support::sample_account(model::definitions_account)});
    });
    read([&](BookReader& book) {
        for (std::size_t limit = 1; limit <= 6; ++limit) {
            auto const rows = all_pages(
                std::optional<AccountId>{}, limit,
                [&](auto const& after, std::size_t n) { return book.accounts(after, n); },
                [](model::Account const& row) { return row.id; });
            EXPECT_EQ(rows, accounts);
        }
    });
}

TEST_P(BookReaderContract, AssetsAndInstrumentsComeInPages) {
    std::vector<model::Asset> assets;
    for (auto const* code : {"A", "A-B", "BTC", "USD", "X"}) {
        assets.push_back(support::sample_asset(code));
    }
    std::vector<model::Instrument> instruments;
    for (auto const& key : {instrument_key("A", "z"), instrument_key("B", "a"),
                            instrument_key("B", "b"), instrument_key("b", "a")}) {
        instruments.push_back(support::complete_instrument(key));
    }
    commit([&](Repositories& r) {
        r.reference.add_assets(assets);
        r.reference.save_instruments(instruments);
    });
    read([&](BookReader& book) {
        for (std::size_t limit = 1; limit <= 6; ++limit) {
            EXPECT_EQ(all_pages(
                          std::optional<model::AssetCode>{}, limit,
                          [&](auto const& after, std::size_t n) { return book.assets(after, n); },
                          [](model::Asset const& row) { return row.code; }),
                      assets);
            EXPECT_EQ(
                all_pages(
                    std::optional<model::InstrumentKey>{}, limit,
                    [&](auto const& after, std::size_t n) { return book.instruments(after, n); },
                    [](model::Instrument const& row) { return row.key; }),
                instruments);
        }
    });
}

TEST_P(BookReaderContract, EntriesComeInPagesWithTheirPostings) {
    std::vector<model::Entry> entries;
    for (std::uint64_t seq = 1; seq <= 12; ++seq) {
        entries.push_back(support::sample_entry("alpha", seq));
        if (seq % 3 == 0) entries.back().postings.clear();
        if (seq % 4 == 0) entries.back() = support::opening_entry("alpha", seq, btc_usd());
    }
    commit([&](Repositories& r) {
        r.entries.append(entries);
        r.entries.append(std::vector{support::sample_entry("beta", 1)});
    });
    read([&](BookReader& book) {
        for (std::size_t limit = 1; limit <= 13; ++limit) {
            EXPECT_EQ(all_pages(
                          std::uint64_t{0}, limit,
                          [&](std::uint64_t after, std::size_t n) {
                              return book.entries(alpha, after, n);
                          },
                          [](model::Entry const& row) { return row.seq; }),
                      entries);
        }
    });
}

TEST_P(BookReaderContract, PositionsAndLotsComeInPages) {
    std::vector<model::PositionState> positions;
    std::vector<ports::LotRow> lots;
    commit([&](Repositories& r) {
        for (auto const* symbol : {"A", "B", "C"}) {
            auto const key = instrument_key("PAPER", symbol);
            positions.push_back(support::complete_position("alpha", key));
            std::vector<model::Lot> own;
            if (positions.size() != 2) own = {support::sample_lot(2), support::sample_lot(10)};
            for (auto const& lot : own) lots.push_back({key, lot});
            r.positions.save(std::vector{support::position_change(positions.back(), own)});
        }
    });
    read([&](BookReader& book) {
        for (std::size_t limit = 1; limit <= 5; ++limit) {
            EXPECT_EQ(all_pages(
                          std::optional<model::InstrumentKey>{}, limit,
                          [&](auto const& after, std::size_t n) {
                              return book.positions(alpha, after, n);
                          },
                          [](model::PositionState const& row) { return row.instrument; }),
                      positions);
            EXPECT_EQ(all_pages(
                          std::optional<ports::LotRow>{}, limit,
                          [&](std::optional<ports::LotRow> const& after, std::size_t n) {
                              if (!after) return book.lots(alpha, std::nullopt, 0, n);
                              return book.lots(alpha, after->instrument, after->lot.number, n);
                          },
                          [](ports::LotRow const& row) { return row; }),
                      lots);
        }
    });
}

TEST_P(BookReaderContract, BalancesAndDiscrepanciesComeInPages) {
    std::vector<model::Balance> balances;
    for (auto const* code : {"BTC", "ETH", "USD"}) {
        balances.push_back(support::sample_balance("alpha", code, "0"));
    }
    std::vector<model::Discrepancy> discrepancies;
    for (std::uint64_t number = 1; number <= 4; ++number) {
        discrepancies.push_back(support::complete_discrepancy("alpha", number));
    }
    commit([&](Repositories& r) {
        r.balances.save(balances);
        r.discrepancies.save(discrepancies);
    });
    read([&](BookReader& book) {
        for (std::size_t limit = 1; limit <= 5; ++limit) {
            EXPECT_EQ(all_pages(
                          std::optional<model::AssetCode>{}, limit,
                          [&](auto const& after, std::size_t n) {
                              return book.balances(alpha, after, n);
                          },
                          [](model::Balance const& row) { return row.asset; }),
                      balances);
            EXPECT_EQ(all_pages(
                          std::uint64_t{0}, limit,
                          [&](std::uint64_t after, std::size_t n) {
                              return book.discrepancies(alpha, after, n);
                          },
                          [](model::Discrepancy const& row) { return row.number; }),
                      discrepancies);
        }
    });
}

TEST_P(BookReaderContract, EarlierNamesComeInPages) {
    std::vector<model::ExchangeOrderName> names;
    for (auto const* name : {"E1", "E2", "e1"}) {
        for (std::uint32_t order = 1; order <= 2; ++order) {
            names.push_back({alpha, model::ExchangeOrderId{name}, support::order_id(order)});
        }
    }
    commit([&](Repositories& r) {
        r.orders.add(std::vector{support::sample_order("alpha", support::order_id(1)),
                                 support::sample_order("alpha", support::order_id(2))});
        r.orders.add_earlier_names(names);
    });
    read([&](BookReader& book) {
        for (std::size_t limit = 1; limit <= 7; ++limit) {
            EXPECT_EQ(all_pages(
                          std::optional<model::ExchangeOrderName>{}, limit,
                          [&](auto const& after, std::size_t n) {
                              return book.earlier_names(alpha, after, n);
                          },
                          [](model::ExchangeOrderName const& row) { return row; }),
                      names);
        }
    });
}

TEST_P(BookReaderContract, ALimitOfZeroGivesNoRows) {
    commit([](Repositories& r) {
        r.accounts.add(std::vector{support::sample_account("alpha")});
        r.entries.append(std::vector{support::sample_entry("alpha", 1)});
        r.positions.save(std::vector{support::position_change(
            support::sample_position("alpha", btc_usd()), {support::sample_lot(1)})});
    });
    read([](BookReader& book) {
        EXPECT_TRUE(book.accounts(std::nullopt, 0).empty());
        EXPECT_TRUE(book.entries(alpha, 0, 0).empty());
        EXPECT_TRUE(book.lots(alpha, std::nullopt, 0, 0).empty());
    });
}

}  // namespace
}  // namespace daybook::contract
