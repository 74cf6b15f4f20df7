#include "app/readiness.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "json/exchange_writer.hpp"
#include "json/object_writer.hpp"

namespace daybook::app {

http::ReadinessReport report_readiness(Engine const& engine, SchemaWatch const& schema,
                                       ports::ExchangeControl const& exchanges) {
    auto reasons = engine.reasons_not_ready();
    auto const seen = schema.view();
    for (auto const& reason : seen.reasons) {
        if (std::ranges::find(reasons, reason) == reasons.end()) reasons.push_back(reason);
    }
    std::string list;
    for (auto const& reason : reasons) {
        if (!list.empty()) list += ',';
        json::append_string(list, reason);
    }
    std::string sessions;
    for (auto const& exchange : exchanges.exchanges()) {
        if (!sessions.empty()) sessions += ',';
        json::append_json(sessions, exchange);
    }
    // The object goes on with the members of the schema's, whose braces it takes the place of.
    auto schema_members = schema_json(seen.report).substr(1);
    schema_members.erase(schema_members.rfind('}'));
    auto text = std::string{R"({"ready":)"} + (reasons.empty() ? "true" : "false") +
                R"(,"reasons":[)" + list + "]," + schema_members + R"(,"exchanges":[)" + sessions +
                "]}";
    return {reasons.empty(), std::move(text)};
}

}  // namespace daybook::app
