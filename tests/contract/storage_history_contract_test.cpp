#include <gtest/gtest.h>

#include "contract/storage_contract.hpp"

namespace daybook::contract {
namespace {

class StorageHistory : public StorageContract {};
DAYBOOK_ON_EVERY_STORAGE(StorageHistory);

TEST_P(StorageHistory, HoldsTheMigrationsThatMadeTheSchema) {
    auto const history = storage().history();
    if (GetParam().name == "Memory") {
        EXPECT_TRUE(history.empty());
        return;
    }
    ASSERT_FALSE(history.empty());
    for (std::size_t i = 0; i < history.size(); ++i) {
        EXPECT_EQ(history[i].version, static_cast<int>(i) + 1);
        EXPECT_EQ(history[i].state, ports::MigrationState::applied);
        EXPECT_TRUE(history[i].finished_at.has_value());
        EXPECT_FALSE(history[i].name.empty());
        EXPECT_FALSE(history[i].fingerprint.empty());
    }
}

}  // namespace
}  // namespace daybook::contract
