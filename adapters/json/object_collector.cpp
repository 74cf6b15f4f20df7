#include "json/object_collector.hpp"

#include <algorithm>
#include <utility>

#include "json/utf8.hpp"

namespace daybook::json {

namespace {

std::string sentence(std::string_view subject, std::string_view rest) {
    std::string text{subject};
    text += rest;
    return text;
}

}  // namespace

void ObjectCollector::begin() {
    object_.fields.clear();
    object_.problem.reset();
    seen_.clear();
    prefix_.clear();
    name_usable_ = false;
    depth_ = 1;
    skipped_depth_ = 0;
}

void ObjectCollector::name(std::string_view name) {
    if (skips()) return;
    auto const shown = prefix_ + std::string{utf8_prefix(name, name_bytes_max)};
    name_usable_ = false;
    if (name.size() > name_bytes_max || name.find('.') != std::string_view::npos) {
        note(model::Refusal::unknown_field, shown, sentence(shown, " is no member of a command"));
    } else if (std::find(seen_.begin(), seen_.end(), shown) != seen_.end()) {
        note(model::Refusal::duplicate_field, shown, sentence(shown, " is given twice"));
    } else if (seen_.size() == members_max) {
        note(model::Refusal::unknown_field, shown, "no command has that many members");
    } else {
        seen_.push_back(shown);
        name_ = shown;
        name_usable_ = true;
    }
}

void ObjectCollector::text(std::string_view text) {
    if (text.size() <= text_bytes_max) {
        add(model::Field::Kind::text, std::string{text});
    } else {
        other("a text that is too long");
    }
}

void ObjectCollector::integer(std::string text) {
    add(model::Field::Kind::integer, std::move(text));
}

void ObjectCollector::boolean(bool value) {
    add(model::Field::Kind::boolean, value ? "true" : "false");
}

void ObjectCollector::other(std::string_view type) {
    if (skips() || !name_usable_) return;
    note(model::Refusal::wrong_type, name_, sentence(name_ + " is ", type));
    add(model::Field::Kind::integer, "0");
}

void ObjectCollector::open(bool is_object) {
    if (skips()) {
        ++skipped_depth_;
    } else if (is_object && depth_ == 1 && name_usable_) {
        prefix_ = name_ + '.';
        depth_ = 2;
    } else {
        other(is_object ? "an object inside an object" : "an array");
        skipped_depth_ = 1;
    }
}

void ObjectCollector::close() {
    if (skips()) {
        --skipped_depth_;
    } else {
        --depth_;
        prefix_.clear();
    }
}

CollectedObject ObjectCollector::take() { return std::exchange(object_, {}); }

void ObjectCollector::add(model::Field::Kind kind, std::string value) {
    if (skips() || !name_usable_) return;
    model::Field field;
    field.name = name_;
    field.value = std::move(value);
    field.kind = kind;
    object_.fields.push_back(std::move(field));
}

void ObjectCollector::note(model::Refusal refusal, std::string_view field, std::string detail) {
    if (object_.problem && object_.problem->refusal <= refusal) return;
    model::Malformed problem;
    problem.refusal = refusal;
    problem.field = field;
    problem.detail = std::move(detail);
    object_.problem = std::move(problem);
}

}  // namespace daybook::json
