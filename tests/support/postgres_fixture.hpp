#pragma once

#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "postgres/postgres_options.hpp"
#include "support/postgres_cluster.hpp"

namespace daybook::support {

/// A test on an empty book of the shared server; skipped where no server is installed.
class PostgresTest : public testing::Test {
  protected:
    void SetUp() override {
        if (!postgres_is_expected()) GTEST_SKIP() << "no Postgres server is installed";
        book_.emplace(PostgresCluster::shared());
    }

    [[nodiscard]] PostgresBook& book() { return *book_; }
    [[nodiscard]] PostgresCluster& cluster() { return book_->cluster(); }
    [[nodiscard]] postgres::PostgresOptions options() {
        return {.url = postgres::PostgresUrl::parse(book_->url()).value()};
    }

  private:
    std::optional<PostgresBook> book_;
};

}  // namespace daybook::support
