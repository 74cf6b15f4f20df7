#include "bench/bench_booking.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include "model/names.hpp"
#include "services/book_verifier.hpp"

namespace daybook::bench {

void require_done(std::span<model::Answer const> answers, bool with_repeats) {
    using model::AnswerStatus;
    for (auto const& answer : answers) {
        bool const is_repeat =
            answer.status == AnswerStatus::REPLAYED || answer.status == AnswerStatus::DUPLICATE;
        if (answer.status == AnswerStatus::DONE || (with_repeats && is_repeat)) continue;
        throw std::runtime_error{"a command was answered " +
                                 std::string{model::name_of(answer.status)} + " " + answer.field +
                                 ": " + answer.detail};
    }
}

void require_proof(ports::Storage& storage) {
    system::OpensslSha256 sha256;
    services::VerifyReport report;
    storage.open_snapshots()->read([&](ports::BookReader& reader) {
        report = services::BookVerifier{sha256}.verify(reader, std::nullopt, {});
    });
    if (!report.finding) return;
    throw std::runtime_error{"the book of a measurement is wrong: account " +
                             report.finding->account_id.value() + ": " + report.finding->what};
}

BenchRunner::BenchRunner(ports::Storage& storage)
    : unit_of_work_{storage.open_unit_of_work()},
      processor_{{.unit_of_work = *unit_of_work_,
                  .clock = clock_,
                  .order_ids = order_ids_,
                  .sha256 = sha256_,
                  .pause = [](auto) { std::this_thread::yield(); }}} {}

std::vector<std::vector<model::Answer>> BenchRunner::run(
    std::span<model::CommandBatch const> batches) {
    return processor_.run(batches);
}

BenchBooking::BenchBooking(ports::Storage& storage, Lifecycles lifecycles)
    : lifecycles_{lifecycles}, runner_{storage} {
    constexpr std::size_t batch = 3'000;
    auto const opening = lifecycles_.opening();
    for (std::size_t done = 0; done < opening.size(); done += batch) {
        auto const from = opening.begin() + static_cast<std::ptrdiff_t>(done);
        auto const size = static_cast<std::ptrdiff_t>(std::min(batch, opening.size() - done));
        book_run({from, from + size});
    }
}

BenchBooking::Booked BenchBooking::book(Measure measure, std::size_t batch) {
    Booked booked;
    while (booked.commands + batch <= measure.commands_max && booked.took < measure.time_max) {
        booked.took += book_run(lifecycles_.next(batch));
        booked.commands += batch;
    }
    return booked;
}

Seconds BenchBooking::book_run(std::vector<model::Command> commands) {
    model::CommandBatch const batch{.commands = std::move(commands), .atomic = false};
    auto const start = std::chrono::steady_clock::now();
    auto const answers = runner_.run({&batch, 1});
    Seconds const took = std::chrono::steady_clock::now() - start;
    require_done(answers.front(), lifecycles_.copies() > 1);
    return took;
}

}  // namespace daybook::bench
