#include "support/json_schema.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <regex>
#include <stdexcept>
#include <string_view>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace daybook::support {

namespace {

namespace json = boost::json;

bool has_type(json::value const& value, std::string_view type) {
    if (type == "null") return value.is_null();
    if (type == "boolean") return value.is_bool();
    if (type == "integer") return value.is_int64() || value.is_uint64();
    if (type == "number") return value.is_number();
    if (type == "string") return value.is_string();
    if (type == "array") return value.is_array();
    if (type == "object") return value.is_object();
    throw std::runtime_error{"unknown type " + std::string{type}};
}

bool has_format(std::string const& text, std::string_view format) {
    if (format != "date-time") throw std::runtime_error{"unknown format " + std::string{format}};
    static std::regex const time{R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z)"};
    return std::regex_match(text, time);
}

/// Patterns are few, and what they are compared with is much.
std::regex const& compiled(std::string const& pattern) {
    static std::map<std::string, std::regex> known;
    static std::mutex mutex;
    std::scoped_lock const lock{mutex};
    auto const found = known.find(pattern);
    return found != known.end() ? found->second : known.emplace(pattern, pattern).first->second;
}

/// One comparison of a value with a schema.
class Comparison {
  public:
    explicit Comparison(json::value const& document) : document_{document} {}

    void compare(json::value const& value, json::value const& schema, std::string const& place) {
        for (auto const& [keyword, rule] : schema.as_object()) {
            apply(keyword, rule, value, schema.as_object(), place);
        }
    }

    [[nodiscard]] std::string const& faults() const { return faults_; }

  private:
    void fail(std::string const& place, std::string const& what) {
        faults_ += (place.empty() ? "the whole" : place) + ": " + what + "\n";
    }

    void apply(std::string_view keyword, json::value const& rule, json::value const& value,
               json::object const& schema, std::string const& place) {
        if (keyword == "$ref") {
            compare(value, document_.at_pointer(rule.as_string().subview(1)), place);
        } else if (keyword == "type") {
            compare_type(rule, value, place);
        } else if (keyword == "enum") {
            auto const& names = rule.as_array();
            if (std::find(names.begin(), names.end(), value) == names.end()) {
                fail(place, json::serialize(value) + " is none of " + json::serialize(rule));
            }
        } else if (keyword == "oneOf" || keyword == "anyOf") {
            compare_choices(keyword == "oneOf", rule.as_array(), value, place);
        } else if (value.is_string()) {
            compare_text(keyword, rule, std::string{value.as_string().c_str()}, place);
        } else if (value.is_array()) {
            compare_array(keyword, rule, value.as_array(), place);
        } else if (value.is_object()) {
            compare_object(keyword, rule, value.as_object(), schema, place);
        }
    }

    void compare_type(json::value const& rule, json::value const& value, std::string const& place) {
        auto const is = [&](json::value const& type) {
            return has_type(value, std::string_view{type.as_string()});
        };
        bool const fits = rule.is_array()
                              ? std::any_of(rule.as_array().begin(), rule.as_array().end(), is)
                              : is(rule);
        if (!fits) fail(place, json::serialize(value) + " is no " + json::serialize(rule));
    }

    void compare_choices(bool exactly_one, json::array const& schemas, json::value const& value,
                         std::string const& place) {
        std::size_t fitting = 0;
        std::string reasons;
        for (auto const& schema : schemas) {
            Comparison choice{document_};
            choice.compare(value, schema, place);
            if (choice.faults().empty()) ++fitting;
            reasons += choice.faults();
        }
        if (fitting == 0) fail(place, "fits no choice:\n" + reasons);
        if (exactly_one && fitting > 1) fail(place, "fits more than one choice");
    }

    void compare_text(std::string_view keyword, json::value const& rule, std::string const& text,
                      std::string const& place) {
        bool fits = true;
        if (keyword == "pattern") {
            fits = std::regex_search(text, compiled(rule.as_string().c_str()));
        } else if (keyword == "format") {
            fits = has_format(text, rule.as_string());
        } else {
            throw_if_unknown(keyword);
        }
        if (!fits) fail(place, "\"" + text + "\" is not as " + json::serialize(rule));
    }

    void compare_array(std::string_view keyword, json::value const& rule, json::array const& items,
                       std::string const& place) {
        if (keyword == "items") {
            for (std::size_t i = 0; i < items.size(); ++i) {
                compare(items[i], rule, place + "/" + std::to_string(i));
            }
        } else if (keyword == "maxItems") {
            if (items.size() > static_cast<std::size_t>(rule.as_int64())) {
                fail(place, std::to_string(items.size()) + " items");
            }
        } else {
            throw_if_unknown(keyword);
        }
    }

    void compare_object(std::string_view keyword, json::value const& rule,
                        json::object const& object, json::object const& schema,
                        std::string const& place) {
        if (keyword == "required") {
            for (auto const& name : rule.as_array()) {
                if (!object.contains(name.as_string())) {
                    fail(place, "lacks " + json::serialize(name));
                }
            }
        } else if (keyword == "properties") {
            auto const& described = rule.as_object();
            for (auto const& [name, member] : object) {
                auto const at = place + "/" + std::string{name};
                if (auto const* known = described.if_contains(name)) {
                    compare(member, *known, at);
                } else if (!schema.contains("additionalProperties")) {
                    fail(at, "is not described");
                }
            }
        } else if (keyword == "additionalProperties") {
            compare_others(rule, object, schema, place);
        } else {
            throw_if_unknown(keyword);
        }
    }

    void compare_others(json::value const& rule, json::object const& object,
                        json::object const& schema, std::string const& place) {
        auto const* const described = schema.if_contains("properties");
        for (auto const& [name, member] : object) {
            if (described != nullptr && described->as_object().contains(name)) continue;
            auto const at = place + "/" + std::string{name};
            if (rule.is_object()) compare(member, rule, at);
            if (rule.is_bool() && !rule.as_bool()) fail(at, "is one too many");
        }
    }

    /// A keyword for values of another type says nothing of this one.
    static void throw_if_unknown(std::string_view keyword) {
        for (auto const* known : {"pattern", "format", "items", "maxItems", "required",
                                  "properties", "additionalProperties", "description"}) {
            if (keyword == known) return;
        }
        throw std::runtime_error{"unknown keyword " + std::string{keyword}};
    }

    json::value const& document_;
    std::string faults_;
};

}  // namespace

std::string JsonSchemas::faults(json::value const& value, json::value const& schema) const {
    Comparison comparison{document_};
    comparison.compare(value, schema, "");
    return comparison.faults();
}

}  // namespace daybook::support
