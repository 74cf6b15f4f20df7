#include "support/api_document.hpp"

#include <cctype>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "http/openapi_document.hpp"
#include "http/request_target.hpp"
#include "http/route_table.hpp"
#include "support/json_schema.hpp"

namespace daybook::support {

namespace {

namespace json = boost::json;

json::value const& document() {
    static json::value const parsed = json::parse(http::openapi_document());
    return parsed;
}

std::string lower(std::string_view text) {
    std::string result{text};
    for (auto& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return result;
}

/// What the document says of the answers of a call; of one that there is not, what it says of all.
json::object const& contents_of(AnswerToCheck const& answer) {
    auto const& problem = document().at_pointer("/components/responses/Problem/content");
    auto const target = http::parse_target(answer.target);
    if (!target) return problem.as_object();
    auto const match = http::match_route(answer.method, target->segments);
    if (match.route == nullptr) return problem.as_object();
    auto const& responses = document()
                                .at("paths")
                                .at(match.route->path)
                                .at(lower(match.route->method))
                                .at("responses")
                                .as_object();
    auto const* const response = responses.if_contains(std::to_string(answer.status));
    return response != nullptr ? response->at("content").as_object() : problem.as_object();
}

}  // namespace

std::string answer_faults(AnswerToCheck const& answer) {
    auto const& contents = contents_of(answer);
    auto const* const media = contents.if_contains(answer.content_type);
    if (media == nullptr) {
        return "answers of " + answer.target + " with status " + std::to_string(answer.status) +
               " are not described as " + answer.content_type + "\n";
    }
    if (answer.method == "HEAD" || answer.content_type.find("json") == std::string::npos) {
        return {};
    }
    json::error_code ec;
    auto const value = json::parse(answer.body, ec);
    if (ec) return "no JSON: " + std::string{answer.body} + "\n";
    return JsonSchemas{document()}.faults(value, media->at("schema"));
}

}  // namespace daybook::support
