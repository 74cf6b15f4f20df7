#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "app/lane.hpp"
#include "bench/bench_scale.hpp"
#include "bench/lifecycles.hpp"
#include "ports/outbound/storage.hpp"
#include "services/command_processor.hpp"
#include "system/openssl_sha256.hpp"
#include "system/system_clock.hpp"
#include "system/uuid_v7_source.hpp"

namespace daybook::bench {

using Seconds = std::chrono::duration<double>;

/// What benchmarks count: whole lifecycles' worth of commands.
[[nodiscard]] inline std::int64_t lifecycles_in(std::size_t commands) {
    return static_cast<std::int64_t>(commands / Lifecycles::commands_each);
}

/// Throws std::runtime_error with the first answer that is not DONE, or, where repeats are
/// expected, that a repeat is not answered with either.
void require_done(std::span<model::Answer const> answers, bool with_repeats = false);

/// Proves the whole book. Throws: std::runtime_error with the first finding.
void require_proof(ports::Storage& storage);

/// A command processor on a store, as a lane of the product has one.
class BenchRunner final : public app::BatchRunner {
  public:
    explicit BenchRunner(ports::Storage& storage);
    std::vector<std::vector<model::Answer>> run(
        std::span<model::CommandBatch const> batches) override;

  private:
    std::unique_ptr<ports::UnitOfWork> unit_of_work_;
    system::SystemClock clock_;
    system::UuidV7Source order_ids_{clock_};
    system::OpensslSha256 sha256_;
    services::CommandProcessor processor_;
};

/// Books lifecycles on a store, one run after another, on the calling thread.
class BenchBooking {
  public:
    /// Books what the lifecycles need first.
    BenchBooking(ports::Storage& storage, Lifecycles lifecycles);

    struct Booked {
        std::size_t commands = 0;
        /// How long the runs took, without the making of the commands.
        Seconds took{0};
    };
    /// Books the next commands in whole runs of `batch`, until the measure is full.
    Booked book(Measure measure, std::size_t batch);

  private:
    Seconds book_run(std::vector<model::Command> commands);

    Lifecycles lifecycles_;
    BenchRunner runner_;
};

}  // namespace daybook::bench
