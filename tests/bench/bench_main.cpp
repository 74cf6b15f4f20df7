#include <benchmark/benchmark.h>

#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "bench/bench_scale.hpp"
#include "bench/bench_server.hpp"

/// daybook_bench [--benchmark_...]: runs the measurements of one process. A book that turns out
/// wrong ends it with exit code 1.
/// daybook_bench --server: starts a private Postgres with the template of a book, prints its URL,
/// and stops it when standard input ends.
int main(int argc, char** argv) {
    try {
        if (argc == 2 && std::string_view{argv[1]} == "--server") {
            std::printf("%s\n", daybook::bench::BenchServer::shared().base_url().c_str());
            std::fflush(stdout);
            while (std::getchar() != EOF) {
            }
            return 0;
        }
        std::vector<char*> arguments{argv, argv + argc};
        std::string briefly = "--benchmark_min_time=0.01";
        if (daybook::bench::is_quick()) arguments.push_back(briefly.data());
        argc = static_cast<int>(arguments.size());
        benchmark::Initialize(&argc, arguments.data());
        if (benchmark::ReportUnrecognizedArguments(argc, arguments.data())) return 2;
        benchmark::RunSpecifiedBenchmarks();
        benchmark::Shutdown();
        return 0;
    } catch (std::exception const& error) {
        std::fprintf(stderr, "daybook_bench: %s\n", error.what());
        return 1;
    }
}
