#pragma once

#include <string_view>

namespace daybook::sql {

/// Throws: StorageError, corrupt, always: `value` is nothing that `column` can hold.
[[noreturn]] void reject_value(std::string_view column, std::string_view value);

}  // namespace daybook::sql
