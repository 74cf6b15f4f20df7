#include "model/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace daybook::model {

void assertion_failed(char const* condition, char const* file, int line) noexcept {
    std::fprintf(stderr, "%s:%d: assertion failed: %s\n", file, line, condition);
    std::abort();
}

}  // namespace daybook::model
