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
    levels_.assign(1, Level{});
    name_usable_ = false;
    skipped_depth_ = 0;
}

void ObjectCollector::name(std::string_view name) {
    if (skips()) return;
    auto& [prefix, elements, seen] = levels_.back();
    auto const shown = prefix + std::string{utf8_prefix(name, name_bytes_max)};
    name_usable_ = false;
    // A dot or a number would say that it is a member of another, or of a list.
    bool const is_number = !name.empty() && name.front() >= '0' && name.front() <= '9';
    if (name.size() > name_bytes_max || name.find('.') != std::string_view::npos || is_number) {
        note(model::Refusal::unknown_field, shown, sentence(shown, " is no member of a command"));
    } else if (std::find(seen.begin(), seen.end(), shown) != seen.end()) {
        note(model::Refusal::duplicate_field, shown, sentence(shown, " is given twice"));
    } else if (seen.size() == members_max) {
        note(model::Refusal::unknown_field, shown, "no command has that many members");
    } else {
        seen.push_back(shown);
        name_ = shown;
        name_usable_ = true;
    }
}

void ObjectCollector::next_element() {
    auto& level = levels_.back();
    if (!level.elements) return;
    name_ = level.prefix + std::to_string((*level.elements)++);
    name_usable_ = *level.elements <= elements_max;
    if (*level.elements == elements_max + 1) {
        note(model::Refusal::invalid_value, name_, "no list of a command has that many elements");
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
    if (skips()) return;
    next_element();
    if (!name_usable_) return;
    note(model::Refusal::wrong_type, name_, sentence(name_ + " is ", type));
    object_.fields.push_back({name_, "0", model::Field::Kind::integer});
}

void ObjectCollector::open(bool is_object) {
    if (skips()) {
        ++skipped_depth_;
        return;
    }
    next_element();
    if (name_usable_ && levels_.size() < model::fields_depth_max) {
        levels_.push_back(
            {name_ + '.', is_object ? std::nullopt : std::optional<std::size_t>{0}, {}});
        return;
    }
    if (name_usable_) {
        note(model::Refusal::wrong_type, name_, sentence(name_, " is nested too deep"));
    }
    skipped_depth_ = 1;
}

void ObjectCollector::close() {
    if (skips()) {
        --skipped_depth_;
        return;
    }
    auto const& level = levels_.back();
    if (level.elements == std::size_t{0}) {
        auto name = level.prefix.substr(0, level.prefix.size() - 1);
        object_.fields.push_back({std::move(name), {}, model::Field::Kind::empty_list});
    }
    levels_.pop_back();
}

CollectedObject ObjectCollector::take() { return std::exchange(object_, {}); }

void ObjectCollector::add(model::Field::Kind kind, std::string value) {
    if (skips()) return;
    next_element();
    if (name_usable_) object_.fields.push_back({name_, std::move(value), kind});
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
