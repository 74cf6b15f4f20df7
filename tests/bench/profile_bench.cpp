#include <benchmark/benchmark.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "bench/allocation_counter.hpp"
#include "bench/bench_booking.hpp"
#include "bench/bench_scale.hpp"
#include "bench/bench_store.hpp"
#include "bench/server_cost.hpp"

namespace daybook::bench {
namespace {

/// With statistics of every statement, which cost some percent: the shares count here, not the
/// speed.
BenchServer& profiled_server() {
    static BenchServer server{"shared_preload_libraries = 'pg_stat_statements'\n"};
    return server;
}

/// Appends the statements that took longest to the file that DAYBOOK_BENCH_STATEMENTS names.
void tell_statements(ServerMeter& meter, std::size_t batch, double lifecycles) {
    char const* const file = std::getenv("DAYBOOK_BENCH_STATEMENTS");
    if (file == nullptr) return;
    std::ofstream{file, std::ios::app} << "\nRuns of " << batch << " commands:\n\n"
                                       << meter.longest_statements(lifecycles);
}

/// Where a lifecycle's time goes on Postgres. What remains of the wall's time is waiting: for the
/// network, the disk, or a processor.
void profile_postgres(benchmark::State& state, std::size_t batch) {
    auto const measure = measure_of(false, batch);
    for (auto _ : state) {
        PostgresBenchStore store{profiled_server()};
        Lifecycles const lifecycles{{.accounts = is_quick() ? 10u : 1'000u}};
        BenchBooking booking{store.storage(), lifecycles};
        ServerMeter meter{profiled_server(), store.url()};
        auto const server_before = meter.read();
        auto const client_before = own_cpu_seconds();
        auto const heap_before = allocations_so_far();
        auto const booked = booking.book(measure, batch);
        auto const heap = allocations_so_far();
        auto const client_cpu = own_cpu_seconds() - client_before;
        auto const server = meter.read();
        auto const wall = booked.took.count();
        auto const commands = static_cast<double>(booked.commands);
        auto const each = commands / static_cast<double>(Lifecycles::commands_each);
        auto const per_run = [&](std::uint64_t before, std::uint64_t after) {
            return static_cast<double>(after - before) * static_cast<double>(batch) / commands;
        };
        state.SetIterationTime(wall);
        state.SetItemsProcessed(lifecycles_in(booked.commands));
        auto& counters = state.counters;
        counters["wall_us"] = wall / each * 1e6;
        counters["server_cpu_us"] = (server.cpu_seconds - server_before.cpu_seconds) / each * 1e6;
        counters["client_cpu_us"] = client_cpu / each * 1e6;
        counters["wal_bytes"] =
            static_cast<double>(server.wal_bytes - server_before.wal_bytes) / each;
        counters["disk_bytes"] =
            static_cast<double>(server.disk_bytes - server_before.disk_bytes) / each;
        counters["statements_per_run"] = per_run(server_before.statements, server.statements);
        counters["commits_per_run"] = per_run(server_before.commits, server.commits);
        counters["allocations_per_command"] =
            static_cast<double>(heap.count - heap_before.count) / commands;
        counters["allocated_bytes_per_command"] =
            static_cast<double>(heap.bytes - heap_before.bytes) / commands;
        tell_statements(meter, batch, each);
        require_proof(store.storage());
    }
}

/// The same for a store within the process. Making the commands counts as the client's.
void profile_embedded(benchmark::State& state, std::string const& kind, std::size_t batch) {
    for (auto _ : state) {
        auto const store = BenchStore::make(kind);
        Lifecycles const lifecycles{{.accounts = is_quick() ? 10u : 1'000u}};
        BenchBooking booking{store->storage(), lifecycles};
        auto const client_before = own_cpu_seconds();
        auto const heap_before = allocations_so_far();
        auto const booked = booking.book(measure_of(kind == "memory", batch), batch);
        auto const heap = allocations_so_far();
        auto const client_cpu = own_cpu_seconds() - client_before;
        auto const commands = static_cast<double>(booked.commands);
        auto const each = commands / static_cast<double>(Lifecycles::commands_each);
        state.SetIterationTime(booked.took.count());
        state.SetItemsProcessed(lifecycles_in(booked.commands));
        auto& counters = state.counters;
        counters["wall_us"] = booked.took.count() / each * 1e6;
        counters["client_cpu_us"] = client_cpu / each * 1e6;
        counters["allocations_per_command"] =
            static_cast<double>(heap.count - heap_before.count) / commands;
        counters["allocated_bytes_per_command"] =
            static_cast<double>(heap.bytes - heap_before.bytes) / commands;
        require_proof(store->storage());
    }
}

template <class Profile>
void add(std::string const& name, Profile profile) {
    benchmark::RegisterBenchmark(("profile/" + name).c_str(), profile)
        ->UseManualTime()
        ->Iterations(1)
        ->Unit(benchmark::kMillisecond);
}

bool const are_registered = [] {
    for (std::size_t const batch : {1, 100, 1'000}) {
        if (is_quick() && batch != 100) continue;
        auto const suffix = "/batch:" + std::to_string(batch);
        add("postgres" + suffix, [=](benchmark::State& state) { profile_postgres(state, batch); });
        for (std::string const kind : {"memory", "sqlite"}) {
            add(kind + suffix,
                [=](benchmark::State& state) { profile_embedded(state, kind, batch); });
        }
    }
    return true;
}();

}  // namespace
}  // namespace daybook::bench
