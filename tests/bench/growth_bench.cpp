#include <benchmark/benchmark.h>

#include <algorithm>
#include <memory>
#include <string>

#include "bench/bench_booking.hpp"
#include "bench/bench_scale.hpp"
#include "bench/bench_store.hpp"

namespace daybook::bench {
namespace {

constexpr std::size_t batch = 3'000;
static_assert(batch % Lifecycles::commands_each == 0);

/// One book that grows from one measurement to the next, as long as they ask for the same store.
class GrowingBook {
  public:
    explicit GrowingBook(std::string kind)
        : kind_{std::move(kind)},
          store_{BenchStore::make(kind_)},
          booking_{store_->storage(), Lifecycles{{.accounts = is_quick() ? 10u : 1'000u}}} {}

    [[nodiscard]] std::string const& kind() const { return kind_; }
    [[nodiscard]] ports::Storage& storage() { return store_->storage(); }
    [[nodiscard]] std::uint64_t orders() const { return orders_; }

    /// Books whole runs until the book holds `orders`, or a run more.
    void grow_to(std::uint64_t orders) {
        while (orders_ < orders) book({.commands_max = batch});
    }
    BenchBooking::Booked book(Measure measure) {
        auto const booked = booking_.book(measure, batch);
        orders_ += booked.commands / Lifecycles::commands_each;
        return booked;
    }

  private:
    std::string kind_;
    std::unique_ptr<BenchStore> store_;
    BenchBooking booking_;
    std::uint64_t orders_ = 0;
};

std::unique_ptr<GrowingBook>& book() {
    static std::unique_ptr<GrowingBook> growing;
    return growing;
}

/// The next lifecycles on a book that holds `orders`. Proves the book where it goes away.
void measure_at(benchmark::State& state, std::string const& kind, std::uint64_t orders) {
    for (auto _ : state) {
        bool const starts_anew = !book() || book()->kind() != kind || book()->orders() > orders;
        if (starts_anew) book() = std::make_unique<GrowingBook>(kind);
        book()->grow_to(orders);
        auto const booked = book()->book(measure_of(kind == "memory", batch));
        state.SetIterationTime(booked.took.count());
        state.SetItemsProcessed(lifecycles_in(booked.commands));
        if (orders * 10 > orders_max()) {
            require_proof(book()->storage());
            book().reset();
        }
    }
}

bool const are_registered = [] {
    for (std::string const store : {"memory", "sqlite", "postgres"}) {
        for (std::uint64_t orders = std::min<std::uint64_t>(10'000, orders_max());
             orders <= orders_max(); orders *= 10) {
            auto const name = "growth/" + store + "/orders:" + std::to_string(orders);
            benchmark::RegisterBenchmark(
                name.c_str(),
                [store, orders](benchmark::State& state) { measure_at(state, store, orders); })
                ->UseManualTime()
                ->Iterations(1)
                ->Unit(benchmark::kMillisecond);
        }
    }
    return true;
}();

}  // namespace
}  // namespace daybook::bench
