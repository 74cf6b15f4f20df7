#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace daybook::http {

/// What makes a list this list: its path and what filters it. A number that differs for others.
class ListIdentity {
  public:
    void add(std::string_view part);
    [[nodiscard]] std::uint64_t value() const { return value_; }

  private:
    std::uint64_t value_ = 0xCBF29CE484222325u;
};

/// Writes a cursor: a text of letters, digits, '-' and '_' that stands for a place in one list.
[[nodiscard]] std::string encode_cursor(std::uint64_t list, std::string_view key);

/// Reads the key of a cursor of that list; nullopt for any other text.
[[nodiscard]] std::optional<std::string> decode_cursor(std::uint64_t list, std::string_view cursor);

}  // namespace daybook::http
