#pragma once

#include <algorithm>
#include <chrono>
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

/// How much one measurement books, at most: whichever is reached first ends it.
struct Measure {
    std::size_t commands_max = 0;
    std::chrono::duration<double> time_max{3};
};

/// Enough for runs of so many commands; a store in memory is given more.
[[nodiscard]] inline Measure measure_of(bool is_memory, std::size_t run_commands) {
    if (is_quick()) return {.commands_max = run_commands * 3, .time_max = std::chrono::seconds{1}};
    std::size_t const runs_max = is_memory ? 100'000 : 1'500;
    std::size_t const commands_max = is_memory ? 300'000 : 30'000;
    return {.commands_max =
                std::max(std::min(run_commands * runs_max, commands_max), run_commands * 3)};
}

/// Orders in the book at which growth ends: DAYBOOK_BENCH_ORDERS_MAX, or a million.
[[nodiscard]] inline std::uint64_t orders_max() {
    if (is_quick()) return 100;
    char const* const value = std::getenv("DAYBOOK_BENCH_ORDERS_MAX");
    return value == nullptr ? 1'000'000 : std::strtoull(value, nullptr, 10);
}

}  // namespace daybook::bench
