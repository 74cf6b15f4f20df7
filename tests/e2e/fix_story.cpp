#include "e2e/fix_story.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace daybook::e2e {
namespace {

std::string trimmed(std::string const& text) {
    auto const begin = text.find_first_not_of(' ');
    if (begin == std::string::npos) return {};
    return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::vector<std::string> split(std::string const& text, char separator) {
    std::vector<std::string> parts;
    std::istringstream in{text};
    for (std::string part; std::getline(in, part, separator);) {
        if (!part.empty()) parts.push_back(part);
    }
    return parts;
}

/// The quantity and the prices of `10@10 stop=9` as members of a command.
std::string terms_of(std::vector<std::string> const& words, std::size_t at) {
    std::string members;
    for (; at < words.size(); ++at) {
        auto const& word = words[at];
        if (word.starts_with("stop=")) {
            members += R"(,"stop_price_quote":")" + word.substr(5) + "\"";
            continue;
        }
        auto const price = word.find('@');
        members += R"(,"quantity_base":")" + word.substr(0, price) + "\"";
        if (price == std::string::npos) continue;
        members += R"(,"price_quote":")" + word.substr(price + 1) + "\"";
    }
    return members;
}

std::string two_digits(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

}  // namespace

FixStoryTeller::FixStoryTeller(FixDesk& desk, int number)
    : desk_{desk}, account_{"s" + std::to_string(number)} {
    names_["E"] = "V-" + std::to_string(number);
    names_["account"] = account_;
    desk_.open(account_);
}

void FixStoryTeller::tell(std::string_view text) {
    std::istringstream in{std::string{text}};
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) {
        line = trimmed(line);
        bool const goes_on = line.starts_with("->") || line.starts_with("|");
        if (goes_on) {
            lines.back() += line;
        } else if (!line.empty()) {
            lines.push_back(line);
        }
    }
    for (auto const& line : lines) {
        SCOPED_TRACE(line);
        play(line);
    }
}

void FixStoryTeller::play(std::string const& line) {
    auto const space = line.find(' ');
    auto const verb = line.substr(0, space);
    auto rest = space == std::string::npos ? std::string{} : line.substr(space + 1);
    if (verb == "place") return place(rest);
    if (verb == "copied") return copy(rest);
    if (verb == "replace" || verb == "cancel") return request(rest, verb == "replace");
    if (verb == "wire") return expect_wire(rest);
    if (verb == "answers") return expect_answer(rest);
    std::string expected = rest;
    if (verb == "tell") {
        auto const arrow = rest.find("->");
        auto const type = rest.substr(0, 1);
        desk_.tell(type, body_of(type, trimmed(rest.substr(2, arrow - 2))));
        if (arrow == std::string::npos) return;
        expected = trimmed(rest.substr(arrow + 2));
    }
    EXPECT_EQ(desk_.standing(account_), expected) << desk_.discrepancies(account_);
}

void FixStoryTeller::place(std::string const& text) {
    auto const words = split(text, ' ');
    side_ = words[0] == "BUY" ? "1" : "2";
    symbol_ = words[1];
    bool const stops = text.find("stop=") != std::string::npos;
    EXPECT_EQ(
        desk_.said(R"({"command":"place_order","account_id":")" + account_ +
                   R"(","idempotency_key":"o","exchange":"VENUE","symbol":")" + symbol_ +
                   R"(","side":")" + words[0] + R"(","type":")" + (stops ? "STOP_LIMIT" : "LIMIT") +
                   R"(","time_in_force":"GTC")" + terms_of(words, 2) + "}"),
        "DONE");
    names_["o"] = desk_.wait_for("D").at(11);
}

void FixStoryTeller::copy(std::string const& text) {
    auto const words = split(text, ' ');
    side_ = words[0] == "BUY" ? "1" : "2";
    symbol_ = words[1];
    auto const at = words[2].find('@');
    terms_ = {"1=" + account_, "38=" + words[2].substr(0, at), "40=2", "59=1",
              "44=" + words[2].substr(at + 1)};
    names_["o"] = "theirs-" + account_;
}

void FixStoryTeller::request(std::string const& text, bool replaces) {
    auto const words = split(text, ' ');
    EXPECT_EQ(
        desk_.said(R"({"command":")" + std::string{replaces ? "replace_order" : "cancel_order"} +
                   R"(","account_id":")" + account_ + R"(","idempotency_key":")" + words[0] +
                   R"(","order":{"idempotency_key":"o"})" + terms_of(words, 1) + "}"),
        "DONE");
}

/// `G Y 38=12`: type, name or `-`, fields; `99=-`: it has no such field.
void FixStoryTeller::expect_wire(std::string const& text) {
    auto const words = split(text, ' ');
    auto const fields = desk_.wait_for(words[0]);
    if (words.size() > 1 && words[1] != "-") names_[words[1]] = fields.at(11);
    if (words.size() < 3) return;
    for (auto const& field : split(fill_in(words[2]), '|')) {
        auto const tag = std::stoi(field);
        auto const found = fields.find(tag);
        EXPECT_EQ(std::to_string(tag) + "=" + (found == fields.end() ? "-" : found->second), field);
    }
}

/// `DUPLICATE {"command":...}`; the status may be of several words.
void FixStoryTeller::expect_answer(std::string const& text) {
    auto const begin = text.find('{');
    EXPECT_EQ(desk_.said(fill_in(text.substr(begin))), trimmed(text.substr(0, begin)));
}

std::string FixStoryTeller::fill_in(std::string text) const {
    for (auto const& [name, value] : names_) {
        auto const braced = "{" + name + "}";
        for (auto at = text.find(braced); at != std::string::npos; at = text.find(braced)) {
            text.replace(at, braced.size(), value);
        }
    }
    return text;
}

std::string FixStoryTeller::body_of(std::string const& type, std::string const& given) {
    auto const number = std::to_string(++reports_);
    std::vector<std::string> usual{"37={E}", type == "9" ? "41={o}" : "11={o}"};
    if (type == "8") {
        usual.insert(usual.end(), terms_.begin(), terms_.end());
        usual.insert(usual.end(), {"55=" + symbol_, "54=" + side_, "17={E}." + number,
                                   "60=20261121-09:" + two_digits(reports_ / 60) + ":" +
                                       two_digits(reports_ % 60)});
    }
    std::string body;
    for (auto const& field : usual) {
        auto const tag = field.substr(0, field.find('=') + 1);
        if (("|" + given).find("|" + tag) == std::string::npos) body += field + "|";
    }
    for (auto const& field : split(given, '|')) {
        if (!field.ends_with("=-")) body += field + "|";
    }
    body.pop_back();
    return fill_in(body);
}

void tell_stories(FixDesk& desk, std::span<FixStory const> stories) {
    int number = 0;
    for (auto const& story : stories) {
        SCOPED_TRACE(story.name);
        FixStoryTeller{desk, ++number}.tell(story.text);
    }
    EXPECT_EQ(desk.faults(), "");
}

}  // namespace daybook::e2e
