#include <benchmark/benchmark.h>

#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "app/engine.hpp"
#include "bench/bench_booking.hpp"
#include "bench/bench_scale.hpp"
#include "bench/bench_store.hpp"

namespace daybook::bench {
namespace {

struct Case {
    std::string store;
    std::size_t lanes = 1;
    /// Callers that each wait for their answer before they send again.
    std::size_t clients = 1;
    /// Commands of one call.
    std::size_t batch = 1;
};

std::unique_ptr<app::Engine> make_engine(ports::Storage& storage, std::size_t lanes) {
    std::vector<std::unique_ptr<app::BatchRunner>> runners;
    while (runners.size() < lanes) runners.push_back(std::make_unique<BenchRunner>(storage));
    return std::make_unique<app::Engine>(std::move(runners), app::EngineLimits{});
}

/// Clients around an engine. Each books orders of its own, on accounts that all share, and sends
/// the next batch when the last one is answered.
class Clients {
  public:
    Clients(app::Engine& engine, Case const& measured, std::size_t calls_each)
        : engine_{engine}, batch_{measured.batch}, calls_each_{calls_each} {
        for (std::size_t i = 0; i < measured.clients; ++i) {
            // Numbers far apart: no two clients name the same order.
            clients_.push_back({Lifecycles{{.accounts = accounts(), .first = i * distance}}, 0});
        }
    }

    static std::size_t accounts() { return is_quick() ? 10 : 1'000; }

    Seconds run() {
        auto const start = std::chrono::steady_clock::now();
        open_ = clients_.size();
        for (std::size_t i = 0; i < clients_.size(); ++i) send(i);
        std::unique_lock lock{mutex_};
        finished_.wait(lock, [&] { return open_ == 0; });
        if (!failure_.empty()) throw std::runtime_error{failure_};
        return std::chrono::steady_clock::now() - start;
    }

  private:
    struct Client {
        Lifecycles lifecycles;
        std::size_t calls = 0;
    };

    /// A prime, so that the clients' accounts are spread.
    static constexpr std::uint64_t distance = 1'000'003;

    void send(std::size_t number) {
        auto& client = clients_[number];
        if (client.calls++ == calls_each_) {
            finish({});
            return;
        }
        model::CommandBatch batch{.commands = client.lifecycles.next(batch_), .atomic = false};
        auto const submitted = engine_.submit(
            std::move(batch), [this, number](auto outcome) { take(number, std::move(outcome)); });
        if (submitted != app::Engine::Submitted::accepted) finish("the engine takes no more");
    }

    void take(std::size_t number, ports::BatchOutcome outcome) {
        try {
            if (auto const* unavailable = std::get_if<ports::Unavailable>(&outcome)) {
                throw std::runtime_error{unavailable->detail};
            }
            require_done(std::get<std::vector<model::Answer>>(outcome));
            send(number);
        } catch (std::exception const& error) {
            finish(error.what());
        }
    }

    void finish(std::string failure) {
        std::scoped_lock const lock{mutex_};
        if (!failure.empty()) failure_ = std::move(failure);
        --open_;
        finished_.notify_one();
    }

    app::Engine& engine_;
    std::size_t batch_;
    std::size_t calls_each_;
    std::vector<Client> clients_;
    std::mutex mutex_;
    std::condition_variable finished_;
    std::size_t open_ = 0;
    std::string failure_;
};

/// Items are lifecycles; time is from the first call to the last answer.
void run_engine(benchmark::State& state, Case const& measured) {
    auto const at_once = measured.clients * measured.batch;
    auto const calls = std::max<std::size_t>(3, measure_of(false, at_once).commands_max / at_once);
    for (auto _ : state) {
        auto const store = BenchStore::make(measured.store);
        BenchBooking{store->storage(), Lifecycles{{.accounts = Clients::accounts()}}};
        auto const engine = make_engine(store->storage(), measured.lanes);
        state.SetIterationTime(Clients{*engine, measured, calls}.run().count());
        engine->stop();
        require_proof(store->storage());
    }
    state.SetItemsProcessed(lifecycles_in(calls * at_once) * state.iterations());
}

void add(std::string const& group, Case const& measured) {
    auto const name = group + "/" + measured.store + "/lanes:" + std::to_string(measured.lanes) +
                      "/clients:" + std::to_string(measured.clients) +
                      "/batch:" + std::to_string(measured.batch);
    benchmark::RegisterBenchmark(
        name.c_str(), [measured](benchmark::State& state) { run_engine(state, measured); })
        ->UseManualTime()
        ->Iterations(1)
        ->Unit(benchmark::kMillisecond);
}

bool const are_registered = [] {
    for (auto const* store : {"memory", "sqlite", "postgres"}) {
        for (std::size_t const clients : {1, 10, 64}) {
            if (is_quick() && clients != 10) continue;
            add("in_flight", {.store = store, .clients = clients});
            if (std::string_view{store} != "postgres") continue;
            add("in_flight", {.store = store, .lanes = 2, .clients = clients});
        }
    }
    for (std::size_t const lanes : {1, 2, 4}) {
        for (std::size_t const batch : {100, 1'000}) {
            if (is_quick() && (lanes != 2 || batch != 100)) continue;
            add("lanes", {.store = "postgres", .lanes = lanes, .clients = 8, .batch = batch});
        }
    }
    return true;
}();

}  // namespace
}  // namespace daybook::bench
