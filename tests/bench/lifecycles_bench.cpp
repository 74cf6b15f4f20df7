#include <benchmark/benchmark.h>

#include <string>

#include "bench/bench_booking.hpp"
#include "bench/bench_scale.hpp"
#include "bench/bench_store.hpp"

namespace daybook::bench {
namespace {

struct Case {
    std::string store;
    std::size_t batch = 1'000;
    Lifecycles::Shape shape;
};

/// Books lifecycles into an empty book, and proves the book afterwards. Items are lifecycles.
void book_lifecycles(benchmark::State& state, Case const& measured) {
    auto const measure = measure_of(measured.store == "memory", measured.batch);
    for (auto _ : state) {
        auto const store = BenchStore::make(measured.store);
        BenchBooking booking{store->storage(), Lifecycles{measured.shape}};
        auto const booked = booking.book(measure, measured.batch);
        state.SetIterationTime(booked.took.count());
        state.SetItemsProcessed(lifecycles_in(booked.commands / measured.shape.copies));
        require_proof(store->storage());
    }
}

void add(std::string const& group, Case const& measured) {
    auto const name = group + "/" + measured.store + "/batch:" + std::to_string(measured.batch) +
                      "/accounts:" + std::to_string(measured.shape.accounts) +
                      "/in_the_air:" + std::to_string(measured.shape.in_the_air);
    benchmark::RegisterBenchmark(
        name.c_str(), [measured](benchmark::State& state) { book_lifecycles(state, measured); })
        ->UseManualTime()
        ->Iterations(1)
        ->Unit(benchmark::kMillisecond);
}

bool const are_registered = [] {
    for (auto const* store : {"memory", "sqlite", "postgres"}) {
        for (std::size_t const batch : {1, 10, 100, 1'000, 3'000, 10'000}) {
            if (is_quick() && batch != 10) continue;
            add("lifecycles", {store, batch, {.accounts = is_quick() ? 10u : 1'000u}});
        }
        for (std::size_t const accounts : {1, 10, 1'000, 100'000}) {
            if (is_quick() && accounts > 1) continue;
            add("accounts", {store, is_quick() ? 10u : 1'000u, {.accounts = accounts}});
        }
        std::size_t const some = is_quick() ? 10 : 1'000;
        // Half of all commands are repeats. A rate of so many lifecycles is twice as many answers.
        add("duplicates", {store, some, {.accounts = some, .copies = 2}});
        // Every order is written three times, as where an exchange takes its time.
        add("apart", {store, some, {.accounts = some, .in_the_air = some}});
    }
    return true;
}();

}  // namespace
}  // namespace daybook::bench
