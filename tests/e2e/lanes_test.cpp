#include <gtest/gtest.h>

#include "e2e/daybook_process.hpp"
#include "e2e/order_flow.hpp"

namespace daybook::e2e {
namespace {

TEST(Lanes, AFileIsBookedInItsOrderHoweverManyThereAre) {
    TemporaryFolder folder;
    auto const flow = make_order_flow(11, 5, 60);
    std::vector<std::string> exports;
    for (auto const* lanes : {"1", "4"}) {
        auto const database = "sqlite:" + folder.file(std::string{lanes} + ".db");
        auto const applied =
            run_daybook(folder, {"apply", "-", "--batch", "4", "--database", database}, flow.all(),
                        {{"DAYBOOK_LANES", lanes}});
        EXPECT_EQ(applied.exit_code, 0) << applied.out << applied.err;
        EXPECT_EQ(run_daybook(folder, {"verify", "--database", database}).exit_code, 0);
        exports.push_back(comparable(
            run_daybook(folder, {"export", "--format", "ndjson", "--database", database}).out));
    }
    EXPECT_TRUE(exports[0] == exports[1]);
}

}  // namespace
}  // namespace daybook::e2e
