#pragma once

#include <cstdint>

#include "model/decimal.hpp"

namespace daybook::paper {

/// Numbers that follow from a seed, the same with every compiler and library.
/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (splitmix64).
class PaperRandom {
  public:
    explicit PaperRandom(std::uint64_t seed) : state_{seed} {}

    [[nodiscard]] std::uint64_t next() {
        auto z = (state_ += 0x9E3779B97F4A7C15u);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        return z ^ (z >> 31);
    }
    /// 0 to end - 1; 0 where `end` is 0.
    [[nodiscard]] std::uint64_t below(std::uint64_t end) {
        return static_cast<std::uint64_t>((model::UInt128{next()} * end) >> 64);
    }
    /// True in so many of a thousand cases.
    [[nodiscard]] bool happens(std::uint32_t per_mille) { return below(1000) < per_mille; }

  private:
    std::uint64_t state_;
};

}  // namespace daybook::paper
