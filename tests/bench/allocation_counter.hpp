#pragma once

#include <cstdint>

namespace daybook::bench {

/// What the calling thread has asked the heap for since it began, in this program. Threads: safe.
struct Allocations {
    std::uint64_t count = 0;
    std::uint64_t bytes = 0;
};

[[nodiscard]] Allocations allocations_so_far();

}  // namespace daybook::bench
