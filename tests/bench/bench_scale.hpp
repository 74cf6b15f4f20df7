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
    std::chrono::duration<double> time_max = std::chrono::hours{1};
};

/// Seconds that a measurement may take: DAYBOOK_BENCH_SECONDS, or 3.
[[nodiscard]] inline std::chrono::duration<double> seconds_max() {
    char const* const value = std::getenv("DAYBOOK_BENCH_SECONDS");
    return std::chrono::duration<double>{value == nullptr ? 3 : std::strtod(value, nullptr)};
}

/// Enough for runs of so many commands; a store in memory is given more.
[[nodiscard]] inline Measure measure_of(bool is_memory, std::size_t run_commands) {
    if (is_quick()) return {.commands_max = run_commands * 3, .time_max = std::chrono::seconds{1}};
    std::size_t const runs_a_second = is_memory ? 30'000 : 500;
    std::size_t const commands_a_second = is_memory ? 1'500'000 : 10'000;
    auto const a_second = std::min(run_commands * runs_a_second, commands_a_second);
    auto const commands =
        static_cast<std::size_t>(static_cast<double>(a_second) * seconds_max().count());
    return {.commands_max = std::max(commands, run_commands * 3), .time_max = seconds_max()};
}

/// Orders in the book at which growth ends: DAYBOOK_BENCH_ORDERS_MAX, or a million.
[[nodiscard]] inline std::uint64_t orders_max() {
    if (is_quick()) return 100;
    char const* const value = std::getenv("DAYBOOK_BENCH_ORDERS_MAX");
    return value == nullptr ? 1'000'000 : std::strtoull(value, nullptr, 10);
}

}  // namespace daybook::bench
