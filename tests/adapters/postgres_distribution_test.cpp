#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>
#include <sstream>

#include "postgres/postgres_storage.hpp"
#include "services/command_processor.hpp"
#include "support/counting_order_ids.hpp"
#include "support/manual_clock.hpp"
#include "support/postgres_cluster.hpp"
#include "support/random_commands.hpp"
#include "support/sample_values.hpp"
#include "system/openssl_sha256.hpp"

namespace daybook::postgres {
namespace {

using model::AccountId;
using support::PostgresBook;
using support::PostgresCluster;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::size_t all = 1'000'000;

/// Every table of the schema that grows with the book. deploy/citus/distribute.sql distributes
/// them by account_id; what must hold for that is tested here.
std::vector<std::string> const growing_tables{"accounts",
                                              "balances",
                                              "checkpoint_heads",
                                              "discrepancies",
                                              "earlier_exchange_order_ids",
                                              "entries",
                                              "executions",
                                              "lots",
                                              "orders",
                                              "outbox",
                                              "positions",
                                              "postings"};

/// The condition that picks their rows from a catalogue's table.
std::string is_growing(std::string const& column) {
    std::string names;
    for (auto const& table : growing_tables) names += (names.empty() ? "'" : ", '") + table + "'";
    return column + "::regclass::text IN (" + names + ")";
}

/// Books commands of random_commands.hpp in one database, each through a storage of the caller's.
class Desk {
  public:
    explicit Desk(ports::Storage& storage)
        : unit_of_work_{storage.open_unit_of_work()},
          snapshots_{storage.open_snapshots()},
          processor_{{*unit_of_work_, clock_, ids_, sha256_, [](auto) {}}} {}

    void run(model::CommandBatch const& batch) { (void)processor_.run({&batch, 1}); }
    void read(std::function<void(ports::BookReader&)> const& read) { snapshots_->read(read); }
    /// Different desks of one book draw different ids.
    void skip_ids(std::size_t count) { (void)ids_.next(count); }

  private:
    std::unique_ptr<ports::UnitOfWork> unit_of_work_;
    std::unique_ptr<ports::BookSnapshots> snapshots_;
    support::ManualClock clock_{model::Timestamp::from_micros(1'750'000'000'000'000)};
    support::CountingOrderIds ids_;
    system::OpensslSha256 sha256_;
    services::CommandProcessor processor_;
};

/// Reads all that a reader shows of one account, in every way that it can be asked.
void read_all_of(ports::BookReader& book, AccountId const& id) {
    (void)book.account(id);
    auto const orders = book.orders(id, {}, {}, all);
    (void)book.orders(id, {{model::OrderStatus::NEW}, {}, model::Symbol{"BTC-USD"}}, {}, all);
    (void)book.orders(id, {{model::OrderStatus::FILLED}, model::ExchangeCode{"PAPER"}, {}}, {}, 2);
    (void)book.executions(id, {{}, model::Symbol{"BTC-USD"}}, 0, all);
    if (!orders.empty()) {
        (void)book.order(id, orders.front().state().id);
        (void)book.executions(id, {orders.front().state().id, {}}, 0, all);
    }
    (void)book.entries(id, 0, all);
    (void)book.balances(id, {}, all);
    auto const late = model::Timestamp::from_micros(1'800'000'000'000'000);
    (void)book.balances_as_of(id, late, ports::EntryClock::occurred);
    (void)book.balances_as_of(id, late, ports::EntryClock::recorded);
    (void)book.positions(id, {}, all);
    (void)book.lots(id, {}, 0, all);
    (void)book.earlier_names(id, {}, all);
    (void)book.discrepancies(id, 0, all);
}

/// An order that its exchange replaces, and names anew.
model::CommandBatch renaming(AccountId const& account) {
    model::IdempotencyKey const key{"renamed"};
    auto const report = [&](char const* name, model::ExecType type) {
        model::BookExecution told;
        told.order = key;
        told.exec_id = model::ExecId{name};
        told.exec_type = type;
        told.exchange_order_id = model::ExchangeOrderId{name};
        told.quantity_base = support::quantity("2");
        return model::Command{account, {}, {}, told};
    };
    model::PlaceOrder place;
    place.terms = support::sample_order_state(account.value(), support::order_id(1)).terms;
    place.origin = model::OrderOrigin::EXTERNAL;
    return {{{account, key, {}, place},
             report("before", model::ExecType::NEW),
             report("after", model::ExecType::REPLACED)},
            false};
}

/// Does to the outbox all that a worker does that speaks to PAPER.
void run_outbox_of(ports::Storage& storage, std::vector<AccountId> const& ids) {
    model::ExchangeCode const paper{"PAPER"};
    storage.open_unit_of_work()->run([&](ports::Repositories& r) {
        auto requests = r.outbox.pending(paper, ids, 500);
        for (auto& request : requests) request.state = model::RequestState::SENT;
        r.outbox.update(requests);
        std::vector<ports::AnsweredRequest> answers;
        std::vector<ports::OrderKey> orders;
        for (auto const& request : r.outbox.sent(paper, ids, 500)) {
            orders.push_back({request.account_id, request.order_id});
            answers.push_back({request.account_id, request.entry_seq, {}, request.created_at});
        }
        (void)r.outbox.of_orders(orders);
        r.outbox.answer(answers);
        EXPECT_FALSE(answers.empty());
        return ports::Commit::yes;
    });
}

/// Makes PAPER an exchange that orders are sent to.
void lease_paper(ports::Storage& storage) {
    storage.open_unit_of_work()->run([](ports::Repositories& r) {
        r.exchange_leases.add({.exchange = model::ExchangeCode{"PAPER"},
                               .owner = "worker",
                               .generation = 1,
                               .expires_at = model::Timestamp::from_micros(1),
                               .paused_because = std::nullopt});
        return ports::Commit::yes;
    });
}

/// A book on a server that logs every statement with the name of who sent it. Plans are made as on
/// tables that nobody has analyzed: where the planner knows how few rows a table has, it may walk
/// them all, which is no error, but hides one.
class PostgresDistribution : public testing::Test {
  protected:
    void SetUp() override {
        if (!support::postgres_is_expected()) GTEST_SKIP() << "no Postgres server is installed";
        cluster_.emplace(PostgresCluster::Options{
            .is_durable = false,
            .settings = "log_statement = all\nautovacuum = off\nlog_line_prefix = '%a|'"});
        book_.emplace(*cluster_);
    }

    PostgresBook& book() { return *book_; }

    /// A storage of the book as `user`, with more of libpq's `options`.
    std::unique_ptr<PostgresStorage> open(std::string const& user = "daybook",
                                          std::string const& options = {}) {
        auto url = PostgresUrl::parse(cluster_->url(book_->database(), user)).value();
        if (!options.empty()) url.set("options", options);
        return std::make_unique<PostgresStorage>(PostgresOptions{.url = url});
    }

    /// The different statements that storages have sent so far.
    std::set<std::string> sent_statements() {
        std::set<std::string> statements;
        static std::regex const line_of_storage{
            R"(daybook\|LOG:  (execute [^:]+|statement): (.*))"};
        std::istringstream log{cluster_->log()};
        for (std::string line; std::getline(log, line);) {
            std::smatch match;
            if (std::regex_match(line, match, line_of_storage)) statements.insert(match[2]);
        }
        return statements;
    }

    /// Makes a role to which each row of an account is an error unless the setting daybook.given
    /// names the account: the row level security of every growing table raises it for each row
    /// that a statement fetches or writes, before any other condition is looked at.
    void confine() {
        std::string sql =
            "CREATE ROLE confined LOGIN; GRANT ALL ON ALL TABLES IN SCHEMA public TO confined;"
            "CREATE FUNCTION is_given(account text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN "
            "IF account = ANY (string_to_array(current_setting('daybook.given'), ',')) THEN "
            "RETURN true; END IF; RAISE EXCEPTION 'a row of account % was touched', account; "
            "END $$;";
        for (auto const& table : growing_tables) {
            sql += "ALTER TABLE " + table + " ENABLE ROW LEVEL SECURITY; CREATE POLICY given ON " +
                   table + " USING (is_given(account_id)) WITH CHECK (is_given(account_id));";
        }
        (void)book().query(sql);
    }

  private:
    std::optional<PostgresCluster> cluster_;
    std::optional<PostgresBook> book_;
};

TEST_F(PostgresDistribution, EveryTableThatIsNotOfTheWholeBookGrows) {
    auto const others = book().query(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND "
        "relkind = 'r' AND NOT " +
        is_growing("oid") + " ORDER BY relname");
    EXPECT_THAT(others, ElementsAre("assets", "daybook_meta", "daybook_migrations",
                                    "exchange_leases", "instruments"));
    // One type and collation, or their shards could not be put together.
    EXPECT_THAT(book().query("SELECT DISTINCT format_type(atttypid, atttypmod) || ' ' || "
                             "attcollation::regcollation || ' ' || attnotnull FROM pg_attribute "
                             "WHERE attname = 'account_id' AND " +
                             is_growing("attrelid")),
                ElementsAre("text \"C\" true"));
}

TEST_F(PostgresDistribution, EveryKeyAndIndexOfAGrowingTableBeginsWithTheAccount) {
    auto const indexes_where = [this](std::string const& condition) {
        return book().query(
            "SELECT indexrelid::regclass::text FROM pg_index JOIN pg_attribute ON attrelid = "
            "indrelid AND attnum = indkey[0] WHERE " +
            is_growing("indrelid") + " AND " + condition + " ORDER BY 1");
    };
    EXPECT_EQ(indexes_where("indisprimary AND attname = 'account_id'").size(),
              growing_tables.size());
    EXPECT_THAT(indexes_where("attname <> 'account_id'"), IsEmpty());
    EXPECT_THAT(indexes_where("indisunique AND NOT indisprimary"),
                ElementsAre("entries_idempotency_key", "executions_exec_id"));
    // These are no keys; a shard has an index of its own for each.
    EXPECT_THAT(indexes_where("NOT indisunique"),
                ElementsAre("discrepancies_payload", "entries_deposits", "executions_corrections",
                            "orders_exchange_order_id", "orders_open", "outbox_abandoned",
                            "outbox_orders", "outbox_unanswered"));
}

TEST_F(PostgresDistribution, NothingTiesTheRowsOfOneAccountToAnothers) {
    EXPECT_THAT(book().query("SELECT conname FROM pg_constraint WHERE contype IN ('f', 'x') AND (" +
                             is_growing("conrelid") + " OR " + is_growing("confrelid") + ")"),
                IsEmpty());
    EXPECT_THAT(book().query("SELECT relname FROM pg_class WHERE relkind = 'S' AND "
                             "relnamespace = 'public'::regnamespace"),
                IsEmpty());
}

/// Those that the commands of an account change: checkpoints are of all accounts at once.
std::vector<std::string> tables_of_commands() {
    auto tables = growing_tables;
    std::erase(tables, "checkpoint_heads");
    return tables;
}

/// How often `text` refers to a growing table whose rows it reads, changes or removes.
std::ptrdiff_t references_in(std::string const& text) {
    static std::regex const reference{
        R"(\b(FROM|JOIN|UPDATE|USING) (accounts|balances|discrepancies|entries|executions|lots|)"
        R"(orders|outbox|positions|postings)\b)"};
    return std::distance(std::sregex_iterator{text.begin(), text.end(), reference}, {});
}

/// How often it says of which account: one that it is given, or that of a row so chosen.
std::ptrdiff_t accounts_in(std::string const& text) {
    static std::regex const account{
        R"(\baccount_id = (\$1::text|ANY\(\$1::text\[\]\)|key_account(_id)?|u\.account_id|)"
        R"(e\.account_id|entries\.account_id|accounts\.account_id)(?![a-z_]))"};
    return std::distance(std::sregex_iterator{text.begin(), text.end(), account}, {});
}

TEST_F(PostgresDistribution, EveryStatementThatIsSentNamesTheAccountOfEachTableItTouches) {
    auto const storage = open();
    Desk desk{*storage};
    support::RandomCommands commands{20261125};
    lease_paper(*storage);
    desk.run({commands.setup(), false});
    for (int i = 0; i < 300; ++i) desk.run(commands.next_batch(8));
    desk.run(renaming(AccountId{"alpha"}));
    run_outbox_of(*storage, {AccountId{"alpha"}, AccountId{"beta"}});
    desk.read([](ports::BookReader& book) {
        for (auto const& account : book.accounts({}, all)) read_all_of(book, account.id);
    });

    std::vector<std::string> of_all_accounts;
    std::string everything;
    for (auto const& statement : sent_statements()) {
        everything += statement + "\n";
        if (references_in(statement) <= accounts_in(statement)) continue;
        of_all_accounts.push_back(statement);
    }
    // The list of accounts, by which verify, export and show go on to one account after another.
    ASSERT_EQ(of_all_accounts.size(), 1u) << testing::PrintToString(of_all_accounts);
    EXPECT_THAT(of_all_accounts.front(),
                HasSubstr("FROM accounts WHERE account_id > $1::text AND account_id <> $2::text "
                          "ORDER BY account_id LIMIT $3::bigint"));
    for (auto const& table : tables_of_commands()) {
        EXPECT_THAT(everything, HasSubstr("INSERT INTO " + table + " (account_id, "));
        EXPECT_THAT(everything, testing::ContainsRegex("(FROM|JOIN) " + table + " "));
    }
    EXPECT_THAT(everything, HasSubstr("WITH w0 AS (INSERT INTO "));
    EXPECT_THAT(everything, HasSubstr("UPDATE outbox SET state = u.state"));
    EXPECT_THAT(everything, HasSubstr("UPDATE outbox SET state = 'ANSWERED'"));
}

TEST_F(PostgresDistribution, OnCitusAccountsAreLockedAndRowsWrittenByOneStatementEach) {
    (void)book().query(
        "CREATE FUNCTION citus_version() RETURNS text LANGUAGE sql AS $$ SELECT 'stand-in' $$");
    auto const storage = open();
    Desk desk{*storage};
    support::RandomCommands commands{20261126};
    desk.run({commands.setup(), false});
    for (int i = 0; i < 50; ++i) desk.run(commands.next_batch(8));

    auto const statements = sent_statements();
    auto const is_lock_of = [](std::string_view accounts) {
        return [accounts](std::string const& statement) {
            return statement.find("FROM accounts WHERE account_id = ") != std::string::npos &&
                   statement.ends_with(std::string{accounts} + " FOR UPDATE");
        };
    };
    EXPECT_EQ(std::ranges::count_if(statements, is_lock_of("account_id = $1::text")), 1);
    EXPECT_EQ(std::ranges::count_if(statements, is_lock_of("ORDER BY account_id")), 0);
    EXPECT_THAT(statements, testing::Contains(HasSubstr("ELSE 'auto' END")));
    EXPECT_THAT(statements, testing::Each(testing::Not(HasSubstr("WITH w0 AS"))));
    EXPECT_THAT(statements, testing::Contains(testing::StartsWith("INSERT INTO entries")));
}

TEST_F(PostgresDistribution, AStatementWithoutAnAccountIsNoticed) {
    for (auto const* statement :
         {"SELECT * FROM orders WHERE id = $1::uuid", "DELETE FROM lots WHERE number = 1",
          "SELECT 1 FROM unnest($1::text[]) AS k(key_account) JOIN orders ON account_id = "
          "key_account JOIN executions ON order_id = id",
          "UPDATE orders SET version = 2 WHERE account_id <> $1::text"}) {
        EXPECT_GT(references_in(statement), accounts_in(statement)) << statement;
    }
}

TEST_F(PostgresDistribution, TheGuardOfTheNextTestBitesOnEveryTable) {
    confine();
    (void)book().query(
        "INSERT INTO accounts VALUES ('beta', 'MARGIN', 'FIFO', 'OPEN', 0, "
        "decode(repeat('00', 32), 'hex'), 0)");
    auto const storage = open("confined", "-c daybook.given=alpha");
    Desk desk{*storage};
    EXPECT_THROW(desk.read([](auto& reader) { (void)reader.account(AccountId{"beta"}); }),
                 ports::StorageError);
    EXPECT_THROW(desk.read([](auto& reader) { (void)reader.accounts({}, all); }),
                 ports::StorageError);
    EXPECT_NO_THROW(desk.read([](auto& reader) { (void)reader.account(AccountId{"alpha"}); }));
    EXPECT_EQ(book().query("SELECT count(*) FROM pg_policies WHERE qual LIKE '%is_given%'").at(0),
              std::to_string(growing_tables.size()));
}

TEST_F(PostgresDistribution, CommandsAndQueriesOfSomeAccountsTouchNoRowOfAnother) {
    confine();
    auto const open_storage = open();
    auto const confined_storage = open("confined", "-c daybook.given=alpha,beta,nobody");
    Desk everybody{*open_storage};
    Desk confined{*confined_storage};
    confined.skip_ids(1'000'000);
    support::RandomCommands commands{4712};
    lease_paper(*open_storage);
    everybody.run({commands.setup(), false});

    // Batches of alpha and beta go through the guard, the rest past it: gamma has the same keys,
    // order ids of the exchange and execution ids.
    std::size_t guarded = 0;
    for (int i = 0; i < 400; ++i) {
        model::CommandBatch given;
        model::CommandBatch others;
        for (auto& command : commands.next_batch(6).commands) {
            auto const* resolve = std::get_if<model::ResolveDiscrepancy>(&command.content);
            bool const is_elsewhere =
                resolve != nullptr && resolve->order_account_id == AccountId{"gamma"};
            bool const is_given = command.account_id.value() != "gamma" && !is_elsewhere &&
                                  command.account_id.value() != model::definitions_account;
            (is_given ? given : others).commands.push_back(std::move(command));
        }
        guarded += given.commands.size();
        if (!others.commands.empty()) everybody.run(others);
        if (given.commands.empty()) continue;
        ASSERT_NO_THROW(confined.run(given)) << "batch " << i;
    }
    EXPECT_GT(guarded, 500u);
    for (auto const* id : {"alpha", "beta"}) ASSERT_NO_THROW(confined.run(renaming(AccountId{id})));
    everybody.run(renaming(AccountId{"gamma"}));
    ASSERT_NO_THROW(run_outbox_of(*confined_storage, {AccountId{"alpha"}, AccountId{"beta"}}));
    EXPECT_NO_THROW(confined.read([](ports::BookReader& reader) {
        for (auto const* id : {"alpha", "beta"}) read_all_of(reader, AccountId{id});
    }));
    for (auto const& table : tables_of_commands()) {
        EXPECT_THAT(book().query("SELECT DISTINCT account_id FROM " + table +
                                 " WHERE account_id <> '@book' ORDER BY 1"),
                    ElementsAre("alpha", "beta", "gamma"))
            << table;
    }
}

}  // namespace
}  // namespace daybook::postgres
