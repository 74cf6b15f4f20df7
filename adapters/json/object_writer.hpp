#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "model/decimal.hpp"
#include "model/measure.hpp"
#include "model/timestamp.hpp"

namespace daybook::json {

/// Appends `text` as a JSON string, quoted and escaped. What is not UTF-8 becomes U+FFFD.
void append_string(std::string& out, std::string_view text);
/// Appends an array of JSON strings.
void append_strings(std::string& out, std::span<std::string const> texts);

/// Appends one JSON object to a text, member by member. The destructor closes it.
/// Shape: names are literals that need no escape.
class ObjectWriter {
  public:
    explicit ObjectWriter(std::string& out) : out_{out} { out_ += '{'; }
    ~ObjectWriter() { out_ += '}'; }
    ObjectWriter(ObjectWriter const&) = delete;
    ObjectWriter& operator=(ObjectWriter const&) = delete;

    /// Appends the name; the caller appends the value to the same text.
    std::string& member(std::string_view name);
    void text(std::string_view name, std::string_view value);
    void integer(std::string_view name, std::uint64_t value);
    void boolean(std::string_view name, bool value);
    void null(std::string_view name);
    /// Appends `json` as it is.
    void verbatim(std::string_view name, std::string_view json);
    void decimal(std::string_view name, model::Decimal value);
    void time(std::string_view name, model::Timestamp value);

    template <class Tag>
    void decimal(std::string_view name, model::Measure<Tag> value) {
        decimal(name, value.value());
    }
    template <class Tag>
    void decimal(std::string_view name, std::optional<model::Measure<Tag>> const& value) {
        if (value) {
            decimal(name, value->value());
        } else {
            null(name);
        }
    }
    template <std::same_as<std::string> Text>
    void text(std::string_view name, std::optional<Text> const& value) {
        if (value) {
            text(name, std::string_view{*value});
        } else {
            null(name);
        }
    }
    template <class Tag>
    void text(std::string_view name, std::optional<model::StrongId<Tag>> const& value) {
        if (value) {
            text(name, std::string_view{value->value()});
        } else {
            null(name);
        }
    }
    void time(std::string_view name, std::optional<model::Timestamp> const& value) {
        if (value) {
            time(name, *value);
        } else {
            null(name);
        }
    }

  private:
    std::string& out_;
    bool first_ = true;
};

}  // namespace daybook::json
