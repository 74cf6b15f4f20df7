#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <stdexcept>

#include "e2e/daybook_process.hpp"
#include "e2e/sample_book.hpp"

namespace daybook::e2e {
namespace {

using testing::HasSubstr;

/// What protects a book from its own users, taken off.
constexpr char const* unprotect =
    "PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF;"
    "DROP TRIGGER entries_no_update; DROP TRIGGER entries_no_delete;"
    "DROP TRIGGER postings_no_update; DROP TRIGGER postings_no_delete;"
    "DROP TRIGGER executions_no_update; DROP TRIGGER executions_no_delete;";

std::vector<std::vector<std::string>> query(std::string const& file, std::string const& sql) {
    sqlite3* handle = nullptr;
    std::vector<std::vector<std::string>> rows;
    auto const keep = [](void* out, int count, char** values, char**) {
        auto& row = static_cast<std::vector<std::vector<std::string>>*>(out)->emplace_back();
        for (int i = 0; i < count; ++i) row.emplace_back(values[i] == nullptr ? "" : values[i]);
        return 0;
    };
    int code = sqlite3_open_v2(file.c_str(), &handle, SQLITE_OPEN_READWRITE, nullptr);
    if (code == SQLITE_OK) code = sqlite3_exec(handle, sql.c_str(), keep, &rows, nullptr);
    sqlite3_close_v2(handle);
    if (code != SQLITE_OK) throw std::runtime_error{"the query failed: " + sql};
    return rows;
}

class Tampering : public testing::Test {
  protected:
    Tampering() {
        auto const more =
            R"({"command":"book_execution","account_id":"alpha","order":{"id":)"
            R"("00000000-0000-0000-0000-000000000001"},"exec_id":"z-1","exec_type":"NEW"})"
            "\n"
            R"({"command":"withdraw","account_id":"alpha","idempotency_key":"w-1","asset":"USD",)"
            R"("amount":"1"})"
            "\n";
        auto const applied =
            run_daybook(folder_, {"apply", "-", "--database", "sqlite:" + folder_.file("sound.db")},
                        sample_commands() + more);
        EXPECT_EQ(applied.exit_code, 0) << applied.out << applied.err;
        query(folder_.file("sound.db"), "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// What verify says of a copy of the book after `sql`.
    Finished verify_after(std::string const& sql) {
        auto const file = folder_.file("copy.db");
        std::filesystem::copy_file(folder_.file("sound.db"), file,
                                   std::filesystem::copy_options::overwrite_existing);
        std::filesystem::remove(file + "-wal");
        std::filesystem::remove(file + "-shm");
        run_sql(file, unprotect + sql);
        return run_daybook(folder_, {"verify", "--database", "sqlite:" + file});
    }

    TemporaryFolder folder_;
};

TEST_F(Tampering, AChangeOfAnyColumnOfAnyTableIsFound) {
    auto const sound = folder_.file("sound.db");
    int columns = 0;
    for (std::string const table :
         {"accounts", "assets", "balances", "checkpoint_heads", "discrepancies", "entries",
          "executions", "instruments", "lots", "orders", "positions", "postings"}) {
        for (auto const& column : query(sound, "PRAGMA table_info(" + table + ")")) {
            auto const& name = column.at(1);
            // A digest only finds a kept report, which is compared itself; a line only orders.
            if (name == "payload_digest" || name == "line") continue;
            auto const other = "CASE typeof(" + name + ") WHEN 'integer' THEN " + name +
                               " + 1 WHEN 'blob' THEN zeroblob(length(" + name +
                               ")) WHEN 'null' THEN " +
                               (column.at(2) == "INTEGER" ? "7"
                                : column.at(2) == "BLOB"  ? "zeroblob(16)"
                                                          : "'7'") +
                               " ELSE " + name + " || '1' END";
            // The last row: of the entries and postings, the newest of an account.
            auto const first_key = query(sound, "SELECT name FROM pragma_table_info('" + table +
                                                    "') WHERE pk > 0 ORDER BY pk DESC LIMIT 1");
            auto const row = first_key.at(0).at(0) + " = (SELECT max(" + first_key.at(0).at(0) +
                             ") FROM " + table + ")";
            auto const sql = "UPDATE " + table + " SET " + name + " = " + other + " WHERE " + row;
            auto const verified = verify_after(sql);
            EXPECT_EQ(verified.exit_code, 13) << sql << "\n" << verified.out << verified.err;
            ++columns;
        }
    }
    EXPECT_GT(columns, 90);
}

TEST_F(Tampering, TheFirstWrongThingIsNamed) {
    struct Case {
        char const* sql;
        char const* what;
    };
    for (auto const& each :
         {Case{"UPDATE postings SET amount = '10001' WHERE entry_seq = 2 AND line = 1 AND "
               "account_id = 'alpha'",
               "entry 2"},
          Case{"UPDATE entries SET hash = zeroblob(32) WHERE account_id = 'alpha' AND seq = 3",
               "entry 3"},
          Case{"DELETE FROM entries WHERE account_id = 'alpha' AND seq = 4", "entry 4 is missing"},
          Case{"UPDATE entries SET seq = 100 WHERE account_id = 'alpha' AND seq = 4;"
               "UPDATE entries SET seq = 4 WHERE account_id = 'alpha' AND seq = 5;"
               "UPDATE entries SET seq = 5 WHERE account_id = 'alpha' AND seq = 100",
               "entry 4"},
          Case{"DELETE FROM entries WHERE account_id = 'alpha' AND seq = 9", "alpha"},
          Case{"UPDATE orders SET status = 'FILLED' WHERE status = 'PARTIALLY_FILLED'", "FILLED"},
          Case{"UPDATE orders SET facts = 5 WHERE status = 'CANCELED'", "order "},
          Case{"UPDATE orders SET origin = 'EXTERNAL' WHERE status = 'CANCELED'",
               "origin EXTERNAL"},
          Case{"DELETE FROM orders WHERE status = 'CANCELED'", "order: 1 rows are stored"},
          Case{"UPDATE lots SET cost_quote = '1'", "lot PAPER BTC-USD 5 differs"},
          Case{"DELETE FROM executions WHERE exec_id = 'x-1'", "execution: 2 rows are stored"},
          Case{"UPDATE balances SET available = '1' WHERE asset = 'USD'",
               "balance USD differs from its entries: stored available 1"},
          Case{"UPDATE discrepancies SET kind = 'overfill'", "discrepancy 1 differs"},
          Case{"UPDATE instruments SET state = 'HALTED'", "instrument BTC-USD differs"}}) {
        auto const verified = verify_after(each.sql);
        EXPECT_EQ(verified.exit_code, 13) << each.sql;
        EXPECT_THAT(verified.out, HasSubstr(each.what)) << each.sql;
    }
}

TEST_F(Tampering, AnAccountThatIsWipedFromEveryTableIsNamed) {
    std::string sql;
    for (auto const& table :
         query(folder_.file("sound.db"),
               "SELECT m.name FROM sqlite_schema AS m, pragma_table_info(m.name) "
               "AS c WHERE m.type = 'table' AND c.name = 'account_id'")) {
        sql += "DELETE FROM " + table.at(0) + " WHERE account_id = 'beta';";
    }
    auto const verified = verify_after(sql);
    EXPECT_EQ(verified.exit_code, 13) << verified.out << verified.err;
    EXPECT_THAT(verified.out, HasSubstr("account beta, entry 1: the account is missing: the "
                                        "checkpoint in entry 4 of @book has seen its entry 1"));
}

}  // namespace
}  // namespace daybook::e2e
