#include "e2e/worker_fleet.hpp"

#include <csignal>
#include <utility>

#include "e2e/http_client.hpp"

namespace daybook::e2e {

WorkerFleet::WorkerFleet(TemporaryFolder const& folder, std::string database, std::size_t workers,
                         std::vector<std::string> more)
    : folder_{folder}, database_{std::move(database)}, more_{std::move(more)}, workers_(workers) {
    for (std::size_t worker = 0; worker < workers; ++worker) start(worker);
}

void WorkerFleet::start(std::size_t worker) {
    std::vector<std::string> arguments{"worker", "--listen", "127.0.0.1:0", "--database",
                                       database_};
    arguments.insert(arguments.end(), more_.begin(), more_.end());
    auto process = std::make_unique<DaybookProcess>(DaybookProcess::Options{
        .arguments = std::move(arguments), .variables = {}, .input = {}, .folder = folder_.path()});
    auto const port = port_of(process->wait_for_line("port="));
    std::scoped_lock const lock{mutex_};
    workers_[worker] = {std::move(process), port};
    started_.notify_all();
}

int WorkerFleet::port(std::size_t worker) {
    std::unique_lock lock{mutex_};
    started_.wait(lock, [&] { return workers_[worker].port != 0; });
    return workers_[worker].port;
}

void WorkerFleet::kill(std::size_t worker) {
    {
        std::scoped_lock const lock{mutex_};
        workers_[worker].port = 0;
    }
    workers_[worker].process->send(SIGKILL);
    workers_[worker].process->wait();
    start(worker);
}

std::vector<int> WorkerFleet::stop() {
    std::vector<int> codes;
    for (auto const& worker : workers_) worker.process->send(SIGTERM);
    for (auto const& worker : workers_) codes.push_back(worker.process->wait().exit_code);
    return codes;
}

std::string WorkerFleet::wait_for_line(std::size_t worker, std::string const& words) {
    return workers_[worker].process->wait_for_line(words);
}

}  // namespace daybook::e2e
