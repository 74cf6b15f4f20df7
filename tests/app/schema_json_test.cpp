#include "app/schema_json.hpp"

#include <gtest/gtest.h>

namespace daybook::app {
namespace {

SchemaReport report() {
    ports::AppliedMigration applied{.version = 1,
                                    .name = "init",
                                    .fingerprint = "v1:1",
                                    .compatible_from = 1,
                                    .applied_by = "deploy@ci-41",
                                    .daybook_version = "1.4.0",
                                    .started_at = model::Timestamp::from_micros(1'000'000),
                                    .finished_at = model::Timestamp::from_micros(2'500'000),
                                    .error = std::nullopt};
    SchemaReport made{.database = "postgresql://db/daybook", .plan = {}, .history = {applied}};
    made.plan.state = services::SchemaState::behind;
    made.plan.current = 1;
    made.plan.target = 2;
    made.plan.pending = {{.version = 2, .name = "venue", .fingerprint = "v1:2", .sql = ""}};
    return made;
}

TEST(SchemaJson, TellsWhenAndByWhomEachMigrationWasApplied) {
    EXPECT_EQ(schema_json(report()),
              R"({"database":"postgresql://db/daybook","dialect":"postgres","current":1,)"
              R"("target":2,"state":"behind","migrations":[{"version":1,"name":"init",)"
              R"("state":"applied","applied_by":"deploy@ci-41","daybook_version":"1.4.0",)"
              R"("started_at":"1970-01-01T00:00:01.000000Z",)"
              R"("finished_at":"1970-01-01T00:00:02.500000Z","error":null},)"
              R"({"version":2,"name":"venue","state":"pending","applied_by":null,)"
              R"("daybook_version":null,"started_at":null,"finished_at":null,"error":null}],)"
              R"("drift":null,"drift_unchecked":null,"error":null})"
              "\n");
}

TEST(SchemaJson, TellsOfDrift) {
    auto drifted = report();
    drifted.plan.state = services::SchemaState::current;
    drifted.drift = {"table a is missing", "table b too"};
    auto const json = schema_json(drifted);
    EXPECT_NE(json.find(R"("state":"drift")"), std::string::npos) << json;
    EXPECT_NE(json.find(R"("drift":["table a is missing","table b too"],"drift_unchecked":null,)"
                        R"("error":"table a is missing; table b too"})"),
              std::string::npos)
        << json;
    drifted.drift.emplace();
    EXPECT_NE(schema_json(drifted).find(R"("state":"current")"), std::string::npos);
    EXPECT_NE(schema_json(drifted).find(R"("drift":[],)"), std::string::npos);
}

TEST(SchemaJson, TellsWhyNobodyCouldLookForDrift) {
    auto unchecked = report();
    unchecked.drift_unchecked = "permission denied";
    EXPECT_NE(schema_json(unchecked).find(R"("drift":null,"drift_unchecked":"permission denied")"),
              std::string::npos);
}

TEST(SchemaHistory, TellsWhenAndByWhom) {
    EXPECT_EQ(schema_history(report()),
              "0001 init                    applied   1970-01-01 00:00:02Z  by deploy@ci-41, "
              "daybook 1.4.0\n"
              "0002 venue                   pending\n");
    EXPECT_EQ(history_line(report().history.front(), "in 12 ms"),
              "0001 init                    applied   1970-01-01 00:00:02Z  by deploy@ci-41, "
              "daybook 1.4.0, in 12 ms\n");
}

}  // namespace
}  // namespace daybook::app
