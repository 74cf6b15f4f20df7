#include <benchmark/benchmark.h>

#include <map>
#include <string>

#include "bench/bench_booking.hpp"
#include "bench/bench_scale.hpp"
#include "bench/bench_store.hpp"
#include "bench/floor_writer.hpp"

namespace daybook::bench {
namespace {

/// The rows of an opening and of what was measured after it.
struct Captured {
    std::vector<WrittenRun> opening;
    std::vector<WrittenRun> measured;
    std::size_t commands = 0;
};

Lifecycles lifecycles() { return Lifecycles{{.accounts = is_quick() ? 10u : 1'000u}}; }

Measure whole_measure(std::size_t batch) {
    auto measure = measure_of(false, batch);
    measure.time_max = std::chrono::hours{1};
    return measure;
}

Captured capture(std::size_t batch) {
    PostgresBenchStore store{BenchServer::shared()};
    CapturedWrites writes{store.url()};
    BenchBooking booking{store.storage(), lifecycles()};
    Captured captured;
    captured.opening = writes.take();
    captured.commands = booking.book(whole_measure(batch), batch).commands;
    captured.measured = writes.take();
    return captured;
}

Captured const& captured_once(std::size_t batch) {
    static std::map<std::size_t, Captured> all;
    auto const found = all.find(batch);
    return found != all.end() ? found->second : all.emplace(batch, capture(batch)).first->second;
}

/// The product, with the same lifecycles in the same runs.
void write_with_product(benchmark::State& state, std::size_t batch) {
    for (auto _ : state) {
        PostgresBenchStore store{BenchServer::shared()};
        BenchBooking booking{store.storage(), lifecycles()};
        auto const booked = booking.book(whole_measure(batch), batch);
        state.SetIterationTime(booked.took.count());
        state.SetItemsProcessed(lifecycles_in(booked.commands));
        require_proof(store.storage());
    }
}

/// The rows alone. What they make is proved to be the same book.
void write_rows(benchmark::State& state, std::size_t batch) {
    auto const& captured = captured_once(batch);
    for (auto _ : state) {
        PostgresBenchStore store{BenchServer::shared()};
        FloorWriter writer{store.url()};
        for (auto const& run : captured.opening) writer.write(run);
        writer.prepare(captured.measured);
        auto const start = std::chrono::steady_clock::now();
        for (auto const& run : captured.measured) writer.write(run);
        Seconds const took = std::chrono::steady_clock::now() - start;
        state.SetIterationTime(took.count());
        state.SetItemsProcessed(lifecycles_in(captured.commands));
        require_proof(store.storage());
    }
}

void add(std::string const& name, void (*write)(benchmark::State&, std::size_t),
         std::size_t batch) {
    auto const full = "floor/" + name + "/batch:" + std::to_string(batch);
    benchmark::RegisterBenchmark(full.c_str(),
                                 [=](benchmark::State& state) { write(state, batch); })
        ->UseManualTime()
        ->Iterations(1)
        ->Unit(benchmark::kMillisecond);
}

bool const are_registered = [] {
    for (std::size_t const batch : {1, 10, 100, 1'000, 3'000, 10'000}) {
        if (is_quick() && batch != 100) continue;
        add("product", write_with_product, batch);
        add("rows", write_rows, batch);
    }
    return true;
}();

}  // namespace
}  // namespace daybook::bench
