#include "postgres/postgres_housekeeper.hpp"

#include <utility>

namespace daybook::postgres {

PostgresHousekeeper::PostgresHousekeeper(std::chrono::milliseconds interval,
                                         std::function<void(Time)> round)
    : interval_{interval},
      round_{std::move(round)},
      thread_{[this](std::stop_token const& stop) { work(stop); }} {}

void PostgresHousekeeper::work(std::stop_token const& stop) {
    while (true) {
        {
            std::unique_lock lock{mutex_};
            woken_.wait_for(lock, stop, interval_, [&] { return stop.stop_requested(); });
        }
        if (stop.stop_requested()) return;
        round_(std::chrono::steady_clock::now());
    }
}

}  // namespace daybook::postgres
