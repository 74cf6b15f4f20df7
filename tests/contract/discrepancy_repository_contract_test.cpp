#include "contract/storage_contract.hpp"
#include "support/sample_values.hpp"

namespace daybook::contract {
namespace {

using model::AccountId;
using ports::DiscrepancyKey;
using ports::ReportKey;
using ports::Repositories;
using support::complete_discrepancy;
using support::sample_discrepancy;

DiscrepancyKey key(std::string_view account, std::uint64_t number) {
    return {AccountId{account}, number};
}

class DiscrepancyRepositoryContract : public StorageContract {};
DAYBOOK_ON_EVERY_STORAGE(DiscrepancyRepositoryContract);

TEST_P(DiscrepancyRepositoryContract, FindAnswersInOrderAndKeepsEveryMember) {
    commit([](Repositories& r) {
        r.discrepancies.save(std::vector{complete_discrepancy("alpha", 2),
                                         sample_discrepancy("alpha", 1, "{}"),
                                         sample_discrepancy("beta", 1, "{}")});
    });
    try_out([](Repositories& r) {
        auto const found =
            r.discrepancies.find(std::vector{key("beta", 1), key("alpha", 2), key("alpha", 3)});
        ASSERT_EQ(found.size(), 3u);
        EXPECT_EQ(found[0], sample_discrepancy("beta", 1, "{}"));
        EXPECT_EQ(found[1], complete_discrepancy("alpha", 2));
        EXPECT_EQ(found[2], std::nullopt);
    });
}

TEST_P(DiscrepancyRepositoryContract, EmptySpansDoNothing) {
    commit([](Repositories& r) {
        EXPECT_TRUE(r.discrepancies.find({}).empty());
        EXPECT_TRUE(r.discrepancies.find_by_payload({}).empty());
        r.discrepancies.save({});
    });
}

TEST_P(DiscrepancyRepositoryContract, TheFirstWithExactlyThatPayloadIsFound) {
    commit([](Repositories& r) {
        r.discrepancies.save(std::vector{sample_discrepancy("alpha", 3, R"({"exec_id":"x"})"),
                                         sample_discrepancy("alpha", 2, R"({"exec_id":"x"})"),
                                         sample_discrepancy("alpha", 1, R"({"exec_id":"X"})"),
                                         sample_discrepancy("beta", 1, R"({"exec_id":"y"})")});
    });
    try_out([](Repositories& r) {
        AccountId const alpha{"alpha"};
        auto const found = r.discrepancies.find_by_payload(
            std::vector{ReportKey{alpha, R"({"exec_id":"y"})"},
                        ReportKey{alpha, R"({"exec_id":"x"})"}, ReportKey{alpha, ""}});
        ASSERT_EQ(found.size(), 3u);
        EXPECT_EQ(found[0], std::nullopt);
        EXPECT_EQ(found[1], sample_discrepancy("alpha", 2, R"({"exec_id":"x"})"));
        EXPECT_EQ(found[2], std::nullopt);
    });
}

TEST_P(DiscrepancyRepositoryContract, OfAStoredOneOnlyTheResolutionChanges) {
    commit([](Repositories& r) {
        r.discrepancies.save(std::vector{sample_discrepancy("alpha", 1, "{}")});
    });
    commit([](Repositories& r) {
        r.discrepancies.save(std::vector{complete_discrepancy("alpha", 1)});
    });
    auto resolved = sample_discrepancy("alpha", 1, "{}");
    resolved.state = complete_discrepancy("alpha", 1).state;
    resolved.resolution = complete_discrepancy("alpha", 1).resolution;
    resolved.reason = complete_discrepancy("alpha", 1).reason;
    try_out([&](Repositories& r) {
        EXPECT_EQ(r.discrepancies.find(std::vector{key("alpha", 1)})[0], resolved);
    });
}

TEST_P(DiscrepancyRepositoryContract, OpenOnesOfAnAccountComeByNumber) {
    ASSERT_EQ(complete_discrepancy("alpha", 2).state, model::DiscrepancyState::RESOLVED);
    commit([](Repositories& r) {
        r.discrepancies.save(
            std::vector{sample_discrepancy("alpha", 11, "{}"), complete_discrepancy("alpha", 2),
                        sample_discrepancy("alpha", 3, "{}"), sample_discrepancy("beta", 1, "{}")});
    });
    try_out([](Repositories& r) {
        auto const open =
            r.discrepancies.find_open(std::vector{AccountId{"none"}, AccountId{"alpha"}});
        ASSERT_EQ(open.size(), 2u);
        EXPECT_TRUE(open[0].empty());
        EXPECT_EQ(open[1], (std::vector{sample_discrepancy("alpha", 3, "{}"),
                                        sample_discrepancy("alpha", 11, "{}")}));
    });
}

}  // namespace
}  // namespace daybook::contract
