#include "model/canonical_json_writer.hpp"

#include <utility>

#include "model/assert.hpp"

namespace daybook::model {
namespace {

bool has(std::string_view text, char c) { return text.find(c) != std::string_view::npos; }

void append_string(std::string& json, std::string_view text) {
    json += '"';
    if (!has(text, '"') && !has(text, '\\')) {
        json += text;
    } else {
        for (char const c : text) {
            if (c == '"' || c == '\\') json += '\\';
            json += c;
        }
    }
    json += '"';
}

}  // namespace

CanonicalJsonWriter::CanonicalJsonWriter() {
    constexpr std::size_t bytes_typical = 320;
    json_.reserve(bytes_typical);
}

void CanonicalJsonWriter::begin_member(std::string_view name) {
    auto& level = levels_.back();
    if (!std::exchange(level.is_empty, false)) json_ += ',';
    if (level.is_list) return;
    append_string(json_, name);
    json_ += ':';
}

void CanonicalJsonWriter::add(std::string_view name, std::string_view value, Field::Kind kind) {
    begin_member(name);
    if (kind == Field::Kind::text) {
        append_string(json_, value);
    } else if (kind == Field::Kind::empty_list) {
        json_ += "[]";
    } else {
        json_ += value;
    }
}

void CanonicalJsonWriter::open(std::string_view name, char bracket) {
    begin_member(name);
    json_ += bracket;
    levels_.push_back({bracket == '[', true});
}

void CanonicalJsonWriter::close() {
    DAYBOOK_ASSERT(levels_.size() > 1);
    json_ += levels_.back().is_list ? ']' : '}';
    levels_.pop_back();
}

std::string CanonicalJsonWriter::finish() && {
    DAYBOOK_ASSERT(levels_.size() == 1);
    json_ += '}';
    return std::move(json_);
}

}  // namespace daybook::model
