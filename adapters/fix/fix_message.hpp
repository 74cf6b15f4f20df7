#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace daybook::fix {

/// A FIX message as its fields, in the order in which they came.
/// Shape: what is no `tag=value` is left out; empty values count as absent.
/// Source: FIX 4.4 volume 1, "FIX Message Format".
class FixMessage {
  public:
    static constexpr char separator = '\x01';

    struct Field {
        int tag = 0;
        std::string_view value;
    };

    explicit FixMessage(std::string text);
    FixMessage(FixMessage const&) = delete;
    FixMessage& operator=(FixMessage const&) = delete;

    [[nodiscard]] std::vector<Field> const& fields() const { return fields_; }
    /// The first field with this tag.
    [[nodiscard]] std::optional<std::string_view> find(int tag) const;
    /// The same, or empty.
    [[nodiscard]] std::string_view get(int tag) const { return find(tag).value_or(""); }
    /// Source: MsgType (35).
    [[nodiscard]] std::string_view type() const { return get(35); }
    /// Whether a boolean field is `Y`.
    [[nodiscard]] bool is_set(int tag) const { return get(tag) == "Y"; }

    /// The message for people within `size_max` bytes: `|` between the fields, what is not
    /// printable as `?`, without the fields that only carry it.
    [[nodiscard]] std::string printable(std::size_t size_max) const;

  private:
    std::string text_;
    std::vector<Field> fields_;
};

/// `text` within `size_max` bytes, with `?` for what is not printable ASCII.
[[nodiscard]] std::string printable_text(std::string_view text, std::size_t size_max);

}  // namespace daybook::fix
