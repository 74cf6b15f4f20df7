#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace daybook::bench {

/// Whether this is a smoke run (DAYBOOK_BENCH_QUICK=1): everything runs, and no figure counts.
[[nodiscard]] inline bool is_quick() {
    char const* const value = std::getenv("DAYBOOK_BENCH_QUICK");
    return value != nullptr && std::string_view{value} == "1";
}

/// How many commands one measurement books: enough that it takes a second or so.
[[nodiscard]] inline std::size_t commands_to_measure(bool is_memory, std::size_t batch) {
    constexpr std::size_t batches_max = 3'000;
    std::size_t const commands_max = is_memory ? 600'000 : 60'000;
    if (is_quick()) return std::min<std::size_t>(batch * 3, 3'000);
    return std::clamp<std::size_t>(batch * (is_memory ? 100 * batches_max : batches_max), batch * 3,
                                   std::max(commands_max, batch * 6));
}

/// Orders in the book at which growth ends: DAYBOOK_BENCH_ORDERS_MAX, or a million.
[[nodiscard]] inline std::uint64_t orders_max() {
    if (is_quick()) return 100;
    char const* const value = std::getenv("DAYBOOK_BENCH_ORDERS_MAX");
    return value == nullptr ? 1'000'000 : std::strtoull(value, nullptr, 10);
}

}  // namespace daybook::bench
