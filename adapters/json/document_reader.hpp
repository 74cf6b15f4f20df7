#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include <tl/expected.hpp>

#include "json/object_collector.hpp"

namespace daybook::json {

/// object: one command. object_or_array: one, or an array of them. batch: an object of `atomic`
/// and `commands`.
enum class DocumentShape { object, object_or_array, batch };

/// What a document says besides its objects.
struct DocumentFrame {
    bool atomic = false;
    bool is_array = false;
};

/// Reads a JSON text of that shape and hands over its objects in order.
/// Errors: malformed_json, and what is wrong outside the objects; then some objects may have been
/// handed over. `objects_max` bounds how many there may be.
[[nodiscard]] tl::expected<DocumentFrame, model::Malformed> read_document(
    std::string_view text, DocumentShape shape, std::size_t objects_max,
    std::function<void(CollectedObject)> const& take);

}  // namespace daybook::json
