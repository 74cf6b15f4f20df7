#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <mutex>
#include <span>

#include "ports/outbound/clock.hpp"
#include "ports/outbound/order_id_source.hpp"

namespace daybook::system {

/// Fills all of `bytes` from the kernel's random source. Throws: std::system_error.
void fill_random(std::span<std::uint8_t> bytes);

/// Draws version 7 UUIDs: 48 bits of milliseconds, then 74 random bits. Within a millisecond, and
/// when the clock steps back, the last id grows by a random amount, so that the ids of one source
/// ascend always.
///
/// Source: RFC 9562, sections 5.7 and 6.2 (method 2, monotonic random).
/// Threads: safe. Throws: what `random` throws.
class UuidV7Source final : public ports::OrderIdSource {
  public:
    using Random = std::function<void(std::span<std::uint8_t>)>;

    explicit UuidV7Source(ports::Clock& clock, Random random = fill_random);

    [[nodiscard]] std::vector<model::OrderId> next(std::size_t count) override;

  private:
    [[nodiscard]] std::uint64_t draw_random();
    void start_millisecond(std::uint64_t millisecond);
    void advance(std::uint64_t now);
    [[nodiscard]] model::OrderId current() const;

    ports::Clock& clock_;
    Random random_;
    std::mutex mutex_;
    std::uint64_t millisecond_ = 0;
    /// The random bits as one number: 12 above, 62 below.
    std::uint64_t upper_ = 0;
    std::uint64_t lower_ = 0;
    /// Random bytes in store: a call to the kernel for every id would be most of the cost.
    std::array<std::uint8_t, 512> store_{};
    std::size_t store_used_ = store_.size();
};

}  // namespace daybook::system
