#include "model/canonical_json_writer.hpp"

#include <utility>

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

void CanonicalJsonWriter::add(std::string_view object, std::string_view name,
                              std::string_view value, Field::Kind kind) {
    if (object != open_object_) {
        enter(object);
    } else if (json_.size() > 1) {
        json_ += ',';
    }
    append_string(json_, name);
    json_ += ':';
    if (kind == Field::Kind::integer) {
        json_ += value;
    } else {
        append_string(json_, value);
    }
}

void CanonicalJsonWriter::enter(std::string_view object) {
    if (!open_object_.empty()) json_ += '}';
    if (json_.size() > 1) json_ += ',';
    if (!object.empty()) {
        append_string(json_, object);
        json_ += ":{";
    }
    open_object_ = object;
}

std::string CanonicalJsonWriter::finish() && {
    if (!open_object_.empty()) json_ += '}';
    json_ += '}';
    return std::move(json_);
}

}  // namespace daybook::model
