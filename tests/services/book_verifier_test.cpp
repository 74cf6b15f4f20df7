#include "services/book_verifier.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "support/command_text.hpp"
#include "support/processor_bench.hpp"
#include "support/sample_values.hpp"
#include "support/tampered_reader.hpp"

namespace daybook::services {
namespace {

using support::TamperedReader;

constexpr char const* story = R"(
    define_asset asset=USD display_decimals=2
    define_asset asset=BTC display_decimals=8
    define_asset asset=BNB display_decimals=8
    market PAPER BTC-USD BTC/USD 0.01 0.00000001
    open_account funding=PREFUNDED cost_basis=FIFO
    deposit 1000 USD key=d-1
    deposit 2 BTC key=d-2 exchange=PAPER symbol=BTC-USD cost_quote=180
    place o1 BUY 2@100
    report o1 n1 NEW eoid=E1
    report o1 x1 TRADE 1@99 fee=0.1:USD
    report o1 x2 TRADE 1@98 fee=0.01:BNB
    place o2 SELL 1@101
    report o2 y1 TRADE 1@101
    report o1 b1 TRADE_CANCEL ref=x2
    report none z1 NEW
    resolve 2 REJECT why
    cancel o1 key=c-1
    report o1 x3 CANCELED
    place o3 BUY 900@100
    market PAPER BTC-USD BTC/USD 0.01 0.00000001 state=HALTED
    place o4 BUY 1@100
    market PAPER BTC-USD BTC/USD 0.01 0.00000001 state=OPEN
    open_account account=beta funding=MARGIN cost_basis=HIFO
    place o1 SELL 2@100 account=beta
    report o1 x1 TRADE 1@99 account=beta
)";

class BookVerifierOn : public testing::Test {
  protected:
    BookVerifierOn() { bench_.setup(story); }

    VerifyReport verify(std::function<void(TamperedReader&)> const& tamper,
                        std::optional<model::AccountId> const& only = {}) {
        VerifyReport report;
        bench_.storage().open_snapshots()->read([&](ports::BookReader& real) {
            TamperedReader reader{real};
            tamper(reader);
            report = BookVerifier{bench_.sha256()}.verify(reader, only, {});
        });
        return report;
    }

    support::ProcessorBench bench_;
};

TEST_F(BookVerifierOn, ARightBookCountsItsAccountsAndEntries) {
    auto const report = verify([](TamperedReader&) {});
    EXPECT_FALSE(report.finding) << report.finding->what;
    EXPECT_EQ(report.accounts, 2U);
    EXPECT_EQ(report.entries, 25U);
    auto const one = verify([](TamperedReader&) {}, model::AccountId{"beta"});
    EXPECT_FALSE(one.finding);
    EXPECT_EQ(one.accounts, 1U);
    EXPECT_EQ(one.entries, 9U);
}

struct Tampering {
    char const* what;
    std::function<void(TamperedReader&)> tamper;
    char const* account;
    /// 0 where no entry is concerned.
    std::uint64_t seq;
    char const* sentence;
};

/// Changes the entry of an account, where it is on the page.
auto entry(char const* account, std::uint64_t seq, std::function<void(model::Entry&)> change) {
    return [=](TamperedReader& reader) {
        reader.on_entries = [=](std::vector<model::Entry>& rows) {
            for (auto& row : rows) {
                if (row.account_id.value() == account && row.seq == seq) change(row);
            }
        };
    };
}

std::vector<Tampering> entry_tamperings() {
    constexpr auto hash = "the hash does not match";
    return {
        {"amount", entry("alpha", 2, [](auto& e) { e.postings[0].amount = {}; }), "alpha", 2, hash},
        {"payload", entry("alpha", 5, [](auto& e) { e.payload += " "; }), "alpha", 5, hash},
        {"clock", entry("alpha", 6, [](auto& e) { e.occurred_at = {}; }), "alpha", 6, hash},
        {"other clock", entry("alpha", 6, [](auto& e) { e.recorded_at = {}; }), "alpha", 6, hash},
        {"key", entry("alpha", 3, [](auto& e) { e.idempotency_key.reset(); }), "alpha", 3, hash},
        {"kind", entry("alpha", 3, [](auto& e) { e.kind = model::EntryKind::withdraw; }), "alpha",
         3, hash},
        {"order", entry("alpha", 4, [](auto& e) { e.order_id.reset(); }), "alpha", 4, hash},
        {"refusal", entry("alpha", 15, [](auto& e) { e.refusal.reset(); }), "alpha", 15, hash},
        {"account", entry("alpha", 4, [](auto& e) { e.account_id = model::AccountId{"b"}; }),
         "alpha", 4, hash},
        {"hash", entry("alpha", 7, [](auto& e) { e.hash[0] ^= 1; }), "alpha", 7, hash},
        {"a posting more", entry("alpha", 2, [](auto& e) { e.postings.push_back(e.postings[0]); }),
         "alpha", 2, hash},
        {"postings swapped",
         entry("alpha", 2, [](auto& e) { std::swap(e.postings[0], e.postings[1]); }), "alpha", 2,
         hash},
        {"entry of a definition", entry("@book", 2, [](auto& e) { e.payload = "{}"; }), "@book", 2,
         hash},
        {"deleted entry",
         [](TamperedReader& reader) {
             reader.on_entries = [](auto& rows) {
                 std::erase_if(
                     rows, [](auto& e) { return e.account_id.value() == "alpha" && e.seq == 4; });
             };
         },
         "alpha", 5, "entry 4 is missing: the next is 5"},
        {"swapped entries",
         [](TamperedReader& reader) {
             reader.on_entries = [](auto& rows) {
                 if (rows.front().account_id.value() == "alpha") std::swap(rows[5], rows[6]);
             };
         },
         "alpha", 7, "entry 6 is missing: the next is 7"},
        {"the last entry deleted",
         [](TamperedReader& reader) {
             reader.on_entries = [](auto& rows) {
                 if (rows.front().account_id.value() == "alpha") rows.pop_back();
             };
         },
         "alpha", 0, "account alpha differs from its entries"},
        {"the last definition deleted",
         [](TamperedReader& reader) {
             reader.on_entries = [](auto& rows) {
                 if (rows.front().account_id.value() == "@book") rows.pop_back();
             };
         },
         "@book", 0, "the head of the chain differs"},
    };
}

/// Applies `change` to the first row of every page of a list.
template <class Row>
auto first(TamperedReader::Tamper<Row> TamperedReader::* list, std::function<void(Row&)> change) {
    return [=](TamperedReader& reader) {
        reader.*list = [=](std::vector<Row>& rows) {
            if (!rows.empty()) change(rows.front());
        };
    };
}

template <class Row>
auto drop(TamperedReader::Tamper<Row> TamperedReader::* list) {
    return [=](TamperedReader& reader) {
        reader.*list = [](std::vector<Row>& rows) {
            if (!rows.empty()) rows.erase(rows.begin());
        };
    };
}

template <class Row>
auto repeat(TamperedReader::Tamper<Row> TamperedReader::* list) {
    return [=](TamperedReader& reader) {
        reader.*list = [](std::vector<Row>& rows) {
            if (!rows.empty()) rows.push_back(rows.front());
        };
    };
}

template <class Row>
void add_drop_and_repeat(std::vector<Tampering>& all,
                         TamperedReader::Tamper<Row> TamperedReader::* list, char const* account,
                         char const* sentence) {
    all.push_back({"a row dropped", drop<Row>(list), account, 0, sentence});
    all.push_back({"a row repeated", repeat<Row>(list), account, 0, sentence});
}

std::vector<Tampering> row_tamperings() {
    using T = TamperedReader;
    auto const usd = support::amount("1");
    std::vector<Tampering> all{
        {"asset", first<model::Asset>(&T::on_assets, [](auto& r) { r.display_decimals = 3; }),
         "@book", 0, "asset BNB differs"},
        {"instrument",
         first<model::Instrument>(&T::on_instruments,
                                  [](auto& r) { r.state = model::InstrumentState::HALTED; }),
         "@book", 0, "instrument BTC-USD differs"},
        {"account",
         first<model::Account>(&T::on_accounts,
                               [](auto& r) {
                                   if (r.id.value() == "alpha") ++r.discrepancies;
                               }),
         "alpha", 0, "account alpha differs"},
        {"order",
         first<model::Order>(&T::on_orders,
                             [](auto& r) {
                                 auto state = r.state();
                                 state.terms.price_quote = support::price("1");
                                 r = model::Order::restore(state);
                             }),
         "alpha", 0, "order 018fff"},
        {"origin of an order",
         first<model::Order>(&T::on_orders,
                             [](auto& r) {
                                 auto state = r.state();
                                 state.origin = model::OrderOrigin::EXTERNAL;
                                 r = model::Order::restore(state);
                             }),
         "alpha", 0, "origin EXTERNAL"},
        {"status column",
         [](T& reader) { reader.on_orders_by_status = [](auto& rows) { rows.clear(); }; }, "alpha",
         0, "status FILLED of order: 0 rows are stored, the entries make 1"},
        {"execution",
         first<model::Execution>(&T::on_executions, [](auto& r) { r.reason = "changed"; }), "alpha",
         0, "execution n1 differs"},
        {"balance", first<model::Balance>(&T::on_balances, [=](auto& r) { r.available += usd; }),
         "alpha", 0, "balance BNB differs"},
        {"position",
         first<model::PositionState>(&T::on_positions, [=](auto& r) { r.fees_quote += usd; }),
         "alpha", 0, "position PAPER BTC-USD differs"},
        {"lot",
         first<ports::LotRow>(&T::on_lots, [](auto& r) { r.lot.opened_at = model::Timestamp{}; }),
         "alpha", 0, "lot PAPER BTC-USD"},
        {"discrepancy",
         first<model::Discrepancy>(&T::on_discrepancies, [](auto& r) { r.reason = "other"; }),
         "alpha", 0, "discrepancy 1 differs"},
    };
    add_drop_and_repeat(all, &T::on_assets, "@book", "");
    add_drop_and_repeat(all, &T::on_instruments, "@book", "");
    add_drop_and_repeat(all, &T::on_orders, "alpha", "order");
    add_drop_and_repeat(all, &T::on_orders_by_status, "alpha", "status");
    add_drop_and_repeat(all, &T::on_executions, "alpha", "execution");
    add_drop_and_repeat(all, &T::on_balances, "alpha", "balance");
    add_drop_and_repeat(all, &T::on_positions, "alpha", "position");
    add_drop_and_repeat(all, &T::on_lots, "alpha", "lot");
    add_drop_and_repeat(all, &T::on_discrepancies, "alpha", "discrepancy");
    return all;
}

TEST_F(BookVerifierOn, ATamperedBookNamesTheFirstThingThatIsWrong) {
    auto all = entry_tamperings();
    for (auto& each : row_tamperings()) all.push_back(each);
    for (auto const& each : all) {
        auto const report = verify(each.tamper);
        ASSERT_TRUE(report.finding) << each.what << ": " << each.sentence;
        EXPECT_EQ(report.finding->account_id.value(), each.account) << report.finding->what;
        EXPECT_EQ(report.finding->entry_seq.value_or(0), each.seq) << report.finding->what;
        EXPECT_NE(report.finding->what.find(each.sentence), std::string::npos)
            << each.what << ": " << report.finding->what;
    }
}

/// Somebody who changes an entry and writes the whole chain anew.
TEST_F(BookVerifierOn, AChainThatWasRewrittenIsFoundByDecidingAgain) {
    struct Forgery {
        char const* what;
        std::uint64_t seq;
        std::function<void(model::Entry&)> change;
        char const* sentence;
    };
    auto const amount = [](char const* text) { return support::amount(text); };
    std::vector<Forgery> const forgeries{
        {"postings", 2,
         [&](model::Entry& e) {
             e.postings[0].amount = amount("2000");
             e.postings[1].amount = amount("-2000");
         },
         "the postings differ"},
        {"a fee that nobody charged", 6, [&](model::Entry& e) { e.postings.pop_back(); },
         "the postings differ"},
        {"a payload that is none", 2, [](model::Entry& e) { e.payload = "{}"; },
         "the payload is no deposit"},
        {"an account opened twice", 2,
         [](model::Entry& e) {
             e.kind = model::EntryKind::open_account;
             e.payload = R"({"funding":"PREFUNDED","cost_basis":"FIFO"})";
             e.idempotency_key.reset();
         },
         "the command would not be booked: DUPLICATE"},
        {"a decision turned round", 15, [](model::Entry& e) { e.refusal.reset(); },
         "the refusal differs"},
        {"another order", 5, [](model::Entry& e) { e.order_id = support::order_id(99); },
         "the order_id differs"},
    };
    for (auto const& forgery : forgeries) {
        model::Hash last{};
        auto const report = verify([&](TamperedReader& reader) {
            reader.on_entries = [&](std::vector<model::Entry>& rows) {
                if (rows.empty() || rows.front().account_id.value() != "alpha") return;
                for (auto& row : rows) {
                    if (row.seq == forgery.seq) forgery.change(row);
                    std::string_view const before{reinterpret_cast<char const*>(last.data()),
                                                  last.size()};
                    row.hash = bench_.sha256().of(before, canonical_bytes(row));
                    last = row.hash;
                }
            };
        });
        ASSERT_TRUE(report.finding) << forgery.what;
        EXPECT_EQ(report.finding->entry_seq.value_or(0), forgery.seq) << report.finding->what;
        EXPECT_NE(report.finding->what.find(forgery.sentence), std::string::npos)
            << forgery.what << ": " << report.finding->what;
    }
}

TEST_F(BookVerifierOn, BooksOfMoreThanOnePageAreReadToTheEnd) {
    for (int const more : {990, 1, 1000, 3}) {
        std::vector<std::string> lines;
        for (int i = 0; i < more; ++i) {
            auto const key = "p" + std::to_string(more) + "-" + std::to_string(i);
            lines.push_back("place " + key + " SELL 1@100 account=beta");
            lines.push_back("report " + key + " x TRADE 1@100 account=beta");
        }
        bench_.run(lines);
        EXPECT_EQ(bench_.verify(), "") << more;
    }
    std::uint64_t told = 0;
    bench_.storage().open_snapshots()->read([&](ports::BookReader& reader) {
        auto const report = BookVerifier{bench_.sha256()}.verify(
            reader, std::nullopt, [&](std::uint64_t entries) { told = entries; });
        EXPECT_EQ(report.entries, told);
    });
    EXPECT_EQ(told, 25U + 2 * 1994);
}

}  // namespace
}  // namespace daybook::services
