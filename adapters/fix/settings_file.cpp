#include "fix/settings_file.hpp"

#include <algorithm>
#include <charconv>

#include "ports/outbound/exchange_gateway.hpp"

namespace daybook::fix {
namespace {

/// QuickFIX reads lines into 1,024 bytes and stops at a longer one without a word.
constexpr std::size_t line_bytes_max = 1'000;

std::string_view stripped(std::string_view text) {
    constexpr std::string_view blank = " \t\r";
    auto const first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

}  // namespace

std::string upper_case(std::string_view text) {
    std::string result{text};
    std::ranges::transform(result, result.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return result;
}

SettingsFile::SettingsFile(std::string_view text, std::string file) : file_{std::move(file)} {
    int number = 0;
    for (std::size_t at = 0; at < text.size();) {
        auto const end = std::min(text.find('\n', at), text.size());
        read_line(stripped(text.substr(at, end - at)), ++number);
        at = end + 1;
    }
    if (sessions_ != 1) {
        throw ports::ExchangeError{file_ + " must have exactly one [SESSION], not " +
                                   std::to_string(sessions_)};
    }
}

void SettingsFile::read_line(std::string_view line, int number) {
    if (line.empty() || line.starts_with('#')) return;
    if (line.size() > line_bytes_max) refuse_line(number, "must be at most 1000 bytes long");
    if (line.starts_with('[')) {
        ++sections_;
        is_in_session_ = line == "[SESSION]";
        if (is_in_session_) ++sessions_;
        if (!is_in_session_ && line != "[DEFAULT]") {
            refuse_line(number, "must be [DEFAULT] or [SESSION]");
        }
        return;
    }
    auto const equals = line.find('=');
    if (equals == std::string_view::npos) refuse_line(number, "must be Key=Value");
    if (sections_ == 0) refuse_line(number, "must stand below [DEFAULT] or [SESSION]");
    std::string const key{stripped(line.substr(0, equals))};
    std::string const value{stripped(line.substr(equals + 1))};
    auto [place, is_new] = places_.try_emplace(upper_case(key), Place{key, is_in_session_});
    if (!is_new) {
        if (place->second.is_of_session == is_in_session_) {
            refuse_line(number, "repeats the key " + key);
        }
        if (!is_in_session_) return;
        values_.erase(place->second.spelled);
        place->second = Place{key, true};
    }
    values_[key] = value;
}

std::optional<std::string> SettingsFile::find(std::string_view key) const {
    auto const place = places_.find(upper_case(key));
    if (place == places_.end()) return std::nullopt;
    return values_.at(place->second.spelled);
}

std::string SettingsFile::require(std::string_view key) const {
    auto value = find(key);
    if (!value || value->empty()) {
        throw ports::ExchangeError{file_ + ": " + std::string{key} + " is required"};
    }
    return std::move(*value);
}

bool SettingsFile::flag(std::string_view key, bool fallback) const {
    auto const value = find(key);
    if (!value) return fallback;
    if (*value != "Y" && *value != "N") refuse(key, *value, "must be Y or N");
    return *value == "Y";
}

int SettingsFile::number(std::string_view key, int min, int max, int fallback) const {
    auto const text = find(key);
    if (!text) return fallback;
    int value = 0;
    auto const* const end = text->data() + text->size();
    auto const [at, error] = std::from_chars(text->data(), end, value);
    if (error != std::errc{} || at != end || value < min || value > max) {
        refuse(key, *text,
               "must be a whole number from " + std::to_string(min) + " to " + std::to_string(max));
    }
    return value;
}

void SettingsFile::refuse(std::string_view key, std::string_view value,
                          std::string_view rule) const {
    throw ports::ExchangeError{file_ + ": " + std::string{key} + " " + std::string{rule} +
                               ", not \"" + std::string{value.substr(0, 80)} + "\""};
}

void SettingsFile::refuse_unknown(std::string_view key) const {
    throw ports::ExchangeError{file_ + ": " + std::string{key} +
                               " is no key of a FIX session; docs/fix.md lists them"};
}

void SettingsFile::refuse_line(int number, std::string_view rule) const {
    throw ports::ExchangeError{file_ + ": line " + std::to_string(number) + " " +
                               std::string{rule}};
}

}  // namespace daybook::fix
