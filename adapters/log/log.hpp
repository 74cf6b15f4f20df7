#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <variant>

namespace daybook::log {

/// error: somebody must act. warn: it went on. info: a business fact. debug: off in production.
enum class Level { debug, info, warn, error };
enum class Format { text, json };

/// Words in lower case, apart by one space: `database away`.
[[nodiscard]] constexpr bool is_event(std::string_view words) {
    char before = ' ';
    for (char const c : words) {
        bool const is_word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!is_word && (c != ' ' || before == ' ')) return false;
        before = c;
    }
    return before != ' ';
}

/// Letters, digits and `_`, and none of the names that every line has in JSON.
[[nodiscard]] constexpr bool is_key(std::string_view name) {
    for (char const c : name) {
        bool const is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_letter && (c < '0' || c > '9') && c != '_') return false;
    }
    return !name.empty() && name != "time" && name != "level" && name != "message";
}

/// What happened, in words that never change. What is no event does not compile.
class Event {
  public:
    template <std::size_t Size>
    consteval Event(char const (&words)[Size]) : words_{words, Size - 1} {
        if (!is_event(words_)) throw "an event is words in lower case, apart by one space";
    }
    [[nodiscard]] constexpr std::string_view words() const { return words_; }

  private:
    std::string_view words_;
};

/// The name of a field. What is no key does not compile.
class Key {
  public:
    template <std::size_t Size>
    consteval Key(char const (&name)[Size]) : name_{name, Size - 1} {
        if (!is_key(name_)) throw "a key is letters, digits and _, not time, level or message";
    }
    /// For a name that is a constant elsewhere. Requires is_key(name).
    [[nodiscard]] static Key of(std::string_view name);
    [[nodiscard]] constexpr std::string_view name() const { return name_; }

  private:
    Key() = default;
    std::string_view name_;
};

/// Shape: text is a view, which lives as long as the call.
class Value {
  public:
    using Content = std::variant<std::string_view, std::int64_t, std::uint64_t, bool>;

    template <std::convertible_to<std::string_view> Text>
    constexpr Value(Text const& text) : content_{std::string_view{text}} {}
    template <std::integral Number>
    constexpr Value(Number number) {
        if constexpr (std::same_as<Number, bool>) {
            content_ = number;
        } else if constexpr (std::signed_integral<Number>) {
            content_ = std::int64_t{number};
        } else {
            content_ = std::uint64_t{number};
        }
    }
    [[nodiscard]] constexpr Content const& content() const { return content_; }

  private:
    Content content_;
};

struct Field {
    Key key;
    Value value;
};
using Fields = std::initializer_list<Field>;

/// Writes one line: an event, and what is to be known of it. Values may hold anything: in text
/// they are quoted and escaped, in JSON each is a member of its own, so that none can pass for a
/// field or a line.
/// Threads: safe. Never waits for who reads the log; see start().
void write(Level level, Event event, std::span<Field const> fields);

inline void debug(Event event, Fields fields = {}) { write(Level::debug, event, fields); }
inline void info(Event event, Fields fields = {}) { write(Level::info, event, fields); }
inline void warn(Event event, Fields fields = {}) { write(Level::warn, event, fields); }
inline void error(Event event, Fields fields = {}) { write(Level::error, event, fields); }

}  // namespace daybook::log
