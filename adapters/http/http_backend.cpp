#include "http/http_backend.hpp"

#include <algorithm>
#include <utility>

#include "http/route_table.hpp"

namespace daybook::http {

namespace {

bool may_repeat(std::string_view name) { return name == "status" || name == "mark"; }

}  // namespace

std::optional<std::string_view> parameter(Call const& call, std::string_view name) {
    for (auto const& [key, value] : call.target.parameters) {
        if (key == name) return value;
    }
    return std::nullopt;
}

std::vector<std::string_view> parameters(Call const& call, std::string_view name) {
    std::vector<std::string_view> values;
    for (auto const& [key, value] : call.target.parameters) {
        if (key == name) values.push_back(value);
    }
    return values;
}

std::optional<model::Malformed> check_parameters(Call const& call) {
    auto const known = words(call.route->parameters);
    for (auto const& [name, value] : call.target.parameters) {
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            return malformed(model::Refusal::unknown_field, name,
                             name + " is no parameter of this call");
        }
        if (parameters(call, name).size() > 1 && !may_repeat(name)) {
            return malformed(model::Refusal::duplicate_field, name, name + " is given twice");
        }
    }
    return std::nullopt;
}

model::Malformed malformed(model::Refusal refusal, std::string field, std::string detail) {
    model::Malformed result;
    result.refusal = refusal;
    result.field = std::move(field);
    result.detail = std::move(detail);
    return result;
}

}  // namespace daybook::http
