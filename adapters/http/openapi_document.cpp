#include "http/openapi_document.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <vector>

#include "http/openapi_schemas.hpp"
#include "http/route_table.hpp"
#include "json/object_writer.hpp"

namespace daybook::http {

namespace {

std::vector<std::string_view> placeholders(std::string_view path) {
    std::vector<std::string_view> names;
    for (auto const segment : path_segments(path)) {
        auto const name = placeholder_name(segment);
        if (!name.empty()) names.push_back(name);
    }
    return names;
}

std::string_view parameter_schema(std::string_view name, Route const& route) {
    // That of a stream is a StreamCursor.
    bool const is_number = name == "after" && route.is_list;
    if (is_number || name == "limit" || name == "discrepancy") return R"({"type":"integer"})";
    if (name == "order") return R"({"type":"string","enum":["oldest","newest"]})";
    return R"({"type":"string"})";
}

void append_parameter(std::string& out, Route const& route, std::string_view place,
                      std::string_view name, bool required) {
    if (!out.ends_with('[')) out += ',';
    json::ObjectWriter parameter{out};
    parameter.text("name", name);
    parameter.text("in", place);
    parameter.boolean("required", required);
    parameter.verbatim("schema", parameter_schema(name, route));
}

void append_parameters(std::string& out, Route const& route) {
    out += '[';
    for (auto const name : placeholders(route.path))
        append_parameter(out, route, "path", name, true);
    for (auto const name : words(route.parameters))
        append_parameter(out, route, "query", name, false);
    if (route.key != KeyHeader::ignored) {
        append_parameter(out, route, "header", "Idempotency-Key", route.key == KeyHeader::required);
    }
    out += ']';
}

/// The members of a command that the path of its route gives.
std::vector<std::string_view> given_by_path(Route const& route) {
    auto given = placeholders(route.path);
    std::replace(given.begin(), given.end(), std::string_view{"id"}, std::string_view{"order"});
    return given;
}

void append_request_schema(std::string& out, Route const& route) {
    if (route.command.empty()) return append_reference(out, route.body);
    auto const given = given_by_path(route);
    if (route.command != "book_execution") {
        return append_command_schema(out, route.command, given, false);
    }
    out += R"({"oneOf":[)";
    append_command_schema(out, route.command, given, false);
    out += R"(,{"type":"array","items":)";
    append_command_schema(out, route.command, given, false);
    out += "}]}";
}

void append_content(std::string& out, std::string_view type, std::string_view schema) {
    json::ObjectWriter content{out};
    json::ObjectWriter media{content.member(type)};
    media.verbatim("schema", schema);
}

std::string response_schema(Route const& route) {
    std::string schema;
    if (route.response.empty()) {
        schema = R"({"type":"string"})";
    } else if (route.is_list) {
        schema = R"({"type":"object","properties":{"items":{"type":"array","items":)";
        append_reference(schema, route.response);
        schema += R"(},"next_cursor":{"type":["string","null"]}},)"
                  R"("required":["items","next_cursor"]})";
    } else if (route.operation == "bookExecutions") {
        schema = R"({"oneOf":[)";
        append_reference(schema, "Answer");
        schema += ',';
        append_reference(schema, "Answers");
        schema += "]}";
    } else {
        append_reference(schema, route.response);
    }
    return schema;
}

void append_response(json::ObjectWriter& responses, int status, std::string_view description,
                     std::string_view type, std::string_view schema) {
    json::ObjectWriter response{responses.member(std::to_string(status))};
    response.text("description", description);
    append_content(response.member("content"), type, schema);
}

void append_responses(std::string& out, Route const& route) {
    json::ObjectWriter responses{out};
    auto const schema = response_schema(route);
    append_response(responses, route.success, route.summary, route.content_type, schema);
    if (route.success == 201) {
        append_response(responses, 200, "It was there already: nothing new was booked",
                        route.content_type, schema);
    }
    if (route.operation == "isReady") {
        append_response(responses, 503, "It is not ready; the reasons say why", route.content_type,
                        schema);
    }
    responses.verbatim("default", R"({"$ref":"#/components/responses/Problem"})");
}

void append_operation(std::string& out, Route const& route) {
    json::ObjectWriter operation{out};
    operation.text("operationId", route.operation);
    operation.text("summary", route.summary);
    append_parameters(operation.member("parameters"), route);
    if (!route.command.empty() || !route.body.empty()) {
        json::ObjectWriter body{operation.member("requestBody")};
        std::string schema;
        append_request_schema(schema, route);
        append_content(body.member("content"), "application/json", schema);
    }
    append_responses(operation.member("responses"), route);
}

std::string lower(std::string_view text) {
    std::string result{text};
    for (auto& c : result) c = static_cast<char>(std::tolower(c));
    return result;
}

void append_paths(std::string& out) {
    json::ObjectWriter paths{out};
    std::vector<std::string_view> written;
    for (auto const& route : routes()) {
        if (std::find(written.begin(), written.end(), route.path) != written.end()) continue;
        written.push_back(route.path);
        json::ObjectWriter methods{paths.member(route.path)};
        for (auto const& other : routes()) {
            if (other.path != route.path) continue;
            append_operation(methods.member(lower(other.method)), other);
        }
    }
}

void append_components(std::string& out) {
    json::ObjectWriter components{out};
    append_schemas(components.member("schemas"));
    json::ObjectWriter responses{components.member("responses")};
    json::ObjectWriter problem{responses.member("Problem")};
    problem.text("description", "What went wrong (RFC 9457)");
    std::string schema;
    append_reference(schema, "Problem");
    append_content(problem.member("content"), "application/problem+json", schema);
}

}  // namespace

std::string openapi_document() {
    std::string out;
    {
        json::ObjectWriter document{out};
        document.text("openapi", "3.1.0");
        document.verbatim("info", R"({"title":"Daybook","version":"1","description":)"
                                  R"("A trading ledger: orders, executions and money, booked )"
                                  R"(exactly once."})");
        append_paths(document.member("paths"));
        append_components(document.member("components"));
    }
    return out;
}

}  // namespace daybook::http
