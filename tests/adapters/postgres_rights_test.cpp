#include "postgres/postgres_rights.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "postgres/postgres_storage.hpp"
#include "support/postgres_fixture.hpp"

namespace daybook::postgres {
namespace {

using Kind = ports::StorageError::Kind;
using testing::HasSubstr;

constexpr char book_tables[] =
    "assets, instruments, accounts, orders, executions, entries, postings, balances, positions, "
    "lots, discrepancies, outbox, exchange_leases, checkpoint_heads, daybook_meta, "
    "earlier_exchange_order_ids";
constexpr char changed_tables[] =
    "instruments, accounts, orders, balances, positions, lots, discrepancies, outbox, "
    "exchange_leases, checkpoint_heads, daybook_meta";

/// A book, and roles with rights to it.
class PostgresRights : public support::PostgresTest {
  protected:
    void query(std::string const& sql) { static_cast<void>(book().query(sql)); }
    /// A role that may read.
    std::string make_role(std::string const& name) {
        query("DROP ROLE IF EXISTS " + name + "; CREATE ROLE " + name +
              " LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + name);
        roles_.push_back(name);
        return name;
    }
    /// A role with the rights that the statements of this adapter need, and no others.
    std::string make_worker(std::string const& name) {
        make_role(name);
        query("GRANT INSERT ON " + std::string{book_tables} + " TO " + name + "; GRANT UPDATE ON " +
              changed_tables + " TO " + name + "; GRANT DELETE ON lots TO " + name);
        return name;
    }
    void TearDown() override {
        for (auto const& role : roles_) query("DROP OWNED BY " + role + "; DROP ROLE " + role);
        PostgresTest::TearDown();
    }
    [[nodiscard]] PostgresOptions options_of(std::string const& role) {
        auto const url = cluster().url(book().database(), role);
        return {.url = PostgresUrl::parse(url).value()};
    }
    /// What a store says that is not writable; empty for one that is.
    [[nodiscard]] std::string refusal(PostgresOptions options) {
        try {
            PostgresStorage{std::move(options)}.require_writable();
            return {};
        } catch (ports::StorageError const& error) {
            EXPECT_EQ(error.kind(), Kind::forbidden);
            return error.what();
        }
    }

  private:
    std::vector<std::string> roles_;
};

TEST_F(PostgresRights, OfTheOwnerAreEnough) { EXPECT_EQ(refusal(options()), ""); }

TEST_F(PostgresRights, ThatTheStatementsNeedAreEnough) {
    EXPECT_EQ(refusal(options_of(make_worker("clerk"))), "");
}

TEST_F(PostgresRights, OfAReaderLackWritingAndTheFirstOneIsNamed) {
    EXPECT_EQ(refusal(options_of(make_role("reader"))),
              "role reader has no right to INSERT on table assets: GRANT it, or use a role that "
              "has it");
}

TEST_F(PostgresRights, ThatIsTakenAwayIsNamed) {
    auto const role = make_worker("clerk");
    for (std::string const right :
         {"INSERT on table entries", "UPDATE on table accounts", "DELETE on table lots"}) {
        auto const action = right.substr(0, 6);
        auto const table = right.substr(right.rfind(' ') + 1);
        query("REVOKE " + action + " ON " + table + " FROM " + role);
        EXPECT_THAT(refusal(options_of(role)), HasSubstr("has no right to " + right));
        query("GRANT " + action + " ON " + table + " TO " + role);
    }
}

TEST_F(PostgresRights, OfARoleThatIsSetToReadAreOfNoUse) {
    auto const role = make_worker("clerk");
    query("ALTER ROLE " + role + " SET default_transaction_read_only = on");
    EXPECT_EQ(refusal(options_of(role)),
              "role clerk may only read: default_transaction_read_only is on");
}

TEST_F(PostgresRights, ThatAreMissingEndAUnitOfWorkAsForbidden) {
    PostgresStorage storage{options_of(make_role("reader"))};
    auto const unit_of_work = storage.open_unit_of_work();
    try {
        unit_of_work->run([](ports::Repositories& repositories) {
            model::AccountId const alpha{"alpha"};
            static_cast<void>(repositories.accounts.lock({&alpha, 1}));
            return ports::Commit::yes;
        });
        FAIL() << "a reader locked an account";
    } catch (ports::StorageError const& error) {
        EXPECT_EQ(error.kind(), Kind::forbidden) << error.what();
        EXPECT_THAT(error.what(), HasSubstr("permission denied for table accounts"));
    }
    bool is_read = false;
    storage.open_snapshots()->read([&](ports::BookReader& book) {
        static_cast<void>(book.account(model::AccountId{"alpha"}));
        is_read = true;
    });
    EXPECT_TRUE(is_read);
}

}  // namespace
}  // namespace daybook::postgres
