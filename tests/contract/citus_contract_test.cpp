#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "contract/storage_contract.hpp"
#include "support/citus_book.hpp"

namespace daybook::contract {
namespace {

/// The contract itself runs on Citus too then, as On/...Contract.../Citus.
TEST(CitusContract, PutsAllTablesOfAnAccountBesideEachOther) {
    if (std::getenv(support::citus_variable) == nullptr) {
        GTEST_SKIP() << support::citus_variable
                     << " names no server with Citus: nothing is tested there";
    }
    support::CitusBook const book{citus_script()};
    EXPECT_THAT(book.query("SELECT count(*) || ' of ' || count(DISTINCT colocation_id) FROM "
                           "citus_tables WHERE distribution_column = 'account_id'"),
                testing::ElementsAre("10 of 1"));
    EXPECT_THAT(book.query("SELECT table_name::text FROM citus_tables WHERE citus_table_type = "
                           "'reference' ORDER BY 1"),
                testing::ElementsAre("assets", "instruments"));
}

}  // namespace
}  // namespace daybook::contract
