#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <vector>

#include "e2e/daybook_process.hpp"
#include "e2e/order_flow.hpp"
#include "support/postgres_cluster.hpp"

namespace daybook::e2e {

/// How many times larger than in CI tests are; the variable DAYBOOK_TEST_SCALE.
[[nodiscard]] std::size_t scale();

/// What `daybook export` prints of a book that `daybook verify` holds for right.
/// Throws: std::runtime_error with what they said.
[[nodiscard]] std::string verified_export(TemporaryFolder const& folder,
                                          std::string const& database);

/// The book of `database` holds, and equals what one process makes of the same flow in a file.
void expect_book_of(OrderFlow const& flow, TemporaryFolder const& folder,
                    std::string const& database);

/// A book that the binary has made in a Postgres database of its own; skipped where no server is
/// installed.
class PostgresBookTest : public testing::Test {
  protected:
    void SetUp() override;
    void TearDown() override;

    [[nodiscard]] TemporaryFolder const& folder() const { return folder_; }
    [[nodiscard]] support::PostgresCluster& cluster() const {
        return support::PostgresCluster::shared();
    }
    [[nodiscard]] std::string const& database() const { return database_; }
    [[nodiscard]] std::string url() const { return cluster().url(database_); }
    Finished daybook(std::vector<std::string> arguments, std::string input = {}) const;

  private:
    TemporaryFolder folder_;
    std::string database_;
};

}  // namespace daybook::e2e
