#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/fields.hpp"

namespace daybook::model {

/// Writes members, one after another, as canonical JSON: without spaces, `\"` and `\\` the only
/// escapes. Objects and lists may be nested.
class CanonicalJsonWriter {
  public:
    CanonicalJsonWriter();

    /// Appends a member to the object that is open, or an element, whose name is ignored, to the
    /// list.
    void add(std::string_view name, std::string_view value, Field::Kind kind);
    void open_object(std::string_view name) { open(name, '{'); }
    void open_list(std::string_view name) { open(name, '['); }
    void close();
    /// Shape: all but the outermost object are closed.
    [[nodiscard]] std::string finish() &&;

  private:
    struct Level {
        bool is_list = false;
        bool is_empty = true;
    };

    void begin_member(std::string_view name);
    void open(std::string_view name, char bracket);

    std::string json_ = "{";
    std::vector<Level> levels_{Level{}};
};

}  // namespace daybook::model
