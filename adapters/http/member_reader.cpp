#include "http/member_reader.hpp"

#include <algorithm>
#include <utility>

#include "json/document_reader.hpp"

namespace daybook::http {

MemberReader::MemberReader(std::string_view body) {
    auto const take = [this](json::CollectedObject object) {
        fields_ = std::move(object.fields);
        error_ = std::move(object.problem);
        if (!object.is_object) fail(model::Refusal::wrong_type, "body", "must be a JSON object");
    };
    auto frame =
        json::read_document(body.empty() ? "{}" : body, json::DocumentShape::object, 1, take);
    if (!frame) error_ = std::move(frame.error());
}

std::optional<std::string> MemberReader::required(std::string_view name) {
    auto value = optional(name);
    if (!value) fail(model::Refusal::missing_field, name, "is required");
    return value;
}

std::optional<std::string> MemberReader::optional(std::string_view name) {
    auto const found = std::ranges::find(fields_, name, &model::Field::name);
    if (found == fields_.end()) return std::nullopt;
    auto const field = std::move(*found);
    fields_.erase(found);
    if (field.kind == model::Field::Kind::text) return field.value;
    fail(model::Refusal::wrong_type, name, "must be a string");
    return std::nullopt;
}

std::optional<model::Decimal> MemberReader::positive_decimal(std::string_view name,
                                                             bool is_required) {
    auto const text = is_required ? required(name) : optional(name);
    if (!text) return std::nullopt;
    auto const value = model::Decimal::parse(*text);
    if (value && value->is_positive()) return *value;
    fail(model::Refusal::invalid_value, name, "must be a decimal greater than 0");
    return std::nullopt;
}

void MemberReader::fail(model::Refusal refusal, std::string_view name, std::string_view rule) {
    if (error_) return;
    error_ =
        model::Malformed{refusal, std::string{name}, std::string{name} + " " + std::string{rule}};
}

std::optional<model::Malformed> MemberReader::finish() {
    for (auto const& field : fields_) {
        fail(model::Refusal::unknown_field, field.name, "is no member of this call");
    }
    return error_;
}

}  // namespace daybook::http
