#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace daybook::fix {

/// A settings file in QuickFIX's format: [DEFAULT] and one [SESSION], `Key=Value` lines, comments
/// after `#`. Keys are told apart without regard to case.
class SettingsFile {
  public:
    /// `file` names it in errors.
    /// Throws: ports::ExchangeError for a line that is none of these, a line longer than QuickFIX
    /// reads, a key twice, or another number of sessions than one.
    SettingsFile(std::string_view text, std::string file);

    /// The value, with that of [SESSION] before that of [DEFAULT].
    [[nodiscard]] std::optional<std::string> find(std::string_view key) const;
    /// Throws: ports::ExchangeError where there is none.
    [[nodiscard]] std::string require(std::string_view key) const;
    /// `fallback` where there is none. Throws: ports::ExchangeError for other than Y and N.
    [[nodiscard]] bool flag(std::string_view key, bool fallback) const;
    /// Throws: ports::ExchangeError for what is no number from `min` to `max`.
    [[nodiscard]] int number(std::string_view key, int min, int max, int fallback) const;
    /// Keys as they are spelled, and their values.
    [[nodiscard]] std::map<std::string, std::string> const& values() const { return values_; }

    /// Throws: ports::ExchangeError: "FILE: KEY RULE, not "VALUE"".
    [[noreturn]] void refuse(std::string_view key, std::string_view value,
                             std::string_view rule) const;
    /// The value stays out of it: a misspelled key may hold a password.
    [[noreturn]] void refuse_unknown(std::string_view key) const;

  private:
    void read_line(std::string_view line, int number);
    [[noreturn]] void refuse_line(int number, std::string_view rule) const;

    std::string file_;
    bool is_in_session_ = false;
    int sections_ = 0;
    int sessions_ = 0;
    std::map<std::string, std::string> values_;
    /// By key in upper case: the key as spelled, and whether [SESSION] has it.
    struct Place {
        std::string spelled;
        bool is_of_session = false;
    };
    std::map<std::string, Place, std::less<>> places_;
};

/// ASCII letters in upper case.
[[nodiscard]] std::string upper_case(std::string_view text);

}  // namespace daybook::fix
