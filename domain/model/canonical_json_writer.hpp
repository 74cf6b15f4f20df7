#pragma once

#include <string>
#include <string_view>

#include "model/fields.hpp"

namespace daybook::model {

/// Writes members, one after another, as canonical JSON: without spaces, `\"` and `\\` the only
/// escapes, one level of nesting.
/// Shape: members of one object stand together; names live as long as the writer.
class CanonicalJsonWriter {
  public:
    CanonicalJsonWriter();

    /// Appends a member of the nested object `object`, or of the outermost one where that is empty.
    void add(std::string_view object, std::string_view name, std::string_view value,
             Field::Kind kind);
    /// Closes what is open.
    [[nodiscard]] std::string finish() &&;

  private:
    void enter(std::string_view object);

    std::string json_ = "{";
    std::string_view open_object_;
};

}  // namespace daybook::model
