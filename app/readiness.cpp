#include "app/readiness.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "app/schema_json.hpp"
#include "json/exchange_writer.hpp"
#include "json/object_writer.hpp"

namespace daybook::app {

http::ReadinessReport report_readiness(Engine const& engine, SchemaWatch const& schema,
                                       ports::ExchangeControl const& exchanges,
                                       model::BookIdentity const& book) {
    auto reasons = engine.reasons_not_ready();
    auto const seen = schema.view();
    for (auto const& reason : seen.reasons) {
        if (std::ranges::find(reasons, reason) == reasons.end()) reasons.push_back(reason);
    }
    std::string text;
    {
        json::ObjectWriter object{text};
        object.boolean("ready", reasons.empty());
        json::append_strings(object.member("reasons"), reasons);
        append_schema(object, seen.report);
        object.text("book_id", book.book_id);
        object.text("timeline", book.timeline);
        auto& list = object.member("exchanges");
        list += '[';
        for (auto const& exchange : exchanges.exchanges()) {
            if (!list.ends_with('[')) list += ',';
            json::append_json(list, exchange);
        }
        list += ']';
    }
    return {reasons.empty(), std::move(text)};
}

}  // namespace daybook::app
