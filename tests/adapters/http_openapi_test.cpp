#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "http/openapi_document.hpp"
#include "http/operator_page.hpp"
#include "http/route_table.hpp"
#include "json/exchange_writer.hpp"
#include "json/record_writer.hpp"
#include "support/api_under_test.hpp"
#include "support/sample_values.hpp"

namespace daybook::http {
namespace {

using support::ApiUnderTest;

boost::json::object const& document() {
    static auto const parsed = boost::json::parse(openapi_document()).as_object();
    return parsed;
}

boost::json::object const& schemas() {
    return document().at("components").at("schemas").as_object();
}

std::string lower(std::string_view text) {
    std::string result{text};
    for (auto& c : result) c = static_cast<char>(std::tolower(c));
    return result;
}

TEST(OpenApi, HasExactlyTheRoutes) {
    EXPECT_EQ(document().at("openapi").as_string(), "3.1.0");
    std::size_t operations = 0;
    for (auto const& [path, methods] : document().at("paths").as_object()) {
        operations += methods.as_object().size();
    }
    EXPECT_EQ(operations, routes().size());
    for (auto const& route : routes()) {
        auto const& operation =
            document().at("paths").at(route.path).at(lower(route.method)).as_object();
        EXPECT_EQ(operation.at("operationId").as_string(), route.operation);
        EXPECT_EQ(operation.contains("requestBody"), !route.command.empty() || !route.body.empty())
            << route.operation;
        EXPECT_TRUE(operation.at("responses").as_object().contains(std::to_string(route.success)));
    }
}

TEST(OpenApi, NamesEveryParameterOfARoute) {
    for (auto const& route : routes()) {
        std::vector<std::string> names;
        for (auto const segment : path_segments(route.path)) {
            auto const name = placeholder_name(segment);
            if (!name.empty()) names.emplace_back(name);
        }
        for (auto const name : words(route.parameters)) names.emplace_back(name);
        if (route.key != KeyHeader::ignored) names.emplace_back("Idempotency-Key");
        std::vector<std::string> described;
        for (auto const& parameter : document()
                                         .at("paths")
                                         .at(route.path)
                                         .at(lower(route.method))
                                         .at("parameters")
                                         .as_array()) {
            described.emplace_back(parameter.at("name").as_string().c_str());
        }
        EXPECT_EQ(described, names) << route.operation;
    }
}

/// Calls `see` with every schema that is referred to.
void each_reference(boost::json::value const& value, auto const& see) {
    if (auto const* object = value.if_object()) {
        for (auto const& [name, member] : *object) {
            if (name == "$ref") see(std::string{member.as_string().c_str()});
            each_reference(member, see);
        }
    } else if (auto const* array = value.if_array()) {
        for (auto const& item : *array) each_reference(item, see);
    }
}

TEST(OpenApi, EveryReferenceLeadsSomewhere) {
    std::size_t references = 0;
    each_reference(boost::json::value(document()), [&](std::string const& reference) {
        ++references;
        boost::system::error_code ec;
        boost::json::value const whole(document());
        EXPECT_NE(whole.find_pointer(reference.substr(1), ec), nullptr) << reference;
    });
    EXPECT_GT(references, 200u);
}

/// Whether the record's members are those of its schema, in its order, and null where allowed.
void expect_shape(char const* name, std::string const& json) {
    auto const& schema = schemas().at(name).as_object();
    auto const& properties = schema.at("properties").as_object();
    std::vector<std::string> required;
    for (auto const& member : schema.at("required").as_array()) {
        required.emplace_back(member.as_string().c_str());
    }
    auto const record = boost::json::parse(json).as_object();
    auto next = properties.begin();
    for (auto const& [member, value] : record) {
        next = std::find_if(next, properties.end(),
                            [&](auto const& property) { return property.key() == member; });
        ASSERT_NE(next, properties.end()) << name << " " << member;
        EXPECT_TRUE(!value.is_null() || next->value().as_object().contains("oneOf"))
            << name << " " << member;
    }
    for (auto const& member : required) EXPECT_TRUE(record.contains(member)) << name << member;
}

template <class... Record>
void expect_record(char const* name, Record const&... record) {
    std::string json;
    json::append_json(json, record...);
    expect_shape(name, json);
}

TEST(OpenApi, RecordsAreAsDescribed) {
    auto const id = support::order_id(1);
    auto entry = support::complete_entry("alpha", 1);
    entry.payload = "{}";
    auto discrepancy = support::complete_discrepancy("alpha", 1);
    discrepancy.payload = "{}";
    expect_record("Asset", support::sample_asset("USD"));
    expect_record("Instrument", support::sample_instrument(support::btc_usd()));
    expect_record("Instrument", support::complete_instrument(support::btc_usd()));
    expect_record("Account", support::complete_account("alpha"));
    expect_record("Order", support::sample_order("alpha", id));
    expect_record("Order", model::Order::restore(support::complete_order_state("alpha", id)));
    expect_record("Execution", support::sample_execution("alpha", id, "x", 1));
    expect_record("Execution", support::complete_execution("alpha", id, "x", 1));
    expect_record("Entry", support::sample_entry("alpha", 1));
    expect_record("Entry", entry);
    expect_record("Balance", support::sample_balance("alpha", "USD", "1"));
    expect_record("Position", model::PositionState{});
    expect_record("Position", support::complete_position("alpha", support::btc_usd()),
                  std::optional{support::price("1")});
    expect_record("Lot", support::btc_usd(), support::sample_lot(1));
    expect_record("Discrepancy", support::sample_discrepancy("alpha", 1, "{}"));
    expect_record("Discrepancy", discrepancy);
    ports::ExchangeStatus exchange;
    expect_record("Exchange", exchange);
    exchange.lease_expires_at = exchange.last_report_at = model::Timestamp{};
    exchange.paused_because = "maintenance";
    expect_record("Exchange", exchange);
    model::Answer answer;
    expect_record("Answer", answer);
    answer.refusal = model::Refusal::insufficient_funds;
    answer.field = "field";
    answer.detail = "detail";
    answer.entry_seq = 1;
    answer.order = support::sample_order("alpha", id);
    expect_record("Answer", answer);
}

TEST(OpenApi, BodiesLackWhatThePathGives) {
    auto const properties = [](char const* path, char const* method) {
        return document()
            .at("paths")
            .at(path)
            .at(method)
            .at_pointer("/requestBody/content/application~1json/schema/properties")
            .as_object();
    };
    auto const cancel = properties("/v1/accounts/{account}/orders/{id}/cancel", "post");
    EXPECT_FALSE(cancel.contains("order"));
    auto const place = properties("/v1/accounts/{account}/orders", "post");
    EXPECT_TRUE(place.contains("quantity_base"));
    EXPECT_FALSE(place.contains("account_id"));
    auto const define = properties("/v1/instruments/{exchange}/{symbol}", "put");
    EXPECT_FALSE(define.contains("symbol"));
    EXPECT_TRUE(schemas().at("deposit").at("properties").as_object().contains("account_id"));
}

TEST(OpenApi, IsServed) {
    ApiUnderTest api;
    auto const response = api.get("/openapi.json");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, openapi_document());
}

TEST(OperatorPage, RunsNothingButItsOwnScript) {
    ApiUnderTest api;
    auto const response = api.get("/");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.content_type, "text/html; charset=utf-8");
    auto const policy = support::header(response, "Content-Security-Policy").value();
    EXPECT_NE(policy.find("default-src 'none'"), std::string::npos);
    EXPECT_NE(policy.find("script-src 'sha256-"), std::string::npos);
    EXPECT_EQ(policy.find("unsafe"), std::string::npos);
    for (auto const* forbidden : {"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write",
                                  "eval(", "style=\"", "onclick", "http://", "https://"}) {
        EXPECT_EQ(response.body.find(forbidden), std::string::npos) << forbidden;
    }
    EXPECT_EQ(api.get("/favicon.svg").content_type, "image/svg+xml");
}

TEST(HttpProcess, TellsItsHealth) {
    ApiUnderTest api;
    EXPECT_EQ(api.get("/healthz").body, R"({"status":"alive"})");
    auto const ready = api.readiness_report.json;
    EXPECT_EQ(api.get("/readyz").body, ready);
    EXPECT_EQ(api.get("/readyz").status, 200);
    api.readiness_report.is_ready = false;
    auto const response = api.get("/readyz");
    EXPECT_EQ(response.status, 503);
    EXPECT_EQ(response.content_type, "application/json");
    EXPECT_EQ(response.body, ready);
    EXPECT_EQ(api.get("/healthz").status, 200);
}

}  // namespace
}  // namespace daybook::http
