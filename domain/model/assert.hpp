#pragma once

namespace daybook::model {

/// Prints the broken condition with its place to stderr and aborts the process.
[[noreturn]] void assertion_failed(char const* condition, char const* file, int line) noexcept;

}  // namespace daybook::model

/// States what must be true unless Daybook itself has a bug. On in every build; never for input.
#define DAYBOOK_ASSERT(condition) \
    (static_cast<bool>(condition) \
         ? static_cast<void>(0)   \
         : ::daybook::model::assertion_failed(#condition, __FILE__, __LINE__))
