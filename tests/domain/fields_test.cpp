#include "model/fields.hpp"

#include <gtest/gtest.h>

#include <string>

namespace daybook::model {
namespace {

using Kind = Field::Kind;

struct Case {
    Fields fields;
    std::string json;
};

std::vector<Case> const& cases() {
    static std::vector<Case> const all{
        {{}, "{}"},
        {{{"a", "1", Kind::text}}, R"({"a":"1"})"},
        {{{"a", "1", Kind::integer}}, R"({"a":1})"},
        {{{"a", "-12", Kind::integer}, {"b", "", Kind::text}}, R"({"a":-12,"b":""})"},
        {{{"o.a", "1", Kind::text}}, R"({"o":{"a":"1"}})"},
        {{{"o.a", "1", Kind::text}, {"o.b", "2", Kind::text}, {"c", "3", Kind::text}},
         R"({"o":{"a":"1","b":"2"},"c":"3"})"},
        {{{"c", "3", Kind::text}, {"o.a", "1", Kind::text}}, R"({"c":"3","o":{"a":"1"}})"},
        {{{"a", "true", Kind::boolean}, {"b", "false", Kind::boolean}}, R"({"a":true,"b":false})"},
        {{{"a", "", Kind::empty_list}}, R"({"a":[]})"},
        {{{"a.0", "x", Kind::text}, {"a.1", "2", Kind::integer}, {"b", "3", Kind::text}},
         R"({"a":["x",2],"b":"3"})"},
        {{{"a.0.x", "1", Kind::text}, {"a.0.y", "2", Kind::text}, {"a.1.x", "3", Kind::text}},
         R"({"a":[{"x":"1","y":"2"},{"x":"3"}]})"},
        {{{"o.a", "1", Kind::text}, {"p.a", "2", Kind::integer}}, R"({"o":{"a":"1"},"p":{"a":2}})"},
        {{{"a", R"(say "hi" \ bye)", Kind::text}}, R"({"a":"say \"hi\" \\ bye"})"},
        {{{"a", R"(","b":"x)", Kind::text}}, R"({"a":"\",\"b\":\"x"})"},
        {{{"a", R"(}{][:,)", Kind::text}}, R"({"a":"}{][:,"})"},
        {{{"a", R"(\\")", Kind::text}}, R"({"a":"\\\\\""})"},
        {{{"a", "\xc3\xa9 \xe2\x82\xac \xf0\x9f\x92\xb0", Kind::text}},
         "{\"a\":\"\xc3\xa9 \xe2\x82\xac \xf0\x9f\x92\xb0\"}"},
    };
    return all;
}

TEST(CanonicalJson, IsReadBackAsTheSameFields) {
    for (auto const& [fields, json] : cases()) {
        EXPECT_EQ(to_canonical_json(fields), json);
        EXPECT_EQ(from_canonical_json(json), fields) << json;
    }
}

TEST(CanonicalJson, RefusesEveryOtherText) {
    constexpr std::string_view texts[] = {
        "",
        "{",
        "}",
        "[]",
        "null",
        "{} ",
        " {}",
        R"({"a":"1"}x)",
        R"({"a":"1",})",
        R"({,"a":"1"})",
        R"({"a" :"1"})",
        R"({"a": "1"})",
        R"({"a":"1"})"
        "\n",
        R"({"a":"1")",
        R"({"a":"1)",
        R"({"a":"1\)",
        R"({"a"})",
        R"({"a":})",
        R"({a:"1"})",
        R"({"a":'1'})",
        R"({"a":null})",
        R"({"a":1.5})",
        // What other writers of JSON might write for the same, or for something else.
        R"({"a":"\n"})",
        R"({"a":"\/"})",
        R"({"a":"\u0041"})",
        R"({"o":{"p":{"q":{"a":"1"}}}})",
        R"({"a":[{}]})",
        R"({"a":["1",]})",
        R"({"a":[,"1"]})",
        R"({"a":["1"})",
        R"({"a":{"0":"1"}})",
        R"({"a":True})",
        R"({"o":{}})",
        R"({"a":-})",
        R"({"a":1-2})",
        R"({"a":--1})",
        R"({"o.a":"1"})",
        R"({".a":"1"})",
        R"({"o":{"a":"1"},"o":{"b":"2"}})",
    };
    for (auto const text : texts) EXPECT_FALSE(from_canonical_json(text)) << text;
}

}  // namespace
}  // namespace daybook::model
