#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "model/command.hpp"

namespace daybook::support {

/// Makes commands a desk and its exchanges might send, and many that they should not: unknown
/// names, repeated keys, reports twice, too late, too early, contradicting each other.
/// The same seed gives the same commands.
class RandomCommands {
  public:
    explicit RandomCommands(std::uint64_t seed);

    /// Definitions and accounts that the other commands build on.
    [[nodiscard]] std::vector<model::Command> setup();
    [[nodiscard]] model::Command next();
    /// An atomic group now and then, else a plain batch, of at most `commands_max`.
    [[nodiscard]] model::CommandBatch next_batch(std::size_t commands_max);
    [[nodiscard]] std::size_t below(std::size_t bound);

  private:
    [[nodiscard]] bool one_in(std::size_t count) { return below(count) == 0; }
    [[nodiscard]] model::Decimal decimal(int whole_max, int decimals);
    template <class T>
    [[nodiscard]] T const& pick(std::vector<T> const& from) {
        return from[below(from.size())];
    }
    [[nodiscard]] model::IdempotencyKey fresh_key();
    [[nodiscard]] model::OrderReference order_reference();
    [[nodiscard]] model::CommandContent content();
    [[nodiscard]] model::PlaceOrder place_order();
    [[nodiscard]] model::BookExecution execution();
    [[nodiscard]] model::Deposit deposit();
    [[nodiscard]] model::Price price();
    [[nodiscard]] std::optional<model::Fees> fees();
    void tell_of_order(model::BookExecution& report);
    [[nodiscard]] model::ResolveDiscrepancy resolution();
    [[nodiscard]] model::DefineInstrument redefinition();

    std::mt19937_64 random_;
    std::uint64_t keys_ = 0;
    std::uint64_t exec_ids_ = 0;
    std::vector<model::AccountId> accounts_;
    std::vector<model::InstrumentKey> instruments_;
    std::vector<model::Command> sent_;
};

}  // namespace daybook::support
