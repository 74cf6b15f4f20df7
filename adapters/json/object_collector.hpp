#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/command.hpp"
#include "model/fields.hpp"

namespace daybook::json {

/// What one JSON object holds, as members of a command.
struct CollectedObject {
    model::Fields fields;
    /// What the form allows and a command never does; of several, the first by precedence. The
    /// member concerned stands in `fields` as the integer 0.
    std::optional<model::Malformed> problem;
    /// False for a value that stands where an object should.
    bool is_object = true;
};

/// Takes the events of one JSON object and keeps its members: strings and integers, and objects
/// of these one level deep. Everything else is taken in and noted as a problem, so that the text
/// after it can still be read.
class ObjectCollector {
  public:
    /// More than any command has.
    static constexpr std::size_t members_max = 64;
    static constexpr std::size_t name_bytes_max = 64;
    static constexpr std::size_t text_bytes_max = 64 * 1024;

    /// Starts with the opening brace of an object.
    void begin();
    /// Whether the object is still open.
    [[nodiscard]] bool is_open() const { return depth_ > 0; }
    void name(std::string_view name);
    void text(std::string_view text);
    void integer(std::string text);
    void boolean(bool value);
    /// A value of any other type; `type` is a noun with its article, for people.
    void other(std::string_view type);
    /// A nested object or array begins.
    void open(bool is_object);
    /// The innermost object or array ends.
    void close();
    /// What was collected, once closed.
    [[nodiscard]] CollectedObject take();

  private:
    [[nodiscard]] bool skips() const { return skipped_depth_ > 0; }
    void add(model::Field::Kind kind, std::string value);
    void note(model::Refusal refusal, std::string_view field, std::string detail);

    CollectedObject object_;
    std::vector<std::string> seen_;
    std::string prefix_;
    std::string name_;
    bool name_usable_ = false;
    std::size_t depth_ = 0;
    std::size_t skipped_depth_ = 0;
};

}  // namespace daybook::json
