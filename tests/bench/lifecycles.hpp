#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/command.hpp"

namespace daybook::bench {

/// The commands of order lifecycles without end. One lifecycle is three commands: place a LIMIT
/// order, acknowledge it, fill it with one trade that carries a fee. The accounts take turns; each
/// buys in one round and sells what it bought in the next, so that positions open and close.
///
/// Every command is a function of its number alone: two books that are given the same numbers hold
/// the same orders.
class Lifecycles {
  public:
    static constexpr std::size_t commands_each = 3;

    struct Shape {
        std::size_t accounts = 1;
        /// How many orders are in the air at once: so many are placed, then all acknowledged, then
        /// all filled. With 1 the commands of a lifecycle stand together.
        std::size_t in_the_air = 1;
        /// The number of the first lifecycle.
        std::uint64_t first = 0;
        /// How often each command is given, one copy after the other.
        std::size_t copies = 1;
    };

    explicit Lifecycles(Shape shape) : shape_{shape} {}

    /// Defines the instrument, opens the accounts, and gives them all they will ever need.
    [[nodiscard]] std::vector<model::Command> opening() const;
    /// The commands that follow those given before.
    [[nodiscard]] std::vector<model::Command> next(std::size_t count);
    /// The command of this number, where each is given once.
    [[nodiscard]] model::Command command(std::uint64_t number) const;
    [[nodiscard]] std::size_t copies() const { return shape_.copies; }

  private:
    [[nodiscard]] model::AccountId account(std::uint64_t number) const;
    [[nodiscard]] model::Command place(std::uint64_t lifecycle) const;
    [[nodiscard]] model::Command acknowledge(std::uint64_t lifecycle) const;
    [[nodiscard]] model::Command fill(std::uint64_t lifecycle) const;

    Shape shape_;
    std::uint64_t given_ = 0;
};

}  // namespace daybook::bench
