#include "app/readiness.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "json/object_writer.hpp"

namespace daybook::app {

http::ReadinessReport report_readiness(Engine const& engine, SchemaWatch const& schema) {
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
    // The object goes on with the members of the other one, whose brace it takes the place of.
    auto text = std::string{R"({"ready":)"} + (reasons.empty() ? "true" : "false") +
                R"(,"reasons":[)" + list + "]," + schema_json(seen.report).substr(1);
    return {reasons.empty(), std::move(text)};
}

}  // namespace daybook::app
